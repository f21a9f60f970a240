use std::collections::BTreeMap;

use crate::{model::Finding, report::message::Messages};

/// What the cards of a page have in common.
#[derive(Clone, Debug)]
pub(super) struct Desk<'a> {
    /// Every source with its number in the page's list.
    pub(super) sources: BTreeMap<&'a str, usize>,
    /// The folders that all articles are in, with the last slash.
    pub(super) folder: &'a str,
    /// The words around what the articles say.
    pub(super) messages: &'static Messages,
}

impl<'a> Desk<'a> {
    pub(super) fn of(findings: &'a [Finding], messages: &'static Messages) -> Desk<'a> {
        let claims = || findings.iter().flat_map(|finding| &finding.claims);
        let mut sources: BTreeMap<&str, usize> =
            claims().map(|claim| (&*claim.source, 0)).collect();
        for (n, (_, number)) in sources.iter_mut().enumerate() {
            *number = n;
        }
        let folder = claims().map(|claim| folder(&claim.article)).reduce(common);
        Desk { sources, folder: folder.unwrap_or_default(), messages }
    }
}

fn folder(path: &str) -> &str {
    path.rfind('/').and_then(|slash| path.get(..=slash)).unwrap_or_default()
}

fn common<'a>(a: &'a str, b: &str) -> &'a str {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let ends = a.bytes().take(same).rposition(|byte| byte == b'/');
    ends.and_then(|slash| a.get(..=slash)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_folder_ends_at_a_slash() {
        let cases = [
            ("news/a/", "news/b/", "news/"),
            ("news/a/", "news/a/", "news/a/"),
            ("new/", "news/", ""),
            ("", "news/", ""),
            ("caf\u{e9}/a/", "caf\u{e8}/a/", ""),
        ];
        for (a, b, shared) in cases {
            assert_eq!(common(a, b), shared);
        }
    }
}
