use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::model::{Article, ConflictKind, Evidence, Finding, Score, Signs};

/// Two mentions in two articles and how a careful reader says that they relate, as a line of a file
/// of labels.
#[derive(Clone, Debug, Deserialize)]
pub struct Labelled {
    /// Name of the folder that both articles stand in.
    pub cluster: String,
    pub a: Place,
    pub b: Place,
    pub expected: Expected,
}

/// Words in an article.
#[derive(Clone, Debug, Deserialize)]
pub struct Place {
    /// Name of the article's file without its ending.
    pub doc: String,
    pub quote: String,
    /// Where the words start, in Unicode scalars.
    pub start: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expected {
    Contradict,
    Agree,
    Compatible,
    /// Another event, person, scope or time: neither conflict nor corroboration.
    Distinct,
    /// Either may be meant.
    Unclear,
    /// Careful readers differ; does not count.
    Disputed,
}

/// Of the pairs that the program set side by side: how many, and how many rightly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub right: usize,
    pub all: usize,
}

/// What speaks for two claims that stand in one finding, and whether they answer one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    pub cluster: String,
    pub signs: [Signs; 2],
    pub right: bool,
}

/// What the labels say of the pairs with match scores of one band.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Band {
    /// Pairs said to contradict or to have changed.
    pub conflicts: Share,
    /// Pairs said to agree or to be compatible.
    pub agreements: Share,
}

/// Precision by match score, and how many labelled contradictions and agreements were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// By the lowest score of the band.
    pub bands: BTreeMap<Score, Band>,
    /// The pairs that weights can be learned from.
    pub samples: Vec<Sample>,
    /// Labelled contradictions, and those said to be one.
    pub contradictions: Share,
    pub agreements: Share,
}

impl Evaluation {
    /// Conflicts with a score of `least` or more.
    pub fn conflicts_from(&self, least: Score) -> Share {
        let bands = self.bands.range(least..).map(|(_, band)| band.conflicts);
        bands.fold(Share::default(), |sum, it| Share {
            right: sum.right + it.right,
            all: sum.all + it.all,
        })
    }

    /// The lowest score from which on `percent` of the conflicts are right, `None` where there is none.
    pub fn threshold(&self, percent: usize) -> Option<Score> {
        self.bands.keys().copied().find(|score| {
            let share = self.conflicts_from(*score);
            share.all > 0 && share.right * 100 >= share.all * percent
        })
    }
}

/// Width of a band of scores.
const BAND: u8 = 5;

/// What the program says of two claims.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Conflict,
    Agreement,
    Nothing,
}

/// Holds findings against labels. Where several claims stand in the words of a label, the pair has
/// the benefit of the doubt.
pub fn evaluate(findings: &[Finding], articles: &[Article], labels: &[Labelled]) -> Evaluation {
    let texts: BTreeMap<(String, String), &Article> =
        articles.iter().map(|article| (key(&article.id), article)).collect();
    let mut claims: BTreeMap<&str, Vec<(usize, &Evidence)>> = BTreeMap::new();
    for (number, finding) in findings.iter().enumerate() {
        for claim in &finding.claims {
            claims.entry(claim.article.as_str()).or_default().push((number, claim));
        }
    }
    let mut found = Evaluation::default();
    for label in labels.iter().filter(|it| it.expected != Expected::Disputed) {
        let at = |place: &Place| claims_at(&label.cluster, place, &texts, &claims);
        let (left, right) = (at(&label.a), at(&label.b));
        let mut said: BTreeSet<(Said, Score)> = BTreeSet::new();
        let mut signs = None;
        for (number, a) in &left {
            for (other, b) in right.iter().filter(|(other, _)| other == number) {
                if let Some(finding) = findings.get(*other) {
                    let score = Score::mean(a.match_score, b.match_score).0;
                    said.insert((relation(finding, a, b), Score(score - score % BAND)));
                    signs.get_or_insert([a.signs, b.signs]);
                }
            }
        }
        count(&mut found, label.expected, &said);
        if let Some((signs, right)) = signs.zip(is_one_question(label.expected)) {
            found.samples.push(Sample { cluster: label.cluster.clone(), signs, right });
        }
    }
    found
}

/// Whether a label says that two claims answer one question, `None` where it leaves that open.
fn is_one_question(expected: Expected) -> Option<bool> {
    match expected {
        Expected::Contradict | Expected::Agree | Expected::Compatible => Some(true),
        Expected::Distinct => Some(false),
        Expected::Unclear | Expected::Disputed => None,
    }
}

fn count(found: &mut Evaluation, expected: Expected, said: &BTreeSet<(Said, Score)>) {
    let wanted = match expected {
        Expected::Contradict => Some(Said::Conflict),
        Expected::Agree | Expected::Compatible => Some(Said::Agreement),
        Expected::Distinct => Some(Said::Nothing),
        Expected::Unclear | Expected::Disputed => None,
    };
    let right = said.iter().find(|(said, _)| Some(*said) == wanted);
    match wanted {
        Some(Said::Conflict) => {
            found.contradictions.all += 1;
            found.contradictions.right += usize::from(right.is_some());
        }
        Some(Said::Agreement) => {
            found.agreements.all += 1;
            found.agreements.right += usize::from(right.is_some());
        }
        Some(Said::Nothing) | None => {}
    }
    let (Some((said, score)), Some(_)) = (right.or(said.first()), wanted) else { return };
    let band = found.bands.entry(*score).or_default();
    let share = match said {
        Said::Conflict => &mut band.conflicts,
        Said::Agreement => &mut band.agreements,
        Said::Nothing => return,
    };
    share.all += 1;
    share.right += usize::from(right.is_some());
}

fn relation(finding: &Finding, a: &Evidence, b: &Evidence) -> Said {
    let pair = (a.position.min(b.position), a.position.max(b.position));
    let conflict = finding.conflicts.iter().find(|it| (it.a.min(it.b), it.a.max(it.b)) == pair);
    match conflict.map(|conflict| conflict.kind) {
        Some(ConflictKind::Contradict | ConflictKind::Changed) => Said::Conflict,
        Some(ConflictKind::Unclear) => Said::Nothing,
        None => Said::Agreement,
    }
}

/// The claims whose value overlaps the words of a label, with the numbers of their findings.
fn claims_at<'f>(
    cluster: &str,
    place: &Place,
    texts: &BTreeMap<(String, String), &Article>,
    claims: &BTreeMap<&str, Vec<(usize, &'f Evidence)>>,
) -> Vec<(usize, &'f Evidence)> {
    let Some(article) = texts.get(&(cluster.to_owned(), place.doc.clone())) else {
        return Vec::new();
    };
    let byte = |scalars: usize| {
        article.text.char_indices().nth(scalars).map_or(article.text.len(), |(at, _)| at)
    };
    let (start, end) = (byte(place.start), byte(place.start + place.quote.chars().count()));
    let all = claims.get(article.id.as_str()).map(Vec::as_slice).unwrap_or_default();
    let overlaps =
        |claim: &Evidence| (claim.span.start as usize) < end && start < claim.span.end as usize;
    all.iter().filter(|(_, claim)| overlaps(claim)).copied().collect()
}

/// Folder and name of an article's file.
fn key(path: &str) -> (String, String) {
    let mut parts = path.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    (parts.next().unwrap_or_default().to_owned(), stem.to_owned())
}
