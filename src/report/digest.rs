use std::{
    collections::BTreeMap,
    fmt::Display,
    io::{self, Write},
};

use serde::Serialize;

use crate::model::{Finding, Lasting, Verdict};

use super::{
    Report,
    accord::{Accord, Standing},
    exact::Exact,
    markdown::{escaped, table},
    message::Messages,
};

/// Findings named in it, gravest first.
const TOP: usize = 10;

/// The run in numbers, for programs and for people.
#[derive(Debug, Serialize)]
pub(super) struct Digest<'a> {
    schema_version: u32,
    articles: usize,
    origins: usize,
    claims: usize,
    comparable: usize,
    findings: usize,
    verdicts: BTreeMap<&'static str, usize>,
    sources: Vec<Source>,
    skipped: Vec<Skipped<'a>>,
    not_checked: Vec<NotChecked>,
    cut_cells: usize,
    top: Vec<Top>,
}

#[derive(Debug, Serialize)]
struct NotChecked {
    reason: Lasting,
    count: usize,
}

#[derive(Debug, Serialize)]
struct Source {
    source: String,
    articles: usize,
    claims: usize,
    shared: usize,
    agree_pct: Option<Exact>,
    contradict_pct: Option<Exact>,
}

/// Inputs skipped for one reason, with the first message.
#[derive(Debug, Serialize)]
struct Skipped<'a> {
    code: &'a str,
    message: &'a str,
    count: usize,
}

#[derive(Debug, Serialize)]
struct Top {
    finding_id: String,
    verdict: &'static str,
    subject: String,
    attribute: String,
    summary: String,
}

impl Top {
    fn of(finding: &Finding) -> Top {
        Top {
            finding_id: finding.id.clone(),
            verdict: finding.verdict.name(),
            subject: finding.subject.clone(),
            attribute: finding.attribute.clone(),
            summary: finding.summary.clone(),
        }
    }
}

impl<'a> Digest<'a> {
    /// # Errors
    /// When the findings cannot be read back.
    pub(super) fn of(report: &Report<'a>, cut_cells: usize) -> io::Result<Digest<'a>> {
        let count = |verdict| report.findings.count(verdict);
        let mut skipped: BTreeMap<&str, Skipped<'a>> = BTreeMap::new();
        for problem in report.problems {
            let message = &problem.message;
            skipped
                .entry(problem.code)
                .or_insert(Skipped { code: problem.code, message, count: 0 })
                .count += 1;
        }
        let grave = |verdict| verdict < Verdict::Compatible;
        let mut top = Vec::new();
        for finding in report.findings.iter().take(TOP) {
            let finding = finding?;
            if grave(finding.verdict) {
                top.push(Top::of(&finding));
            }
        }
        Ok(Digest {
            schema_version: 1,
            articles: report.articles.len(),
            origins: report.counts.origins,
            claims: report.counts.claims,
            comparable: report.counts.comparable,
            findings: report.findings.len(),
            verdicts: Verdict::ALL.map(|verdict| (verdict.name(), count(verdict))).into(),
            sources: Accord::of(report, 0)?.sources.into_iter().map(Source::of).collect(),
            skipped: skipped.into_values().collect(),
            not_checked: report
                .not_checked()
                .into_iter()
                .map(|(reason, count)| NotChecked { reason, count })
                .collect(),
            cut_cells,
            top,
        })
    }

    pub(super) fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self)?;
        out.write_all(b"\n")
    }

    pub(super) fn markdown(&self, messages: &Messages, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "# crosscheck\n")?;
        let facts = [
            ("digest.articles", self.articles),
            ("digest.origins", self.origins),
            ("digest.claims", self.claims),
            ("digest.comparable", self.comparable),
            ("digest.findings", self.findings),
            ("digest.cut", self.cut_cells),
        ];
        let header = ["digest.facts", "digest.count"].map(|key| messages.get(key));
        table(out, header, facts.map(|(key, n)| [messages.get(key).into(), n.to_string()]))?;
        let verdicts = Verdict::ALL.map(|verdict| {
            let count = self.verdicts.get(verdict.name()).copied().unwrap_or_default();
            [verdict.name().to_owned(), count.to_string()]
        });
        let header = ["digest.verdict", "digest.findings"].map(|key| messages.get(key));
        table(out, header, verdicts)?;
        if !self.top.is_empty() {
            writeln!(out, "## {}\n", messages.get("digest.top"))?;
            for (n, top) in (1..).zip(&self.top) {
                let (subject, summary) = (escaped(&top.subject), escaped(&top.summary));
                writeln!(
                    out,
                    "{n}. **{}** {subject}: {summary} ({})",
                    top.verdict, top.finding_id
                )?;
            }
            writeln!(out)?;
        }
        writeln!(out, "## {}\n", messages.get("digest.sources"))?;
        let header = [
            "digest.source",
            "digest.articles",
            "digest.claims",
            "digest.shared",
            "digest.agree",
            "digest.contradict",
        ];
        table(out, header.map(|key| messages.get(key)), self.sources.iter().map(Source::row))?;
        writeln!(out, "## {}\n", messages.get("digest.not_done"))?;
        let skipped = self.skipped.iter().map(|skipped| {
            let parts: [(&str, &dyn Display); 2] =
                [("code", &skipped.code), ("message", &skipped.message)];
            let why = messages.fill("digest.skipped", &parts);
            [escaped(&why), skipped.count.to_string()]
        });
        let unchecked = self.not_checked.iter().map(|count| {
            let why = messages.fill("digest.unchecked", &[("why", &count.reason)]);
            [escaped(&why), count.count.to_string()]
        });
        let header = ["digest.reason", "digest.count"].map(|key| messages.get(key));
        table(out, header, skipped.chain(unchecked))
    }
}

impl Source {
    fn of(standing: Standing) -> Source {
        Source {
            source: standing.source,
            articles: standing.articles,
            claims: standing.claims,
            shared: standing.shared.questions,
            agree_pct: standing.shared.agree_percent().map(Exact),
            contradict_pct: standing.shared.contradict_percent().map(Exact),
        }
    }

    fn row(&self) -> [String; 6] {
        let percent =
            |share: Option<Exact>| share.map_or_else(String::new, |share| share.0.to_string());
        [
            escaped(&self.source),
            self.articles.to_string(),
            self.claims.to_string(),
            self.shared.to_string(),
            percent(self.agree_pct),
            percent(self.contradict_pct),
        ]
    }
}
