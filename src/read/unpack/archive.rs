use std::{
    collections::BTreeMap,
    io::{Read, Seek},
    path::Path,
    sync::Arc,
};

use zip::{ZipArchive, result::ZipError};

use super::{
    super::{
        docx::BODY,
        facts::Facts,
        fault::Fault,
        list::{Entry, is_manifest},
        walk::is_article,
    },
    Ahead, Form, Found, Unpacked, Unpacker,
};

/// Files by which an archive of one document shows what it is, and how that is called.
const DOCUMENTS: [(&str, &str); 3] = [
    ("xl/workbook.xml", "a spreadsheet"),
    ("ppt/presentation.xml", "a presentation"),
    ("META-INF/manifest.xml", "an OpenDocument file"),
];

impl Unpacker<'_> {
    pub(super) fn zip(
        &mut self,
        from: impl Read + Seek,
        entry: &Arc<Entry>,
        depth: usize,
    ) -> Result<(), Fault> {
        let mut archive = ZipArchive::new(from).map_err(fault)?;
        if archive.index_for_name(BODY).is_some() {
            let mut file = archive.into_inner();
            file.rewind()?;
            let form = Form::Docx(self.bytes(file)?);
            return self.hand_over(entry, None, form, Facts::default(), None);
        }
        for (part, name) in DOCUMENTS {
            if archive.index_for_name(part).is_some() {
                return Err(Fault::Foreign { name });
            }
        }
        self.check_depth(depth)?;
        let mut passed = BTreeMap::new();
        for index in 0..archive.len() {
            let (name, is_file) = match archive.by_index_raw(index) {
                Ok(member) => (lossy(member.name_raw()), member.is_file() && !member.is_symlink()),
                Err(error) => {
                    self.tell_record(fault(error), &entry.member(&format!("{}", index + 1)), None)?;
                    continue;
                }
            };
            if is_file && self.wants(&name, &mut passed) {
                let own = Arc::new(entry.member(&name));
                match archive.by_index(index).map_err(fault) {
                    Ok(member) => self.member(member, "zip", &own, depth)?,
                    Err(fault) => self.tell_record(fault, &own, None)?,
                }
            }
        }
        self.pass(passed)
    }

    pub(super) fn tar(
        &mut self,
        from: impl Read,
        entry: &Arc<Entry>,
        depth: usize,
    ) -> Result<(), Fault> {
        self.check_depth(depth)?;
        let mut archive = tar::Archive::new(from);
        let mut passed = BTreeMap::new();
        for member in archive.entries()? {
            let member = match member {
                Ok(member) => member,
                Err(error) => {
                    self.pass(passed)?;
                    return Err(Fault::of("tar", error));
                }
            };
            let name = lossy(&member.path_bytes());
            let is_file = member.header().entry_type().is_file();
            if is_file && self.wants(&name, &mut passed) {
                let own = Arc::new(entry.member(name.trim_start_matches("./")));
                self.member(member, "tar", &own, depth)?;
            }
        }
        self.pass(passed)
    }

    /// Reads a file of an archive; what is wrong with it leaves the others as they are.
    fn member(
        &mut self,
        from: impl Read,
        format: &'static str,
        entry: &Arc<Entry>,
        depth: usize,
    ) -> Result<(), Fault> {
        let from = Unpacked { inner: from, budget: self.budget.clone(), format };
        match self.contents(Ahead::new(from), entry, depth + 1) {
            Err(Fault::Stopped) => Err(Fault::Stopped),
            Err(_) if self.budget.is_spent() => Err(self.ratio()),
            Err(fault) => self.tell(fault, entry, None),
            Ok(()) => Ok(()),
        }
    }

    /// Whether a file of an archive may be an article or hold some, by its name.
    fn wants(&self, name: &str, passed: &mut BTreeMap<String, u64>) -> bool {
        let path = Path::new(name);
        let own = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        // macOS packs what it knows of a file beside it.
        let is_shadow = own.starts_with("._") || name.starts_with("__MACOSX/") || is_manifest(path);
        if !is_shadow && (path.extension().is_none() || is_article(path, false)) {
            return true;
        }
        let ending = path.extension().map(|it| it.to_string_lossy().to_lowercase());
        let ending = ending.filter(|_| !is_shadow).unwrap_or_else(|| "hidden".to_owned());
        *passed.entry(format!("{ending} file in an archive")).or_default() += 1;
        false
    }

    fn pass(&mut self, passed: BTreeMap<String, u64>) -> Result<(), Fault> {
        passed.into_iter().try_for_each(|(kind, count)| (self.sink)(Found::Passed(kind, count)))
    }
}

fn lossy(name: &[u8]) -> String {
    String::from_utf8_lossy(name).replace('\\', "/")
}

fn fault(error: ZipError) -> Fault {
    let needs_password = ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED);
    if error.to_string() == needs_password.to_string() {
        return Fault::Locked;
    }
    if let ZipError::Io(error) = error {
        return Fault::of("zip", error);
    }
    Fault::Damaged { format: "zip", message: error.to_string() }
}
