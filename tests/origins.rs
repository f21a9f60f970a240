//! Copies are one origin, a copy with another number is named, and articles in words of their own
//! stay apart.

#![allow(clippy::indexing_slicing, clippy::expect_used, reason = "a test may panic")]

mod news;

use std::collections::BTreeSet;

use crosscheck::{
    model::{Article, Finding, Reason, Verdict},
    pipeline::{Outcome, Silent, cross_check},
    rule::Rules,
};

use news::{Random, Story};

fn article(id: &str, text: &str) -> Article {
    let source = id.trim_end_matches(".txt").to_owned();
    Article { id: id.to_owned(), source, text: text.to_owned(), ..Article::default() }
}

fn run(articles: Vec<Article>) -> Outcome {
    cross_check(articles, &Rules::embedded().expect("rules"), &Silent).expect("compared")
}

fn killed(outcome: &Outcome) -> &Finding {
    outcome.findings.iter().find(|it| it.attribute == "killed").expect("a finding on the killed")
}

#[test]
fn forty_reprints_are_one_origin() {
    let mut random = Random(1);
    let story = Story::new(&mut random);
    let text = story.article(0, &mut random);
    let own = story.article(1, &mut random);
    let sentences: Vec<&str> = text.split_inclusive(". ").collect();
    let mut articles = vec![article("own.txt", &own)];
    for number in 0..40 {
        let copy = match number % 4 {
            // A shortened one, one with a line of its own above, one with a few other words.
            1 => sentences[..sentences.len() * 2 / 3].concat(),
            2 => format!("Read more of our news from the region.\n\n{text}"),
            3 => {
                text.replace(" and ", " & ").replace("the town", "the city").replace("old", "aged")
            }
            _ => text.clone(),
        };
        articles.push(article(&format!("reprint-{number:02}.txt"), &copy));
    }
    let outcome = run(articles);
    assert_eq!(outcome.origins, 2);
    let finding = killed(&outcome);
    assert_eq!(
        (finding.verdict, finding.n_independent),
        (Verdict::Agree, 2),
        "{}",
        finding.summary
    );
    assert_eq!(finding.n_sources, 41);
}

#[test]
fn reprints_alone_agree_with_nobody() {
    let mut random = Random(2);
    let story = Story::new(&mut random);
    let text = story.article(0, &mut random);
    let copies = (0..40).map(|number| article(&format!("{number}.txt"), &text)).collect();
    let outcome = run(copies);
    assert_eq!(outcome.origins, 1);
    assert!(outcome.findings.iter().all(|it| it.verdict == Verdict::Single));
    assert_eq!(killed(&outcome).reason, Reason::SameOrigin);
}

#[test]
fn own_words_are_origins_of_their_own() {
    let mut random = Random(3);
    for _ in 0..20 {
        let story = Story::new(&mut random);
        let articles = (0..4)
            .map(|outlet| article(&format!("{outlet}.txt"), &story.article(outlet, &mut random)));
        let outcome = run(articles.collect());
        assert_eq!(outcome.origins, 4);
        let wrong: Vec<&str> = outcome
            .findings
            .iter()
            .filter(|it| it.verdict < Verdict::Compatible)
            .map(|it| it.summary.as_str())
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

/// The numbers of a text that are no part of a longer word, as byte ranges.
fn numbers(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (letter.is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    found
}

#[test]
fn altered_copies_are_found_among_reprints_and_other_articles() {
    let mut random = Random(4);
    let mut articles = Vec::new();
    let mut planted = BTreeSet::new();
    for story in 0..50 {
        let event = Story::new(&mut random);
        let text = event.article(0, &mut random);
        articles.push(article(&format!("{story:02}-own.txt"), &event.article(1, &mut random)));
        for copy in 0..3 {
            articles.push(article(&format!("{story:02}-copy{copy}.txt"), &text));
        }
        let places = numbers(&text);
        let place = places[random.below(places.len())].clone();
        let old: usize = text[place.clone()].parse().expect("a number");
        let new = match random.below(4) {
            0 => old + 1,
            1 => old * 10,
            2 => old + 1 + old / 2,
            _ => old - 1,
        };
        let altered = format!("{}{new}{}", &text[..place.start], &text[place.end..]);
        let id = format!("{story:02}-altered.txt");
        articles.push(article(&id, &altered));
        planted.insert((id, place.start, old.to_string(), new.to_string()));
    }
    let outcome = run(articles);
    assert_eq!(outcome.origins, 100);
    let flagged: Vec<&Finding> =
        outcome.findings.iter().filter(|it| it.reason == Reason::AlteredCopy).collect();
    let is_planted = |finding: &Finding, (id, at, old, new): &(String, usize, String, String)| {
        finding.verdict == Verdict::Unclear
            && finding.claims.iter().any(|claim| {
                let value = claim.span.start as usize..claim.span.end as usize;
                claim.article == *id && value.contains(at) && claim.value.contains(new)
            })
            && [old, new].iter().all(|value| finding.summary.contains(*value))
            && finding.summary.contains("copies")
    };
    let hits =
        planted.iter().filter(|it| flagged.iter().any(|found| is_planted(found, it))).count();
    let right =
        flagged.iter().filter(|found| planted.iter().any(|it| is_planted(found, it))).count();
    let f1 = 200 * hits.min(right) / (planted.len() + flagged.len());
    assert!(f1 >= 95, "F1 {f1}: {hits} of {} found, {} flagged", planted.len(), flagged.len());
    let wrong = outcome.findings.iter().filter(|it| it.verdict == Verdict::Contradict).count();
    assert_eq!(wrong, 0);
}

#[test]
fn who_cites_an_outlet_or_credits_an_agency_adds_no_voice() {
    let quake = "An earthquake struck the town of Branford on Monday.";
    let own = |lead: &str, tail: &str| format!("{lead}\n\n{tail}\n");
    let herald = own(
        &format!("{quake} It killed 14 people."),
        "Rescuers dug with their hands while the church bells of Branford rang all night.",
    );
    let echo = own(
        &format!("{quake} The quake killed 14 people, the Tolland Herald reported."),
        "Farmers of the valley near Branford brought milk and bread to the square on carts.",
    );
    let outcome = run(vec![article("Tolland Herald", &herald), article("Echo", &echo)]);
    let finding = killed(&outcome);
    assert_eq!(
        (finding.verdict, finding.n_independent),
        (Verdict::Agree, 1),
        "{}",
        finding.summary
    );
    let credited = |text: &str| format!("BRANFORD (AP) - {text}");
    let echo = echo.replace(", the Tolland Herald reported", "");
    let outcome =
        run(vec![article("Tolland Herald", &credited(&herald)), article("Echo", &credited(&echo))]);
    let finding = killed(&outcome);
    assert_eq!(
        (finding.verdict, finding.n_independent),
        (Verdict::Agree, 1),
        "{}",
        finding.summary
    );
}
