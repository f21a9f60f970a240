use std::ops::Range;

use crate::{
    model::{Article, Evidence, Role},
    report::visible,
};

/// A claim where it stands, for a reader and for tools.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    pub claim: &'a Evidence,
    pub role: Option<Role>,
    /// Below the working folder, with `/`.
    pub path: String,
    /// From 1; columns in Unicode scalars, the end behind the last one.
    pub end_line: usize,
    pub end_column: usize,
    /// The line with the value's first word, and where in it the value stands, in bytes.
    source: &'a str,
    value: Range<usize>,
}

impl<'a> Place<'a> {
    /// The place of a claim in its article.
    pub fn new(
        claim: &'a Evidence,
        article: &'a Article,
        path: String,
        role: Option<Role>,
    ) -> Self {
        let text = article.text.as_str();
        let start = (claim.span.start as usize).min(text.len());
        let value = claim.span.of(text);
        let line_start = text.get(..start).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
        let source =
            text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let from = (start - line_start).min(source.len());
        let breaks = value.matches('\n').count();
        let last = value.rsplit('\n').next().unwrap_or(value).chars().count();
        let end_column = if breaks == 0 { claim.column + last } else { last + 1 };
        Place {
            claim,
            role,
            path,
            end_line: claim.line + breaks,
            end_column,
            source,
            value: from..(from + value.len()).min(source.len()),
        }
    }

    /// The value as written, on one line.
    pub fn value(&self) -> String {
        visible(&self.claim.value).replace('\n', " ")
    }

    /// `docs/a.md:17`.
    pub fn short(&self) -> String {
        format!("{}:{}", self.path, self.claim.line)
    }

    /// The source line before, under and after the value, with what cannot be seen made visible; long
    /// lines are cut around the value.
    pub fn source(&self) -> [String; 3] {
        const AROUND: usize = 100;
        let part = |range: Range<usize>| self.source.get(range).unwrap_or_default();
        let before = part(0..self.value.start).trim_start();
        let after = part(self.value.end..self.source.len()).trim_end();
        let cut = before.chars().count().saturating_sub(AROUND);
        let before: String = before.chars().skip(cut).collect();
        let open = if cut > 0 { "…" } else { "" };
        let close = if after.chars().count() > AROUND { "…" } else { "" };
        let after: String = after.chars().take(AROUND).collect();
        [
            visible(&format!("{open}{before}")).replace('\t', " "),
            visible(part(self.value.clone())).replace('\t', " "),
            visible(&format!("{after}{close}")).replace('\t', " "),
        ]
    }
}
