//! What a reader who has not seen the articles is told: subject, attribute and summary of findings.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may panic")]

use crosscheck::{
    model::{Article, FieldOrigin, Finding, Published, Reason, Verdict},
    pipeline::{self, Silent},
    rule::Rules,
};
use jiff::civil::date;

/// Findings of articles given as source, day of March 2021 and text.
fn findings(articles: &[(&str, i8, &str)]) -> Vec<Finding> {
    let articles = articles.iter().enumerate().map(|(number, (source, day, text))| Article {
        id: format!("{number}.txt"),
        source: (*source).to_owned(),
        published: Some(Published {
            date: date(2021, 3, *day),
            time: None,
            zone: None,
            origin: FieldOrigin::Manifest,
        }),
        text: (*text).to_owned(),
        ..Article::default()
    });
    let rules = Rules::embedded().expect("rules");
    pipeline::cross_check(articles.collect(), &rules, &Silent).expect("compared").findings
}

/// The finding of an attribute with that many claims at least.
fn about<'f>(findings: &'f [Finding], attribute: &str) -> &'f Finding {
    let found = findings.iter().find(|it| it.attribute == attribute && it.claims.len() > 1);
    let all: Vec<&str> = findings.iter().map(|it| it.attribute.as_str()).collect();
    found.unwrap_or_else(|| panic!("no {attribute} in {all:?}"))
}

const QUAKE: [(&str, i8, &str); 4] = [
    (
        "Herald",
        2,
        "A strong earthquake rocked Rieti on Monday, and five people were killed, police said. The \
         quake was felt as far away as Ancona. In the town of Rieti, four bridges collapsed.",
    ),
    (
        "Echo",
        4,
        "The earthquake on Monday killed 24 people, Mayor Ada Lund of Rieti said. Smaller quakes \
         struck near Bari. Seven bridges collapsed around Rieti, engineers said.",
    ),
    (
        "Gazette",
        4,
        "The earthquake that struck on Monday west of Rieti killed 24 people, Mayor Lund said on \
         Thursday. Rescuers dug all night.",
    ),
    ("Echo", 2, "The earthquake near Rieti on Monday killed eight people, according to officials."),
];

#[test]
fn a_toll_names_the_event_those_who_speak_and_the_days_between() {
    let findings = findings(&QUAKE);
    let killed = about(&findings, "killed");
    assert_eq!(killed.subject, "Earthquake in Rieti, 1 March 2021");
    assert_eq!(
        killed.summary,
        "Killed in the earthquake in Rieti, 1 March 2021: Herald (police) says “five people”; Echo \
         (officials) at first says “eight people”; besides, Ada Lund (in Echo and Gazette) says “24 \
         people” 2 days later (4 independent voices)."
    );
    let current: Vec<bool> = killed.claims.iter().map(|claim| claim.current).collect();
    assert_eq!(current, [true, true, true, false], "the first toll of the Echo is replaced");
}

#[test]
fn an_update_says_that_it_rose() {
    let findings = findings(&QUAKE);
    let bridges = about(&findings, "bridges damaged");
    assert_eq!(bridges.verdict, Verdict::Changed);
    assert_eq!(
        bridges.summary,
        "Bridges damaged in the earthquake in Rieti, 1 March 2021: Herald says “four bridges”; Echo \
         says “Seven bridges” 2 days later (it rose, 2 independent voices)."
    );
}

#[test]
fn a_place_that_is_only_mentioned_names_no_event() {
    let findings = findings(&[
        (
            "Herald",
            2,
            "A quake rattled Rieti on Monday. It killed five people. Smaller quakes were felt in Bari, \
             400 kilometres from Rieti.",
        ),
        ("Echo", 2, "The quake west of Rieti killed six people on Monday, police said."),
        ("Gazette", 2, "Six people died when a quake rocked Rieti on Monday."),
    ]);
    for finding in findings.iter().filter(|it| it.subject.starts_with("Earthquake")) {
        assert!(!finding.subject.contains("Bari"), "{}", finding.summary);
    }
}

#[test]
fn words_of_the_articles_name_what_no_rule_does() {
    let findings = findings(&[
        (
            "Herald",
            5,
            "Six people were hurt in a shooting in Reading, Pennsylvania, on Thursday. \
          Minister Ada Lund confirmed the report. Twelve flags burned in Reading.",
        ),
        (
            "Echo",
            5,
            "Six people were hurt in a shooting in Reading, Pennsylvania, on Thursday. \
          Minister Ada Lund denied the report. Fourteen flags burned in Reading.",
        ),
    ]);
    let report = about(&findings, "confirmed or denied report");
    assert_eq!(report.subject, "Ada Lund");
    assert_eq!(
        report.summary,
        "Ada Lund: Herald says “Minister Ada Lund confirmed the report.”; Echo says “Minister Ada \
         Lund denied the report.” (2 independent voices)."
    );
    let flags = about(&findings, "number of flags (burned)");
    assert!(flags.subject.starts_with("Shooting in Reading"), "{}", flags.summary);
}

#[test]
fn a_thing_without_a_name_stands_beside_what_happened() {
    let findings = findings(&[
        (
            "Herald",
            5,
            "A 3-month-old baby was hurt in a shooting in Reading, Pennsylvania, on Thursday.",
        ),
        (
            "Echo",
            5,
            "Shots fell in Reading, Pennsylvania, on Thursday. A 4-month-old baby was hurt in \
          the shooting, police said.",
        ),
    ]);
    let age = about(&findings, "age (baby)");
    assert!(
        age.summary.starts_with("Age of the baby in the shooting in Reading: Herald says"),
        "{}",
        age.summary
    );
}

#[test]
fn an_amount_is_none_of_the_meeting_that_the_story_tells() {
    let findings = findings(&[
        (
            "Herald",
            2,
            "Governor Ada Lund met Mayor Bo Falk on Monday. Lund spent $40,000 on the trip.",
        ),
        ("Echo", 2, "Ada Lund met Bo Falk on Monday. The trip cost Lund $40,000, her office said."),
    ]);
    for finding in findings.iter().filter(|it| it.summary.contains("40,000")) {
        assert!(!finding.subject.starts_with("Meeting"), "{}", finding.summary);
    }
}

#[test]
fn one_holder_with_two_numbers_is_said_to_be_one() {
    let findings = findings(&[
        ("Herald", 2, "Mayor Ada Lund said the flood in Rieti on Monday injured 12 people."),
        ("Echo", 2, "The flood in Rieti on Monday injured 31 people, Mayor Ada Lund said."),
    ]);
    let injured = about(&findings, "injured");
    assert_eq!(injured.reason, Reason::Misquote);
    assert!(
        injured.summary.contains("Ada Lund (in Herald) says “12 people”")
            && injured.summary.contains("(two values of one holder, 1 independent voice)"),
        "{}",
        injured.summary
    );
}
