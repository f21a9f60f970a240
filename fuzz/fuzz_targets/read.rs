//! Reads any bytes under the name of each format: no panic, articles with ids of their own, spans that
//! fit the text, and nothing that is neither read nor told of.

#![no_main]
#![allow(clippy::panic, clippy::expect_used, reason = "a fuzz target fails by panics")]

use std::{collections::BTreeSet, fs, sync::LazyLock};

use crosscheck::{
    read::{self, Request},
    rule::Rules,
};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::embedded().expect("the rules in the program compile"));
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a temporary folder"));

const ENDINGS: [&str; 16] = [
    "txt", "html", "jsonl", "json", "csv", "xml", "warc", "eml", "mbox", "pdf", "docx", "zip", "tar", "gz",
    "zst", "xz",
];

// The first byte chooses the format.
fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let ending = ENDINGS[usize::from(*first) % ENDINGS.len()];
    let path = FOLDER.path().join(format!("a.{ending}"));
    fs::write(&path, bytes).expect("a file");
    let request = Request {
        inputs: vec![path.to_string_lossy().into_owned()],
        max_record: 1 << 20,
        ..Request::default()
    };
    let listing = read::list(&request).expect("a listing");
    let inputs = read::read(&listing, &RULES, std::io::empty(), &|_| {});
    fs::remove_file(&path).expect("the file");
    let told = inputs.skipped.len() + inputs.passed.len();
    assert!(!inputs.articles.is_empty() || told > 0, "a file that came to nothing");
    let ids: BTreeSet<&str> = inputs.articles.iter().map(|article| article.id.as_str()).collect();
    assert_eq!(ids.len(), inputs.articles.len(), "an id twice");
    for article in &inputs.articles {
        let spans = article.metadata.iter().chain(article.blocks.iter().map(|block| &block.span));
        for span in spans {
            let range = span.start as usize..span.end as usize;
            assert!(article.text.get(range).is_some(), "a span outside of its text");
        }
    }
});
