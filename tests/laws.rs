//! What holds of every run: stories never meet, values from another story contradict nothing, and a
//! rising toll is no contradiction in whatever order its reports come.

#![allow(clippy::indexing_slicing, clippy::expect_used, reason = "a test may panic")]

mod news;

use std::collections::BTreeMap;

use crosscheck::{
    model::{Article, ConflictKind, FieldOrigin, Finding, Published, Verdict},
    pipeline::{Silent, cross_check},
    rule::Rules,
};
use jiff::civil::date;

use news::{Random, Story};

fn article(id: String, text: String, day: i8) -> Article {
    let origin = FieldOrigin::Manifest;
    let published = Some(Published::on(date(2024, 5, day), origin));
    Article { source: id.clone(), id, text, published, ..Article::default() }
}

fn run(articles: Vec<Article>, rules: &Rules) -> Vec<Finding> {
    cross_check(articles, rules, &Silent).expect("compared").findings
}

/// Findings by what a reader sees of them; the ids of single ones about nothing in particular have a
/// number when there are several.
fn told(findings: &[Finding]) -> Vec<String> {
    let mut told: Vec<String> = findings
        .iter()
        .map(|it| format!("{} {} {}", it.verdict.name(), it.reason.name(), it.summary))
        .collect();
    told.sort();
    told
}

/// Which story an article of these tests tells.
fn story_of(article: &str) -> &str {
    article.split('-').next().unwrap_or_default()
}

#[test]
fn all_stories_in_one_run_give_the_same_findings_as_apart() {
    let rules = Rules::embedded().expect("rules");
    let mut random = Random(11);
    let (mut all, mut apart) = (Vec::new(), Vec::new());
    for number in 0..40 {
        let (story, day) = (Story::new(&mut random), 1 + random.below(20) as i8);
        let articles: Vec<Article> = (0..4)
            .map(|outlet| {
                let mut text = story.article(outlet, &mut random);
                if outlet == 2 {
                    let (old, new) = (story.homes.to_string(), (story.homes * 2).to_string());
                    text = text.replace(&old, &new);
                }
                article(format!("{number:02}-{outlet}.txt"), text, day)
            })
            .collect();
        apart.extend(told(&run(articles.clone(), &rules)));
        all.extend(articles);
    }
    let together = run(all, &rules);
    for finding in &together {
        let first = story_of(&finding.claims[0].article);
        let one = finding.claims.iter().all(|claim| story_of(&claim.article) == first);
        assert!(one, "{}", finding.summary);
    }
    apart.sort();
    let together = told(&together);
    let extra: Vec<&String> = together.iter().filter(|it| !apart.contains(it)).collect();
    assert!(together == apart, "only in one run: {extra:#?}");
    let contradict = together.iter().filter(|it| it.starts_with("contradict")).count();
    assert!(contradict >= 30, "{contradict} of 40 changed numbers contradict");
}

#[test]
fn values_shuffled_between_stories_contradict_nothing_across_them() {
    let rules = Rules::embedded().expect("rules");
    for seed in 0..20 {
        let mut random = Random(100 + seed);
        let stories: Vec<Story> = (0..10).map(|_| Story::new(&mut random)).collect();
        let mut articles = Vec::new();
        for (number, story) in stories.iter().enumerate() {
            let other = &stories[(number + 1 + random.below(9)) % 10];
            for outlet in 0..2 {
                // The second outlet has the numbers of an unrelated story.
                let mut text = story.article(outlet, &mut random);
                if outlet == 1 {
                    for (own, alien) in [
                        (story.killed, other.killed),
                        (story.injured, other.injured),
                        (story.homes, other.homes),
                    ] {
                        text = text.replace(&own.to_string(), &alien.to_string());
                    }
                }
                articles.push(article(format!("{number:02}-{outlet}.txt"), text, 6));
            }
        }
        for finding in run(articles, &rules) {
            let mut stories: BTreeMap<usize, &str> = BTreeMap::new();
            for claim in &finding.claims {
                let known = stories.entry(claim.position).or_insert(story_of(&claim.article));
                assert_eq!(*known, story_of(&claim.article), "{}", finding.summary);
            }
            for conflict in &finding.conflicts {
                assert_eq!(stories[&conflict.a], stories[&conflict.b], "{}", finding.summary);
            }
        }
    }
}

#[test]
fn a_rising_toll_is_no_contradiction_in_any_order() {
    let rules = Rules::embedded().expect("rules");
    for seed in 0..10 {
        let mut random = Random(500 + seed);
        let mut story = Story::new(&mut random);
        story.day = "Sunday";
        let mut articles = Vec::new();
        for day in 6..11 {
            for outlet in 0..3 {
                let text = story.article(outlet, &mut random);
                articles.push(article(format!("{day:02}-{outlet}.txt"), text, day));
            }
            story.killed += 5 + random.below(9);
            story.injured += 20 + random.below(60);
        }
        let first = told(&run(articles.clone(), &rules));
        for _ in 0..3 {
            for at in (1..articles.len()).rev() {
                articles.swap(at, random.below(at + 1));
            }
            let findings = run(articles.clone(), &rules);
            assert_eq!(told(&findings), first);
            for finding in &findings {
                let wrong = |it: &&crosscheck::model::Conflict| it.kind == ConflictKind::Contradict;
                assert!(finding.conflicts.iter().find(wrong).is_none(), "{}", finding.summary);
            }
            let killed = findings.iter().find(|it| it.attribute == "killed").expect("killed");
            assert_eq!(killed.verdict, Verdict::Changed, "{}", killed.summary);
            for told in ["” a day later; ", "” 4 days later ("] {
                assert!(killed.summary.contains(told), "{}", killed.summary);
            }
        }
    }
}

#[test]
fn a_name_in_every_article_still_brings_together_what_was_told_of_it_one_day() {
    let rules = Rules::embedded().expect("rules");
    let mut random = Random(900);
    let mut articles: Vec<Article> = (0..420)
        .map(|number| {
            let text = Story::new(&mut random).article(0, &mut random);
            let text = format!("{text}\nThe ministry in Halvorstad sent its regrets.\n");
            article(format!("{number:03}-0.txt"), text, 1 + (number / 20) as i8)
        })
        .collect();
    for (id, text) in [
        ("998-0.txt", "A ferry sank off Halvorstad and killed 14 people.\n"),
        ("998-1.txt", "In the night a ferry sank off Halvorstad; 31 people were killed.\n"),
    ] {
        articles.push(article(id.to_owned(), text.to_owned(), 28));
    }
    let findings = run(articles, &rules);
    let flagged: Vec<&Finding> =
        findings.iter().filter(|it| it.verdict == Verdict::Contradict).collect();
    let [finding] = flagged.as_slice() else { panic!("{} contradictions", flagged.len()) };
    assert!(finding.claims.iter().all(|claim| claim.article.starts_with("998")));
}
