//! Files of every format, made as they are needed.

#![allow(clippy::unwrap_used, dead_code, reason = "a test may panic; no test uses all of it")]

use std::{
    fs,
    io::{Cursor, Write},
    path::PathBuf,
    sync::LazyLock,
};

use crosscheck::{
    model::Problem,
    read::{Inputs, Request, list, read},
    rule::Rules,
};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

pub(crate) static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::embedded().unwrap());

/// A folder of inputs that is gone after the test.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Folder {
        let folder = Folder(TempDir::new().unwrap());
        for (path, bytes) in files {
            let path = folder.path(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.0.path().to_owned() } else { self.0.path().join(path) }
    }

    pub(crate) fn request(&self, inputs: &[&str]) -> Request {
        let inputs = inputs.iter().map(|input| self.path(input).display().to_string());
        Request { inputs: inputs.collect(), ..Request::default() }
    }

    pub(crate) fn read(&self, inputs: &[&str]) -> Inputs {
        self.run(&self.request(inputs))
    }

    pub(crate) fn run(&self, request: &Request) -> Inputs {
        read(&list(request).unwrap(), &RULES, "".as_bytes(), &|_| {})
    }

    /// A place or an id without the path of the folder.
    pub(crate) fn inside<'s>(&self, shown: &'s str) -> &'s str {
        shown.strip_prefix(&format!("{}/", self.0.path().display())).unwrap_or(shown)
    }

    pub(crate) fn ids(&self, inputs: &Inputs) -> Vec<String> {
        inputs.articles.iter().map(|article| self.inside(&article.id).to_owned()).collect()
    }

    /// Codes and places.
    pub(crate) fn codes(&self, problems: &[Problem]) -> Vec<String> {
        let shown = |problem: &Problem| format!("{} {}", problem.code, self.inside(&problem.place));
        problems.iter().map(shown).collect()
    }
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

pub(crate) fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

pub(crate) fn docx(title: &str, paragraphs: &[&str]) -> Vec<u8> {
    let paragraphs: String = paragraphs
        .iter()
        .map(|text| {
            let text = text.replace('&', "&amp;");
            format!(
                "<w:p><w:pPr><w:pStyle w:val=\"Normal\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
            )
        })
        .collect();
    let body = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{paragraphs}</w:body></w:document>"
    );
    let core = format!("<cp:coreProperties><dc:title>{title}</dc:title></cp:coreProperties>");
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("docProps/core.xml", core.as_bytes()),
        ("word/document.xml", body.as_bytes()),
    ])
}

/// A document of one page; `content` draws it, `objects` follow the font, from number 6 on.
pub(crate) fn pdf(content: &str, resources: &str, objects: &[String]) -> Vec<u8> {
    let mut all = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>{resources}>>>>"
        ),
        stream("", content),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    all.extend_from_slice(objects);
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (object, number) in all.iter().zip(1..) {
        places.push(file.len());
        file.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", all.len() + 1).bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = all.len() + 1;
    file.extend(
        format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes(),
    );
    file
}

pub(crate) fn stream(dictionary: &str, content: &str) -> String {
    format!("<<{dictionary}/Length {}>>\nstream\n{content}\nendstream", content.len())
}

/// A record of a crawl with a response.
pub(crate) fn response(url: &str, http: &str, body: &[u8]) -> Vec<u8> {
    let block = [http.as_bytes(), b"\r\n\r\n", body].concat();
    record("response", url, block.len(), &block)
}

pub(crate) fn record(kind: &str, url: &str, length: usize, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}
