use std::path::Path;

use serde::Serialize;

/// How a text is marked up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Markup {
    #[default]
    Plain,
    Markdown,
    ReStructuredText,
    AsciiDoc,
}

impl Markup {
    /// By the ending of a file's name.
    pub fn of(path: &Path) -> Markup {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdx" => Markup::Markdown,
            "rst" => Markup::ReStructuredText,
            "adoc" | "asciidoc" | "asc" => Markup::AsciiDoc,
            _ => Markup::Plain,
        }
    }

    /// By the directives and roles of a text whose name tells nothing.
    pub fn guessed(text: &str) -> Markup {
        let directive = |line: &str| line.starts_with(".. ") && line.contains("::");
        let role = |line: &str| line.contains(":`") && line.contains(" :");
        match text.lines().any(|line| directive(line) || role(line)) {
            true => Markup::ReStructuredText,
            false => Markup::Plain,
        }
    }
}
