use crate::value::Kind;

use super::{Claim, Document, Keyword};

/// What a keyword stands beside.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Anchor {
    /// Where the clause begins or ends.
    Edge,
    Value,
    Word(u32),
}

/// A word of a clause that the other clause has not.
struct Slot {
    before: Anchor,
    behind: Anchor,
    named: bool,
    /// The last word that stands there.
    last: u32,
}

/// The keywords of a claim's own clause; those inside the value's words and who says it are left out.
pub struct Frame<'d> {
    document: &'d Document,
    /// `None` stands for the value.
    words: Vec<Option<&'d Keyword>>,
}

impl<'d> Frame<'d> {
    /// `says` tells of a word and the one in front of it whether it is a verb of saying.
    pub fn new(
        document: &'d Document,
        claim: &Claim,
        says: impl Fn(&str, &str) -> bool,
    ) -> Frame<'d> {
        let keywords = document.keywords_of(claim.sentence);
        let at = keywords.partition_point(|keyword| keyword.start < claim.span.start);
        // A statement begins its own clause; a number mostly ends what it belongs to.
        let lead = at.checked_sub(1).filter(|_| claim.kind != Kind::Statement);
        let nearest = lead.and_then(|at| keywords.get(at)).or(keywords.get(at));
        let clause = nearest.map(|keyword| keyword.clause);
        let holders: Vec<String> =
            claim.holder.iter().map(|holder| holder.to_lowercase()).collect();
        let is_holder = |keyword: &Keyword| {
            let word = word(document, keyword.start);
            holders.iter().any(|holder| holder.split(' ').any(|part| part == word))
        };
        let own = keywords.iter().find(|keyword| Some(keyword.clause) == clause);
        let said = own.map_or(0, |first| said(document, first.start, claim, &says));
        let mut words: Vec<Option<&Keyword>> = Vec::with_capacity(keywords.len() + 1);
        for (index, keyword) in keywords.iter().enumerate() {
            if index == at {
                words.push(None);
            }
            let inside = claim.kind != Kind::Statement
                && claim.span.start <= keyword.start
                && keyword.start < claim.span.end;
            let own = Some(keyword.clause) == clause && !inside && keyword.start >= said;
            if own && (holders.is_empty() || !is_holder(keyword)) {
                words.push(Some(keyword));
            }
        }
        if at == keywords.len() {
            words.push(None);
        }
        Frame { document, words }
    }

    /// Whether two clauses tell of their values in one frame with two different words in one place of
    /// it: "the council gave ... for parks", "the council gave ... for libraries". Who says it is no
    /// part of the frame. With `named`, only two names differ so.
    pub fn is_contrast(&self, other: &Frame<'_>, named: bool) -> bool {
        let (a, b) = (&self.words, &other.words);
        let within = |a: &[Option<&Keyword>], b: &[Option<&Keyword>]| {
            a.iter().flatten().filter(|word| has(b, word.key)).count()
        };
        // The same whichever comes first.
        let shared = within(a, b).max(within(b, a));
        if shared == 0 || shared * 2 < a.len().min(b.len()) - 1 {
            return false;
        }
        let left = slots(a, b);
        let right = if left.is_empty() { Vec::new() } else { slots(b, a) };
        left.iter().any(|one| {
            right.iter().any(|two| {
                let place = one.before == two.before && one.behind == two.behind;
                place
                    && one.named == two.named
                    && one.named >= named
                    && word(self.document, one.last) != word(other.document, two.last)
            })
        })
    }

    /// Whether all that one of two clauses tells stands in the other as well.
    pub fn is_one(&self, other: &Frame<'_>) -> bool {
        let within = |a: &[Option<&Keyword>], b: &[Option<&Keyword>]| {
            a.len() > 1 && a.iter().flatten().all(|word| has(b, word.key))
        };
        within(&self.words, &other.words) || within(&other.words, &self.words)
    }
}

/// Where what is said begins: behind the last verb of saying in front of the value, else at `first`.
fn said(document: &Document, first: u32, claim: &Claim, says: &impl Fn(&str, &str) -> bool) -> u32 {
    let end = match claim.kind == Kind::Statement {
        true => claim.span.end,
        false => claim.span.start,
    };
    let lead = document.article.text.get(first as usize..end as usize).unwrap_or_default();
    let mut said = first;
    let mut at = first;
    let mut before = "";
    for piece in lead.split_inclusive(char::is_whitespace) {
        at += piece.len() as u32;
        let word = piece.trim_end();
        if says(before, word) {
            said = at;
        }
        before = word;
    }
    said
}

fn has(frame: &[Option<&Keyword>], key: u32) -> bool {
    frame.iter().flatten().any(|word| word.key == key)
}

/// The runs of words that the other clause has not.
fn slots(frame: &[Option<&Keyword>], other: &[Option<&Keyword>]) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    let mut before = Anchor::Edge;
    let mut open: Option<Slot> = None;
    for word in frame {
        let anchor = match word {
            None => Anchor::Value,
            Some(word) if has(other, word.key) => Anchor::Word(word.key),
            Some(word) => {
                let slot = open.get_or_insert(Slot {
                    before,
                    behind: Anchor::Edge,
                    named: false,
                    last: word.start,
                });
                slot.named |= word.named;
                slot.last = word.start;
                continue;
            }
        };
        slots.extend(open.take().map(|slot| Slot { behind: anchor, ..slot }));
        before = anchor;
    }
    slots.extend(open);
    slots
}

/// The word that starts somewhere, in lower case.
fn word(document: &Document, start: u32) -> String {
    let rest = document.article.text.get(start as usize..).unwrap_or_default();
    let end = rest.find(|letter: char| !(letter.is_alphanumeric() || letter == '-'));
    rest.get(..end.unwrap_or(rest.len())).unwrap_or_default().to_lowercase()
}
