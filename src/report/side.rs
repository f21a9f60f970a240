use crate::model::{Evidence, Finding, Verdict};

/// The two answers a reader sees side by side, and the others.
pub(super) struct Sides<'a> {
    pub(super) first: Side<'a>,
    pub(super) second: Option<Side<'a>>,
    pub(super) others: Vec<Side<'a>>,
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
        let others = (0..finding.positions.len()).filter(|n| ![a, b].contains(n));
        let others = others.filter_map(|n| side(finding, n)).collect();
        let first = side(finding, a).unwrap_or(Side { value: "", claims: Vec::new() });
        match side(finding, b) {
            Some(second) => Sides { first, second: Some(second), others },
            None if finding.verdict == Verdict::Single => Sides { first, second: None, others },
            None => {
                let (first, second) = first.halves();
                Sides { first, second, others }
            }
        }
    }
}

fn side(finding: &Finding, position: usize) -> Option<Side<'_>> {
    let value = finding.positions.get(position)?.value.as_str();
    let claims = finding.claims.iter().filter(|claim| claim.position == position).collect();
    Some(Side { value, claims })
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

    /// Sources behind the answer, `BBC; AP (copy: 3 more)`: articles of one origin are one source
    /// with its copies.
    pub(super) fn sources(&self) -> String {
        let mut origins: Vec<(usize, &str, Vec<&str>)> = Vec::new();
        for claim in &self.claims {
            match origins.iter_mut().find(|(origin, _, _)| *origin == claim.origin) {
                Some((_, _, articles)) if !articles.contains(&claim.article.as_str()) => {
                    articles.push(&claim.article);
                }
                Some(_) => {}
                None => origins.push((claim.origin, &claim.source, vec![&claim.article])),
            }
        }
        let mut sources: Vec<(&str, usize)> = Vec::new();
        for (_, source, articles) in origins {
            let copies = articles.len().saturating_sub(1);
            match sources.iter_mut().find(|(known, _)| *known == source) {
                Some((_, count)) => *count += copies,
                None => sources.push((source, copies)),
            }
        }
        let shown: Vec<String> = sources
            .into_iter()
            .map(|(source, copies)| match copies {
                0 => source.to_owned(),
                copies => format!("{source} (copy: {copies} more)"),
            })
            .collect();
        shown.join("; ")
    }
}
