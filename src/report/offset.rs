use rustc_hash::FxHashMap;

use crate::model::{Article, Finding};

/// Byte offsets of the claims turned into offsets in Unicode scalars, by article.
pub(super) struct ScalarOffsets<'a> {
    by_article: FxHashMap<&'a str, Vec<(u32, usize)>>,
}

impl<'a> ScalarOffsets<'a> {
    /// Counts through each article once, whatever the number of its claims.
    pub(super) fn new(articles: &'a [Article], findings: &'a [Finding]) -> ScalarOffsets<'a> {
        let mut by_article: FxHashMap<&str, Vec<(u32, usize)>> =
            articles.iter().map(|article| (article.id.as_str(), Vec::new())).collect();
        for claim in findings.iter().flat_map(|finding| &finding.claims) {
            if let Some(offsets) = by_article.get_mut(claim.article.as_str()) {
                offsets.extend([(claim.span.start, 0), (claim.span.end, 0)]);
            }
        }
        for article in articles {
            let Some(offsets) = by_article.get_mut(article.id.as_str()) else { continue };
            offsets.sort_unstable();
            offsets.dedup();
            let (mut byte, mut scalars) = (0, 0);
            for (offset, count) in offsets.iter_mut() {
                let next = *offset as usize;
                scalars += article.text.get(byte..next).map_or(0, |text| text.chars().count());
                byte = next;
                *count = scalars;
            }
        }
        ScalarOffsets { by_article }
    }

    /// The offset in Unicode scalars, `None` where the article is not at hand.
    pub(super) fn get(&self, article: &str, byte: u32) -> Option<usize> {
        let offsets = self.by_article.get(article)?;
        let at = offsets.binary_search_by_key(&byte, |(offset, _)| *offset).ok()?;
        offsets.get(at).map(|(_, count)| *count)
    }
}
