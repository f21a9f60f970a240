use std::collections::{BTreeMap, BTreeSet};

use crate::{model::Document, rule::PropertyRules};

/// The words of the names that projects have by the titles of their READMEs.
pub(super) fn names(
    documents: &[Document],
    projects: &[String],
) -> BTreeMap<String, BTreeSet<String>> {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (document, project) in documents.iter().zip(projects) {
        let readme = path(&document.article.id).last().is_some_and(|file| is_readme(file));
        let first = |text: &'_ str| -> Option<String> {
            let mut lines = text.lines().filter(|line| line.contains(char::is_alphanumeric));
            lines.next().map(str::to_owned)
        };
        let article = &document.article;
        let title = article.title.clone().or_else(|| first(&article.text));
        let title = title.filter(|_| readme).unwrap_or_default();
        let words = title.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase);
        names.entry(project.clone()).or_default().extend(words);
    }
    names
}

/// For each document the folder of the thing that it documents: of several things in one repository, or
/// of several versions of one, each may have settings of the same name.
pub(super) fn projects(documents: &[Document], rules: &PropertyRules) -> Vec<String> {
    let paths: Vec<Vec<&str>> =
        documents.iter().map(|document| path(&document.article.id)).collect();
    let roots: BTreeSet<&[&str]> = paths
        .iter()
        .filter_map(|path| path.split_last())
        .filter(|(file, folders)| is_readme(file) && !is_documented(folders, rules))
        .map(|(_, folders)| folders)
        .collect();
    let root = |path: &Vec<&str>| {
        let folders = path.split_last().map_or(&[] as &[&str], |(_, folders)| folders);
        let own = (0..=folders.len()).rev().filter_map(|length| folders.get(..length));
        let mut own = own.filter(|folder| roots.contains(folder) || is_apart(folder, rules));
        own.next().unwrap_or_default().join("/")
    };
    paths.iter().map(root).collect()
}

fn path(id: &str) -> Vec<&str> {
    id.split('/').filter(|part| !part.is_empty() && *part != ".").collect()
}

fn is_readme(file: &str) -> bool {
    file.split('.').next().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"))
}

/// Whether a folder is one of documentation, or in one.
fn is_documented(folders: &[&str], rules: &PropertyRules) -> bool {
    folders.iter().any(|folder| rules.is_documentation(&plain(folder)))
}

/// Whether a folder is one of several things, versions or languages that stand side by side.
fn is_apart(folders: &[&str], rules: &PropertyRules) -> bool {
    let Some((last, above)) = folders.split_last() else { return false };
    above.last().is_some_and(|above| rules.is_apart(&plain(above)))
        || is_version(last)
        || is_language(last)
}

fn plain(folder: &str) -> String {
    folder.to_lowercase().replace(['_', ' '], "-")
}

/// "v1", "2.4", "3.x".
fn is_version(folder: &str) -> bool {
    let number = folder.strip_prefix(['v', 'V']).unwrap_or(folder);
    number.starts_with(|letter: char| letter.is_ascii_digit())
        && number
            .chars()
            .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | 'x' | '-' | '_'))
}

/// "de", "pt_BR", "zh-cn".
fn is_language(folder: &str) -> bool {
    let mut parts = folder.split(['-', '_']);
    let (Some(language), region, None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let letters = |part: &str| part.len() == 2 && part.chars().all(|it| it.is_ascii_alphabetic());
    let whole = region.is_none() && language.chars().all(|letter| letter.is_ascii_lowercase());
    letters(language) && (whole || region.is_some_and(letters))
}
