//! A run in steps, on any shares of the articles and in any order, finds what one run finds.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

mod news;

use std::{collections::BTreeMap, sync::Arc};

use crosscheck::{
    judge::{Within, renamed},
    model::{Article, FieldOrigin, Finding, Published},
    pipeline::{
        Packed, Silent, cross_check, document,
        shard::{Judgement, Merged, Merger, Planner, Seat, Stamp, judge},
    },
    report::{Findings, sort_findings},
    rule::Rules,
    spill::Room,
};
use jiff::civil::date;

use news::{Random, Story};

const STAMP: &str = "rules";

/// Twelve stories by four outlets, one of which copies another, over some weeks.
fn articles(random: &mut Random) -> Vec<Article> {
    let mut articles = Vec::new();
    for number in 0..12 {
        let story = Story::new(random);
        let published = Published::on(date(2024, 5, 1 + 2 * number), FieldOrigin::Field);
        let mut copied = String::new();
        for outlet in 0..4 {
            let text = if outlet == 3 { copied.clone() } else { story.article(outlet, random) };
            copied.clone_from(&text);
            articles.push(Article {
                id: format!("{number:02}-{outlet}"),
                source: format!("source {outlet}"),
                published: Some(published).filter(|_| outlet != 1),
                text,
                ..Article::default()
            });
        }
    }
    articles
}

fn shuffled<T>(mut all: Vec<T>, random: &mut Random) -> Vec<T> {
    for at in (1..all.len()).rev() {
        all.swap(at, random.below(at + 1));
    }
    all
}

fn stamp() -> Stamp {
    Stamp::new(STAMP)
}

/// What each article says, the briefs apart from the rest.
fn mapped(articles: Vec<Article>, rules: &Rules) -> BTreeMap<String, (Vec<u8>, Vec<u8>)> {
    let said = |article: Article| {
        let id = article.id.clone();
        let packed = Packed::read(article, None, |article| (document(article, rules), 0)).unwrap();
        (id, (packed.sealed_brief(stamp()).unwrap(), packed.sealed(stamp()).unwrap()))
    };
    articles.into_iter().map(said).collect()
}

fn apart(articles: Vec<Article>, rules: &Rules, random: &mut Random) -> Vec<Finding> {
    let room = Arc::new(Room::endless());
    let said = mapped(articles, rules);
    let mut planner = Planner::new(stamp(), &room);
    for (id, (brief, _)) in shuffled(said.iter().collect(), random) {
        planner.push(id, brief).unwrap();
    }
    let mut cells: BTreeMap<u32, Vec<(Seat, Vec<u8>)>> = BTreeMap::new();
    let mut seat = |id: &str, seat: Seat| {
        cells.entry(seat.cell).or_default().push((seat, said[id].1.clone()));
        Ok(())
    };
    assert_eq!(planner.finish(&mut seat).unwrap(), 0);
    assert!(cells.len() > 4, "{}", cells.len());
    let judged = |cell: &Vec<(Seat, Vec<u8>)>| judge(cell, stamp(), rules).unwrap();
    let judged: Vec<Judgement> =
        shuffled(cells.values().collect(), random).into_iter().map(judged).collect();
    let mut merger = Merger::new(stamp(), &room, &room);
    for Judgement { articles, findings } in judged {
        for (place, article) in shuffled(articles, random) {
            merger.article(place, &article).unwrap();
        }
        for (turn, finding) in shuffled(findings, random) {
            merger.finding(turn, &finding).unwrap();
        }
    }
    let Merged { kept, .. } = merger.finish(|id, turn| renamed(id, turn, Within::Run)).unwrap();
    Findings::Kept(&kept).iter().map(|finding| finding.unwrap().into_owned()).collect()
}

#[test]
fn any_shares_in_any_order_give_what_one_run_gives() {
    let rules = Rules::embedded().unwrap();
    for seed in 1..=6 {
        let mut random = Random(seed);
        let articles = articles(&mut random);
        let mut whole = cross_check(articles.clone(), &rules, &Silent).unwrap().findings;
        sort_findings(&mut whole);
        assert!(whole.len() > 100, "{}", whole.len());
        let found = apart(articles, &rules, &mut random);
        assert!(found == whole, "seed {seed}: {} findings, not {}", found.len(), whole.len());
    }
}

#[test]
fn what_other_rules_made_and_what_is_missing_or_twice_is_refused() {
    let rules = Rules::embedded().unwrap();
    let room = Arc::new(Room::endless());
    let said = mapped(articles(&mut Random(7)), &rules);
    let (id, (brief, whole)) = said.first_key_value().unwrap();
    let mut planner = Planner::new(Stamp::new("other rules"), &room);
    let refused = planner.push(id, brief).unwrap_err().to_string();
    assert!(refused.contains("with other rules"), "{refused}");

    let mut planner = Planner::new(stamp(), &room);
    planner.push(id, brief).unwrap();
    planner.push(id, brief).unwrap();
    let refused = planner.finish(&mut |_, _| Ok(())).unwrap_err().to_string();
    assert_eq!(refused, format!("two articles have the id `{id}`"));

    let seat = Seat { cell: 0, place: 1, story: 0, origin: 1, episode: 0 };
    let Judgement { articles, .. } = judge(&[(seat, whole.clone())], stamp(), &rules).unwrap();
    let mut merger = Merger::new(stamp(), &room, &room);
    merger.article(1, &articles[0].1).unwrap();
    let refused = merger.article(1, &articles[0].1).unwrap_err().to_string();
    assert_eq!(refused, "article 1 of the plan stands in two parts");
    let refused = merger.finish(|id, turn| renamed(id, turn, Within::Run)).unwrap_err().to_string();
    assert_eq!(refused, "a part is missing: article 0 of the plan is in none");
}
