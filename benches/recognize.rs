//! How fast articles are split, recognised and read to their claims, in megabytes of text a second of
//! processor time on one thread: `cargo bench --bench recognize -- [FILE]...`. A file is one article; without files
//! the articles of `fixtures/` are read. Under `valgrind --tool=callgrind` the passes can be set to
//! one with `CROSSCHECK_PASSES=1`, and the counts compared.

#![allow(clippy::print_stdout)] // a benchmark reports to the terminal

use std::{env, fs, hint::black_box, io, path::Path, time::Instant};

use crosscheck::{
    model::Article,
    pipeline::document,
    recognize::recognize,
    rule::{Rules, Sources},
    split::split,
};

/// Seconds that a measurement takes at least.
const LEAST: f64 = 2.0;

fn main() -> io::Result<()> {
    let named: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let mut articles = Vec::new();
    if named.is_empty() {
        collect(Path::new("fixtures"), &mut articles)?;
    }
    for path in &named {
        articles.push(article(Path::new(path))?);
    }
    let rules = Rules::compile(&Sources::embedded()).map_err(|problems| {
        io::Error::other(problems.first().map_or(String::new(), |problem| problem.message.clone()))
    })?;
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    let megabytes = bytes as f64 / 1e6;
    let passes = env::var("CROSSCHECK_PASSES").ok().and_then(|passes| passes.parse().ok());
    println!("{} articles, {megabytes:.2} MB", articles.len());
    let sentences = |article: &Article| split(article, &rules).len();
    let mentions = |article: &Article| {
        recognize(&split(article, &rules), &article.text, &rules).iter().map(Vec::len).sum()
    };
    report("split", measure(&articles, passes, sentences), megabytes);
    report("split and recognise", measure(&articles, passes, mentions), megabytes);
    let claims = |article: &Article| document(article.clone(), &rules).claims.len();
    report("read to claim", measure(&articles, passes, claims), megabytes);
    Ok(())
}

/// Seconds a pass over all articles takes, and how much it found.
fn measure(
    articles: &[Article],
    passes: Option<usize>,
    work: impl Fn(&Article) -> usize,
) -> (f64, usize) {
    let pass = || articles.iter().map(|article| work(black_box(article))).sum::<usize>();
    let found = pass();
    assert!(found > 0, "articles without a sentence");
    let start = processor_seconds();
    let mut done = 0;
    while passes.map_or(processor_seconds() - start < LEAST, |passes| done < passes) {
        assert_eq!(pass(), found, "two passes differ");
        done += 1;
    }
    ((processor_seconds() - start) / done.max(1) as f64, found)
}

fn report(what: &str, (seconds, found): (f64, usize), megabytes: f64) {
    println!("{what:<20} {:8.1} MB/s, {found} found", megabytes / seconds);
}

/// Processor time of this thread where Linux tells it, else time gone by.
fn processor_seconds() -> f64 {
    thread_local!(static START: Instant = Instant::now());
    let spent = fs::read_to_string("/proc/thread-self/schedstat").ok().and_then(|line| {
        line.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok())
    });
    spent.map_or_else(|| START.with(Instant::elapsed).as_secs_f64(), |spent| spent / 1e9)
}

fn collect(folder: &Path, articles: &mut Vec<Article>) -> io::Result<()> {
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, articles)?;
        } else if path.extension().is_some_and(|end| end == "txt" || end == "md") {
            articles.push(article(&path)?);
        }
    }
    Ok(())
}

fn article(path: &Path) -> io::Result<Article> {
    let text = fs::read_to_string(path)?;
    Ok(Article { id: path.display().to_string(), text, ..Article::default() })
}
