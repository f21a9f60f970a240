//! Holders, modality and polarity: every line of `fixtures/voices.md` is judged as an editor would.

#![allow(clippy::expect_used, reason = "a test may panic")]

use std::{fs, path::Path};

use crosscheck::{
    model::{Article, DateOrigin, Published, Verdict},
    pipeline::{Silent, cross_check},
    rule::Rules,
};
use jiff::civil::date;

struct Line {
    number: usize,
    expected: String,
    texts: [String; 2],
}

fn lines() -> Vec<Line> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/voices.md");
    let table = fs::read_to_string(path).expect("fixtures/voices.md");
    let rows = (1..).zip(table.lines()).filter_map(|(number, line)| {
        let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
        let &[expected, one, other] = cells.as_slice() else {
            panic!("fixtures/voices.md:{number}: want three cells")
        };
        let known = ["contradict", "agree", "apart"].contains(&expected);
        assert!(known || expected == "expected", "fixtures/voices.md:{number}: {expected}?");
        let texts = [one.to_owned(), other.to_owned()];
        known.then(|| Line { number, expected: expected.to_owned(), texts })
    });
    rows.collect()
}

/// What the program says of two articles: `contradict`, `agree` or nothing.
fn judged(texts: &[String; 2], rules: &Rules) -> &'static str {
    let article = |(source, text): (&str, &String)| Article {
        id: format!("{source}.txt"),
        source: source.to_owned(),
        published: Some(Published {
            date: date(2025, 3, 11),
            time: None,
            origin: DateOrigin::Manifest,
        }),
        text: format!("{text}\n"),
        ..Article::default()
    };
    let articles = ["Evening Echo", "Morning Star"].into_iter().zip(texts).map(article).collect();
    let found = cross_check(articles, rules, &Silent).findings;
    let any = |wanted: &[Verdict]| found.iter().any(|it| wanted.contains(&it.verdict));
    if any(&[Verdict::Contradict, Verdict::Changed]) {
        "contradict"
    } else if any(&[Verdict::Agree, Verdict::Compatible]) {
        "agree"
    } else {
        ""
    }
}

#[test]
fn editors_would_sign_the_table() {
    let rules = Rules::embedded().expect("rules");
    let lines = lines();
    assert!(lines.len() >= 150, "{} lines", lines.len());
    let (mut wrong, mut met, mut listed) = (Vec::new(), [0, 0], [0, 0]);
    for line in &lines {
        let found = judged(&line.texts, &rules);
        if found == "contradict" && line.expected != "contradict" {
            wrong.push(format!("fixtures/voices.md:{}: {:?}", line.number, line.texts));
        }
        let kinds = ["contradict", "agree"].iter().zip(met.iter_mut().zip(&mut listed));
        for (kind, (met, listed)) in kinds.filter(|(kind, _)| **kind == line.expected) {
            *listed += 1;
            *met += usize::from(found == *kind);
        }
    }
    assert!(wrong.len() * 50 <= lines.len(), "{}\n{}", wrong.len(), wrong.join("\n"));
    let enough = (0..2).all(|kind| met[kind] * 100 >= listed[kind] * FOUND[kind]);
    assert!(enough, "contradictions and agreements found: {met:?} of {listed:?}");
}

/// Least share of the contradictions and of the agreements that are found, in hundredths.
const FOUND: [usize; 2] = [60, 75];
