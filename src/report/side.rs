use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Evidence, Finding, Verdict};

/// The two answers a reader sees side by side, and the others.
pub(super) struct Sides<'a> {
    pub(super) first: Side<'a>,
    pub(super) second: Option<Side<'a>>,
    pub(super) others: Vec<Side<'a>>,
    /// Sources that stand behind more than one answer; only their holders tell these apart.
    shared: FxHashSet<&'a str>,
}

/// One answer with the claims behind it.
pub(super) struct Side<'a> {
    pub(super) value: &'a str,
    pub(super) claims: Vec<&'a Evidence>,
}

impl<'a> Sides<'a> {
    /// Takes the gravest conflict, best supported answers first; without one the two best supported
    /// answers, or two wordings or two voices of the only answer.
    pub(super) fn of(finding: &'a Finding) -> Sides<'a> {
        let gravest = finding.conflicts.iter().min_by_key(|conflict| {
            (conflict.kind.verdict(), conflict.a.min(conflict.b), conflict.a.max(conflict.b))
        });
        let (a, b) = gravest
            .map_or((0, 1), |conflict| (conflict.a.min(conflict.b), conflict.a.max(conflict.b)));
        let mut sides: Vec<Option<Side<'a>>> = finding
            .positions
            .iter()
            .map(|position| Some(Side { value: &position.value, claims: Vec::new() }))
            .collect();
        for claim in &finding.claims {
            if let Some(Some(side)) = sides.get_mut(claim.position) {
                side.claims.push(claim);
            }
        }
        let mut take = |n: usize| sides.get_mut(n).and_then(Option::take);
        let first = take(a).unwrap_or(Side { value: "", claims: Vec::new() });
        let second = take(b);
        let others = sides.into_iter().flatten().collect();
        let (first, second) = match second {
            Some(second) => (first, Some(second)),
            None if finding.verdict == Verdict::Single => (first, None),
            None => first.halves(),
        };
        Sides { first, second, others, shared: FxHashSet::default() }.with_shared()
    }

    fn with_shared(mut self) -> Sides<'a> {
        let mut answer_of: FxHashMap<&str, usize> = FxHashMap::default();
        let answers = std::iter::once(&self.first).chain(&self.second).chain(&self.others);
        for (n, side) in answers.enumerate() {
            for claim in &side.claims {
                if *answer_of.entry(&claim.source).or_insert(n) != n {
                    self.shared.insert(&claim.source);
                }
            }
        }
        self
    }

    /// Sources behind an answer, `BBC; AP (copy: 3 more)`: articles of one origin are one source
    /// with its copies. A source of more than one answer is given with its holder.
    pub(super) fn sources(&self, side: &Side<'_>) -> String {
        let mut articles = FxHashSet::default();
        let mut lines: FxHashMap<usize, usize> = FxHashMap::default();
        let mut line_of: FxHashMap<(&str, Option<&str>), usize> = FxHashMap::default();
        let mut shown: Vec<(String, usize)> = Vec::new();
        for claim in side.claims.iter().filter(|claim| articles.insert(claim.article.as_str())) {
            let copy_of = lines.get(&claim.origin).copied();
            let holder = claim.holder.first().map(String::as_str);
            let holder = holder.filter(|_| self.shared.contains(claim.source.as_str()));
            let line = copy_of.unwrap_or_else(|| {
                *line_of.entry((&claim.source, holder)).or_insert_with(|| {
                    let citing = holder.map(|holder| format!(" (citing {holder})"));
                    shown.push((format!("{}{}", claim.source, citing.unwrap_or_default()), 0));
                    shown.len() - 1
                })
            });
            lines.insert(claim.origin, line);
            if let Some((_, copies)) = shown.get_mut(line).filter(|_| copy_of.is_some()) {
                *copies += 1;
            }
        }
        let shown: Vec<String> = shown
            .into_iter()
            .map(|(source, copies)| match copies {
                0 => source,
                copies => format!("{source} (copy: {copies} more)"),
            })
            .collect();
        shown.join("; ")
    }
}

impl<'a> Side<'a> {
    /// Sets one wording against the others, or one voice against the others where all say it alike.
    fn halves(self) -> (Side<'a>, Option<Side<'a>>) {
        let Some(&lead) = self.claims.first() else { return (self, None) };
        let alike = |claim: &&Evidence| claim.value.eq_ignore_ascii_case(&lead.value);
        let voice = |claim: &&Evidence| {
            claim.origin == lead.origin && claim.holder.first() == lead.holder.first()
        };
        let (mut same, mut rest): (Vec<_>, Vec<_>) = self.claims.iter().copied().partition(alike);
        if rest.is_empty() {
            (same, rest) = self.claims.iter().copied().partition(voice);
        }
        let second = rest.first().map(|claim| claim.value.as_str());
        let second = second.map(|value| Side { value, claims: rest });
        (Side { value: &lead.value, claims: same }, second)
    }
}
