//! What comparing costs beside reading, on invented news: `cargo bench --bench cost -- [ARTICLES]...`

#![allow(clippy::print_stdout, clippy::expect_used, reason = "a benchmark prints")]

#[path = "../tests/news/mod.rs"]
mod news;

use std::time::{Duration, Instant};

use crosscheck::{
    model::{Article, Document, Unit},
    pipeline::{Silent, compare, document},
    rule::Rules,
};

use news::{Random, Story};
use rayon::ThreadPoolBuilder;

/// Articles of a story.
const OUTLETS: usize = 50;

fn main() {
    let rules = Rules::embedded().expect("rules");
    let sizes: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    // One thread does all, so that its time is what the work costs.
    let alone = ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().expect("pool");
    println!("articles  stories  read to claim  group and judge  share  us an article");
    for size in sizes {
        let articles = articles(size);
        let started = Time::now();
        let mut documents: Vec<Document> =
            articles.into_iter().map(|article| document(article, &rules)).collect();
        let read = started.elapsed();
        let started = Time::now();
        let (findings, _) = alone
            .install(|| compare(&mut documents, Unit::Origin, &rules, &Silent))
            .expect("compared");
        let compared = started.elapsed();
        let share = compared.as_secs_f64() / read.max(Duration::from_nanos(1)).as_secs_f64();
        let each = compared.as_micros() / size.max(1) as u128;
        println!(
            "{size:8} {:8} {:13.2} s {:14.2} s {share:6.2} {each:14}   {} findings",
            size / OUTLETS,
            read.as_secs_f64(),
            compared.as_secs_f64(),
            findings.len(),
        );
    }
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

fn articles(size: usize) -> Vec<Article> {
    let mut random = Random(7);
    let mut articles = Vec::with_capacity(size);
    while articles.len() < size {
        let story = Story::new(&mut random);
        for outlet in 0..OUTLETS.min(size - articles.len()) {
            let id = format!("{:07}", articles.len());
            let text = story.article(outlet, &mut random);
            articles.push(Article { source: id.clone(), id, text, ..Article::default() });
        }
    }
    articles
}
