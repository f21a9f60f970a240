//! How the findings of a run stand to what was planted.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use serde::Deserialize;

use super::feed::planted::{Planted, Sort};

#[derive(Default)]
pub(crate) struct Score {
    /// By sort of pair.
    pub(crate) pairs: BTreeMap<&'static str, Counts>,
    /// Pairs of answers that contradict each other.
    conflicts: usize,
    /// Of these, those out of two stories, and those of one in which nobody is wrong.
    pub(crate) of_two_stories: usize,
    pub(crate) not_planted: usize,
    shown: Vec<String>,
}

#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) planted: usize,
    pub(crate) found: usize,
    /// Told as a contradiction.
    pub(crate) flagged: usize,
}

#[derive(Deserialize)]
struct Finding {
    finding_id: String,
    summary: String,
    conflicts: Vec<(usize, usize, String)>,
    claims: Vec<Claim>,
}

#[derive(Deserialize)]
struct Claim {
    article: String,
    position: usize,
    low: Option<f64>,
    high: Option<f64>,
}

/// A planted pair, and what the run said of it.
struct Pair {
    planted: Planted,
    together: bool,
    contradicts: bool,
}

/// By how much a number in the base unit may differ, as a share, after it was converted.
const CONVERTED: f64 = 0.002;

impl Claim {
    fn holds(&self, value: f64) -> bool {
        let slack = value.abs() * CONVERTED;
        let number = self.low.is_some() || self.high.is_some();
        number
            && self.low.is_none_or(|low| low <= value + slack)
            && self.high.is_none_or(|high| value - slack <= high)
    }

    fn story(&self) -> &str {
        self.article.split('-').next().unwrap_or_default()
    }
}

impl Counts {
    pub(crate) fn recall(&self) -> f64 {
        self.found as f64 / self.planted.max(1) as f64
    }
}

impl Finding {
    fn contradicts(&self, a: usize, b: usize) -> bool {
        let mut conflicts = self.conflicts.iter().filter(|(_, _, verdict)| verdict == "contradict");
        conflicts.any(|(x, y, _)| (*x, *y) == (a, b) || (*y, *x) == (a, b))
    }

    /// The positions in which an article gives a value.
    fn positions(&self, article: &str, value: f64) -> impl Iterator<Item = usize> {
        let claims = self.claims.iter().filter(move |it| it.article == article);
        claims.filter(move |claim| claim.holds(value)).map(|claim| claim.position)
    }
}

pub(crate) fn score(findings: &Path, truth: &Path, show: usize) -> io::Result<Score> {
    let mut pairs: Vec<Pair> = Vec::new();
    for line in BufReader::new(File::open(truth)?).lines() {
        let planted = serde_json::from_str(&line?)?;
        pairs.push(Pair { planted, together: false, contradicts: false });
    }
    let mut of_article: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, pair) in pairs.iter().enumerate() {
        of_article.entry(pair.planted.a.clone()).or_default().push(number);
    }
    let mut score = Score::default();
    for line in BufReader::new(File::open(findings)?).lines() {
        let finding: Finding = serde_json::from_str(&line?)?;
        let articles: BTreeSet<&str> =
            finding.claims.iter().map(|it| it.article.as_str()).collect();
        let mut wrong: BTreeSet<usize> = BTreeSet::new();
        for number in articles.iter().filter_map(|article| of_article.get(*article)).flatten() {
            let Some(pair) = pairs.get_mut(*number) else { continue };
            let Planted { kind, a, b, value_a, value_b, .. } = &pair.planted;
            for x in finding.positions(a, *value_a) {
                if matches!(kind, Sort::Contradict | Sort::OtherThing) {
                    wrong.insert(x);
                }
                for y in finding.positions(b, *value_b) {
                    if *kind == Sort::OtherThing {
                        wrong.insert(y);
                    }
                    pair.together |= x == y;
                    pair.contradicts |= finding.contradicts(x, y);
                }
            }
        }
        score.count(&finding, &wrong, show);
    }
    for pair in &pairs {
        score.add(pair, show);
    }
    Ok(score)
}

impl Score {
    /// Counts the contradictions of a finding; `wrong` are the positions of those who are wrong, or
    /// tell of something else.
    fn count(&mut self, finding: &Finding, wrong: &BTreeSet<usize>, show: usize) {
        for (a, b, _) in finding.conflicts.iter().filter(|(_, _, verdict)| verdict == "contradict")
        {
            self.conflicts += 1;
            let of = |position: &usize| {
                let claims = finding.claims.iter().filter(move |it| it.position == *position);
                claims.map(Claim::story).collect::<BTreeSet<_>>()
            };
            let (left, right) = (of(a), of(b));
            let what = if left.is_disjoint(&right) {
                self.of_two_stories += 1;
                "of two stories"
            } else if !wrong.contains(a) && !wrong.contains(b) {
                self.not_planted += 1;
                "not planted"
            } else {
                continue;
            };
            if self.of_two_stories + self.not_planted <= show {
                self.shown.push(format!("{what}: {} {}", finding.finding_id, finding.summary));
            }
        }
    }

    fn add(&mut self, pair: &Pair, show: usize) {
        let (name, found) = match (pair.planted.kind, pair.planted.hard) {
            (Sort::Contradict, false) => ("contradict", pair.contradicts),
            (Sort::Contradict, true) => ("contradict, hard", pair.contradicts),
            (Sort::Agree, false) => ("agree", pair.together),
            (Sort::Agree, true) => ("agree, hard", pair.together),
            (Sort::Update, _) => ("update", false),
            (Sort::Rounding, _) => ("rounding", false),
            (Sort::OtherThing, _) => ("other-thing", false),
        };
        let counts = self.pairs.entry(name).or_default();
        counts.planted += 1;
        counts.found += usize::from(found);
        counts.flagged += usize::from(pair.contradicts);
        let (missed, flagged) = match pair.planted.kind {
            Sort::Contradict => (!found, false),
            Sort::Agree => (!found, pair.contradicts),
            Sort::Update | Sort::Rounding | Sort::OtherThing => (false, pair.contradicts),
        };
        let what = if flagged { "flagged" } else { "missed" };
        if (missed && counts.planted - counts.found <= show) || flagged && counts.flagged <= show {
            let Planted { kind, a, b, attribute, value_a, value_b, .. } = &pair.planted;
            let pair = format!("{kind:?} {attribute}: {a} {value_a}, {b} {value_b}");
            self.shown.push(format!("{what}: {pair}"));
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.shown {
            writeln!(f, "{line}")?;
        }
        for (name, counts) in &self.pairs {
            let Counts { planted, found, flagged } = counts;
            let share = counts.recall();
            write!(f, "{name:16} {planted:8} planted")?;
            if !matches!(*name, "update" | "rounding" | "other-thing") {
                write!(f, ", {found} found, recall {share:.4}")?;
            }
            if !name.starts_with("contradict") {
                write!(f, ", {flagged} flagged as contradiction")?;
            }
            writeln!(f)?;
        }
        write!(
            f,
            "{} pairs of answers contradict: {} of two stories, {} of one story and not planted",
            self.conflicts, self.of_two_stories, self.not_planted
        )
    }
}
