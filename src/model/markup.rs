use std::path::Path;

use serde::{Deserialize, Serialize};

/// How a text is marked up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Markup {
    #[default]
    Plain,
    Markdown,
    ReStructuredText,
    AsciiDoc,
    Html,
}

impl Markup {
    /// By the ending of a file's name.
    pub fn of(path: &Path) -> Markup {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdx" => Markup::Markdown,
            "rst" => Markup::ReStructuredText,
            "adoc" | "asciidoc" | "asc" => Markup::AsciiDoc,
            "html" | "htm" => Markup::Html,
            _ => Markup::Plain,
        }
    }

    /// By the directives, roles and terms of a text whose name tells nothing.
    pub fn guessed(text: &str) -> Markup {
        let directive = |line: &str| line.starts_with(".. ") && line.contains("::");
        let role = |line: &str| line.contains(":`") && line.contains(" :");
        if text.lines().any(|line| directive(line) || role(line)) {
            return Markup::ReStructuredText;
        }
        let term = |line: &&str| {
            let term = line.strip_suffix("::").unwrap_or_default();
            let named = term.starts_with(['-', '<', '`']) || term.contains(['.', '_', '<']);
            named && !term.ends_with([' ', ':']) && term.split_whitespace().count() < 4
        };
        match text.lines().filter(term).nth(1).is_some() {
            true => Markup::AsciiDoc,
            false => Markup::Plain,
        }
    }
}
