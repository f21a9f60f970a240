//! Numbers worked out of others: every line of `fixtures/derivations.md`, and what is worked out is
//! gone when any of its premises is.

#![allow(clippy::expect_used, clippy::string_slice, reason = "a test may panic")]

use std::{fs, path::Path};

use crosscheck::{
    model::{Article, FieldOrigin, Finding, Published, Reason},
    pipeline::{Silent, cross_check},
    rule::Rules,
};
use jiff::civil::date;

/// Least share of the lines in which something follows that are found, in hundredths.
const FOUND: usize = 70;

struct Line {
    number: usize,
    follows: bool,
    premises: String,
    other: String,
}

fn lines() -> Vec<Line> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/derivations.md");
    let table = fs::read_to_string(path).expect("fixtures/derivations.md");
    let rows = (1..).zip(table.lines()).filter_map(|(number, line)| {
        let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
        let &[expected, one, other] = cells.as_slice() else {
            panic!("fixtures/derivations.md:{number}: want three cells")
        };
        let follows = match expected {
            "follows" => true,
            "nothing" => false,
            _ => return None,
        };
        assert_eq!(follows, one.contains('['), "fixtures/derivations.md:{number}");
        Some(Line { number, follows, premises: one.to_owned(), other: other.to_owned() })
    });
    rows.collect()
}

/// The text with its premises, without the one given.
fn without(text: &str, premise: Option<usize>) -> String {
    let mut parts = text.split(['[', ']']).enumerate();
    let mut kept = String::new();
    // Every second part stands in brackets.
    for (at, part) in parts.by_ref() {
        if at % 2 == 0 || premise != Some(at / 2) {
            kept.push_str(part);
        }
    }
    kept
}

fn derived(one: &str, other: &str, rules: &Rules) -> Vec<Finding> {
    let origin = FieldOrigin::Manifest;
    let article = |(source, text): (&str, &str)| Article {
        id: format!("{source}.txt"),
        source: source.to_owned(),
        published: Some(Published::on(date(2024, 5, 10), origin)),
        text: format!("{text}\n"),
        ..Article::default()
    };
    let texts = [("Evening Echo", one), ("Morning Star", other)];
    let found = cross_check(texts.into_iter().map(article).collect(), rules, &Silent)
        .expect("compared")
        .findings;
    found.into_iter().filter(|finding| finding.reason == Reason::DerivedSum).collect()
}

#[test]
fn numbers_follow_from_all_their_premises_and_from_nothing_less() {
    let rules = Rules::embedded().expect("rules");
    let lines = lines();
    assert!(lines.len() >= 60, "{} lines", lines.len());
    let (mut found, mut all, mut missed, mut wrong) = (0, 0, Vec::new(), Vec::new());
    for line in &lines {
        let whole = derived(&without(&line.premises, None), &line.other, &rules);
        if !line.follows {
            wrong.extend(whole.iter().map(|it| format!("{}: {}", line.number, it.summary)));
            continue;
        }
        all += 1;
        match whole.as_slice() {
            [] => missed.push(format!("{}: {}", line.number, line.premises)),
            [finding, ..] => {
                found += 1;
                let premises = line.premises.matches('[').count();
                let quoted = finding.steps.iter().filter(|step| !step.quote.is_empty()).count();
                assert!(quoted > premises, "{}: a step without its quote", line.number);
            }
        }
        for premise in 0..line.premises.matches('[').count() {
            let text = without(&line.premises, Some(premise));
            let still = derived(&text, &line.other, &rules);
            wrong.extend(still.iter().map(|it| format!("{}: {text}: {}", line.number, it.summary)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(found * 100 >= all * FOUND, "{found} of {all}\n{}", missed.join("\n"));
}
