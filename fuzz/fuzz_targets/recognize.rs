//! Splits and recognises any text: no panic, spans that fit, the same result twice, bounded growth.

#![no_main]
#![allow(clippy::panic, clippy::expect_used, reason = "a fuzz target fails by panics")]

use std::sync::LazyLock;

use crosscheck::{
    model::{Article, Mention, Sentence, Span},
    pipeline,
    rule::Rules,
};
use libfuzzer_sys::fuzz_target;

static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::embedded().expect("the rules in the program compile"));

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data).into_owned();
    let article = Article { text, ..Article::default() };
    let (sentences, mentions) = pipeline::mentions(&article, &RULES);
    check_sentences(&sentences, &article.text);
    assert_eq!(sentences.len(), mentions.len(), "a list of mentions for each sentence");
    for (sentence, found) in sentences.iter().zip(&mentions) {
        check_mentions(sentence, found, &article.text);
    }
    let again = pipeline::mentions(&article, &RULES);
    assert!(again == (sentences, mentions), "twice the same text, and two results");
});

fn check_sentences(sentences: &[Sentence], text: &str) {
    let mut end = 0;
    for sentence in sentences {
        assert!(end <= sentence.span.start, "sentences overlap");
        check_span(sentence.span, text);
        let mut inner = sentence.span.start;
        for token in &sentence.tokens {
            assert!(inner <= token.span.start, "tokens overlap");
            assert!(sentence.span.contains(token.span), "a token outside of its sentence");
            check_span(token.span, text);
            inner = token.span.end;
        }
        end = sentence.span.end;
    }
}

/// Mentions stand in order inside their sentence, and there are no more of them than tokens.
fn check_mentions(sentence: &Sentence, mentions: &[Mention], text: &str) {
    assert!(mentions.len() <= sentence.tokens.len(), "more mentions than tokens");
    let mut start = sentence.span.start;
    for mention in mentions {
        assert!(start <= mention.span.start, "mentions out of order");
        assert!(sentence.span.contains(mention.span), "a mention outside of its sentence");
        check_span(mention.span, text);
        start = mention.span.start;
    }
}

fn check_span(span: Span, text: &str) {
    assert!(span.start < span.end, "an empty span");
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "a span inside a character");
}
