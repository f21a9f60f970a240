//! Tables of short articles in pairs, judged as an editor would: `fixtures/voices.md` on holders,
//! modality and polarity, `fixtures/scopes.md` on events, parts and whose number it is,
//! `fixtures/affairs.md` on public affairs.

#![allow(clippy::expect_used, reason = "a test may panic")]

use std::{fs, path::Path};

use crosscheck::{
    model::{Article, FieldOrigin, Published, Verdict},
    pipeline::{Silent, cross_check},
    rule::Rules,
};
use jiff::civil::date;

struct Line {
    number: usize,
    expected: String,
    texts: [String; 2],
}

fn lines(name: &str) -> Vec<Line> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    let table = fs::read_to_string(path).expect("a table");
    let rows = (1..).zip(table.lines()).filter_map(|(number, line)| {
        let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
        let &[expected, one, other] = cells.as_slice() else {
            panic!("{name}:{number}: want three cells")
        };
        let known = ["contradict", "agree", "apart"].contains(&expected);
        assert!(known || expected == "expected", "{name}:{number}: {expected}?");
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
            zone: None,
            origin: FieldOrigin::Manifest,
        }),
        text: format!("{text}\n"),
        ..Article::default()
    };
    let articles = ["Evening Echo", "Morning Star"].into_iter().zip(texts).map(article).collect();
    let found = cross_check(articles, rules, &Silent).expect("compared").findings;
    let any = |wanted: &[Verdict]| found.iter().any(|it| wanted.contains(&it.verdict));
    if any(&[Verdict::Contradict, Verdict::Changed]) {
        "contradict"
    } else if any(&[Verdict::Agree, Verdict::Compatible]) {
        "agree"
    } else {
        ""
    }
}

/// Judges a table; holds the share of false contradictions among its lines and of what is found
/// against these bounds, in hundredths.
fn hold(name: &str, least: usize, wrong_at_most: usize, found_at_least: [usize; 2]) {
    let rules = Rules::embedded().expect("rules");
    let lines = lines(name);
    assert!(lines.len() >= least, "{name}: {} lines", lines.len());
    let (mut wrong, mut met, mut listed) = (Vec::new(), [0, 0], [0, 0]);
    for line in &lines {
        let found = judged(&line.texts, &rules);
        if found == "contradict" && line.expected != "contradict" {
            wrong.push(format!("{name}:{}: {:?}", line.number, line.texts));
        }
        let kinds = ["contradict", "agree"].iter().zip(met.iter_mut().zip(&mut listed));
        for (kind, (met, listed)) in kinds.filter(|(kind, _)| **kind == line.expected) {
            *listed += 1;
            *met += usize::from(found == *kind);
        }
    }
    let few = wrong.len() * 100 <= lines.len() * wrong_at_most;
    assert!(few, "{} false\n{}", wrong.len(), wrong.join("\n"));
    let enough = (0..2).all(|kind| met[kind] * 100 >= listed[kind] * found_at_least[kind]);
    assert!(enough, "{name}: contradictions and agreements found: {met:?} of {listed:?}");
}

#[test]
fn editors_would_sign_what_is_said_of_holders_modality_and_polarity() {
    hold("voices.md", 200, 1, [80, 80]);
}

#[test]
fn editors_would_sign_what_is_said_of_events_and_parts() {
    hold("scopes.md", 150, 1, [70, 70]);
}

#[test]
fn editors_would_sign_what_is_said_of_public_affairs() {
    hold("affairs.md", 120, 2, [70, 80]);
}
