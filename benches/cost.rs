//! What each stage costs on invented news, and whether it finds what was planted there:
//! `cargo bench --bench cost -- [ARTICLES]...`

#![allow(clippy::print_stdout, clippy::expect_used, clippy::panic, reason = "a benchmark prints")]

#[path = "../examples/news/feed/mod.rs"]
mod feed;

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use crosscheck::{
    model::{Article, Document, FieldOrigin, Finding, Published, Unit, Verdict},
    pipeline::{Silent, compare, document, mentions},
    rule::Rules,
    split::split,
};

use feed::{Feed, Words, planted::Sort};
use rayon::ThreadPoolBuilder;

/// The share of the planted contradictions that a run finds.
const FOUND: f64 = 0.97;

fn main() {
    let rules = Rules::embedded().expect("rules");
    let sizes: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    // One thread does all, so that its time is what the work costs.
    let alone = ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().expect("pool");
    for size in sizes {
        let (articles, planted) = news(size);
        let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
        println!("{size} articles, {:.1} MB", bytes as f64 / 1e6);
        let report = |stage: &str, time: Duration| {
            let seconds = time.as_secs_f64().max(1e-9);
            let speed = bytes as f64 / 1e6 / seconds;
            let each = seconds * 1e6 / size.max(1) as f64;
            println!("  {stage:16} {seconds:8.2} s {speed:8.2} MB/s {each:8.0} us an article");
        };
        let whole = Time::now();
        let started = Time::now();
        let sentences: usize = articles.iter().map(|article| split(article, &rules).len()).sum();
        let split = started.elapsed();
        report("split", split);
        let started = Time::now();
        let told = articles.iter().map(|article| mentions(article, &rules).0.len());
        assert_eq!(told.sum::<usize>(), sentences, "two passes differ");
        let recognised = started.elapsed();
        report("recognise", recognised.saturating_sub(split));
        let started = Time::now();
        let mut documents: Vec<Document> =
            articles.into_iter().map(|article| document(article, &rules)).collect();
        report("claim", started.elapsed().saturating_sub(recognised));
        let started = Time::now();
        let (findings, _) = alone
            .install(|| compare(&mut documents, Unit::Origin, &rules, &Silent))
            .expect("compared");
        report("group and judge", started.elapsed());
        report("all", whole.elapsed().saturating_sub(split + recognised));
        let disputed = disputed(&findings);
        let found = planted.iter().filter(|wrong| disputed.contains(wrong.as_str()));
        let share = found.count() as f64 / planted.len().max(1) as f64;
        println!("  {} findings; {share:.3} of what was planted", findings.len());
        assert!(share >= FOUND, "{share} of {} planted contradictions were found", planted.len());
    }
}

/// The articles that contradict others.
fn disputed(findings: &[Finding]) -> BTreeSet<&str> {
    let disputed = findings.iter().filter(|finding| finding.verdict == Verdict::Contradict);
    disputed.flat_map(|finding| &finding.claims).map(|claim| claim.article.as_str()).collect()
}

/// Time of this thread on a processor where the system tells it, else time of the clock.
struct Time {
    clock: Instant,
    processor: Option<Duration>,
}

impl Time {
    fn now() -> Time {
        Time { clock: Instant::now(), processor: processor_time() }
    }

    fn elapsed(&self) -> Duration {
        let processor = processor_time().zip(self.processor).map(|(now, then)| now - then);
        processor.unwrap_or_else(|| self.clock.elapsed())
    }
}

fn processor_time() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Articles, and those of them that contradict the others of their story.
fn news(size: usize) -> (Vec<Article>, BTreeSet<String>) {
    let words = Words::new();
    let mut wrong = BTreeSet::new();
    let mut articles = Vec::with_capacity(size);
    for (story, number) in Feed::new(&words, size, 7) {
        let told = story.article(number, &words);
        let published = told.published.parse().expect("a day");
        articles.push(Article {
            id: told.id,
            source: told.source,
            published: Some(Published::on(published, FieldOrigin::Field)),
            title: Some(told.title),
            url: Some(told.url),
            text: told.text,
            ..Article::default()
        });
        if number == 0 {
            let rows = story.planted(&words).into_iter();
            let rows = rows.filter(|row| row.kind == Sort::Contradict && !row.hard);
            wrong.extend(rows.map(|row| row.a));
        }
    }
    (articles, wrong)
}
