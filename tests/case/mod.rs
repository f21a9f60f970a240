//! Reads `fixtures/cases/*.md`: articles of a few sources and what a run must find in them.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

pub(crate) struct Case {
    /// Path of the file.
    pub(crate) name: String,
    pub(crate) articles: Vec<Article>,
    /// Lines below `## Expected` that are not empty, with their numbers.
    pub(crate) expected: Vec<(usize, String)>,
}

#[derive(Default)]
pub(crate) struct Article {
    pub(crate) file: String,
    source: String,
    published: String,
    pub(crate) text: String,
}

/// All cases in the order of their names; panics with file and line where one is malformed.
pub(crate) fn load() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases");
    let paths = fs::read_dir(folder).expect("fixtures/cases").map(|e| e.expect("entry").path());
    let paths: BTreeSet<_> = paths.filter(|p| p.extension().is_some_and(|e| e == "md")).collect();
    assert!(!paths.is_empty(), "fixtures/cases: no cases");
    paths.iter().map(read).collect()
}

fn read(path: &PathBuf) -> Case {
    let name = path.display();
    let mut case = Case { name: name.to_string(), articles: vec![], expected: vec![] };
    let mut part = "title";
    for (line, text) in (1..).zip(fs::read_to_string(path).expect("readable case").lines()) {
        let next = parse_line(&mut case, part, line, text);
        part = next.unwrap_or_else(|why| panic!("{name}:{line}: {why}"));
    }
    assert!(!case.expected.is_empty(), "{name}:1: nothing is expected");
    case
}

/// Adds a line to the case; says which part of the case the next line belongs to.
fn parse_line(
    case: &mut Case,
    part: &'static str,
    number: usize,
    line: &str,
) -> Result<&'static str, String> {
    if let Some(file) = line.strip_prefix("## Article ") {
        if !file.ends_with(".txt") || case.articles.iter().any(|article| article.file == file) {
            return Err("an article needs a name of its own that ends in .txt".into());
        }
        case.articles.push(Article { file: file.into(), ..Article::default() });
        return Ok("head");
    }
    match (part, case.articles.last_mut(), line.split_once(": ")) {
        ("title", ..) if line.starts_with("# ") => return Ok("summary"),
        ("text", ..) if line == "## Expected" => return Ok("expected"),
        ("title", ..) => return Err("the first line must be `# Title`".into()),
        _ if line.starts_with('#') => return Err("this heading is out of place".into()),
        ("head", Some(article), Some(("source", value))) => article.source = value.into(),
        ("head", Some(article), Some(("published", value))) => article.published = value.into(),
        ("head", Some(Article { source, published, .. }), _) => {
            let complete = line.is_empty() && !source.is_empty() && published.len() == 10;
            return complete.then_some("text").ok_or_else(|| "want source and published".into());
        }
        ("text", Some(article), _) => article.text += &format!("{line}\n"),
        ("expected", ..) if !line.is_empty() => case.expected.push((number, line.into())),
        _ => {}
    }
    Ok(part)
}

impl Case {
    /// Writes the articles and their manifest into a new folder.
    pub(crate) fn write(&self, folder: &Path) {
        fs::create_dir_all(folder).expect("articles folder");
        let mut manifest = String::from("path,source,published,title,url\n");
        for Article { file, source, published, text } in &self.articles {
            fs::write(folder.join(file), text).expect("article written");
            manifest += &format!("{file},\"{}\",{published},,\n", source.replace('"', "\"\""));
        }
        fs::write(folder.join("manifest.csv"), manifest).expect("manifest written");
    }
}
