//! Blocks, sentences and tokens of an article.

use crosscheck::{
    model::{Article, Block, Sentence, Span, TokenKind},
    rule::{Rules, is_space},
    split::split,
};
use proptest::prelude::*;
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::embedded().unwrap_or_default());

fn article(text: &str) -> Article {
    Article { text: text.to_owned(), ..Article::default() }
}

fn sentences(text: &str) -> Vec<String> {
    let article = article(text);
    split(&article, &RULES).iter().map(|found| found.span.of(text).to_owned()).collect()
}

fn blocks(article: &Article) -> Vec<(Block, &str)> {
    split(article, &RULES).iter().map(|found| (found.block, found.span.of(&article.text))).collect()
}

/// Tokens, each with the first letter of its kind.
fn tokens(text: &str) -> Vec<String> {
    let kind = |kind| match kind {
        TokenKind::Lower => 'l',
        TokenKind::Capitalized => 'c',
        TokenKind::Upper => 'u',
        TokenKind::Number => 'n',
        TokenKind::Punctuation => 'p',
        TokenKind::Symbol => 's',
    };
    split(&article(text), &RULES)
        .iter()
        .flat_map(|found| &found.tokens)
        .map(|token| format!("{}{}", kind(token.kind), token.span.of(text)))
        .collect()
}

#[test]
fn an_article_falls_into_blocks() {
    let mut article = article(
        "date 2025-01-02\r\nWorld\r\n\r\nFerry crew rescued off the coast; 8 hurt\r\n\r\n\
         By Ann Lee\r\n\r\nA ferry ran aground near St. Ives on Friday. Eight people were hurt.\r\n\
         Who was on board?\r\nPolice named three groups:\r\n-\r\nTen sailors\r\n• 30 children\r\n\
         1.\r\nA crew of four\r\nThe harbour was closed.\r\n# What comes next\r\n\
         Ferry line stops all its shipshttps://t.co/aB3dE6\r\n— Coast Radio (@coastradio) March 9, 2025\r\n\
         The ferry in 2019. (AP Photo/Bo Ray)\r\nREAD MORE: Storm kills 1, 15 hurt\r\n\
         All 42 had left by noon.\r\n© 2025 Coast Media. All rights reserved.\r\n",
    );
    article.metadata = vec![Span::new(0, 15)];
    let expected = [
        (Block::Boilerplate, "World"),
        (Block::Title, "Ferry crew rescued off the coast; 8 hurt"),
        (Block::Boilerplate, "By Ann Lee"),
        (Block::Paragraph, "A ferry ran aground near St. Ives on Friday."),
        (Block::Paragraph, "Eight people were hurt."),
        (Block::Heading, "Who was on board?"),
        (Block::Paragraph, "Police named three groups:"),
        (Block::ListItem, "Ten sailors"),
        (Block::ListItem, "30 children"),
        (Block::ListItem, "A crew of four"),
        (Block::Paragraph, "The harbour was closed."),
        (Block::Heading, "What comes next"),
        (Block::Post, "Ferry line stops all its shipshttps://t.co/aB3dE6"),
        (Block::Post, "— Coast Radio (@coastradio) March 9, 2025"),
        (Block::Caption, "The ferry in 2019."),
        (Block::Caption, "(AP Photo/Bo Ray)"),
        (Block::Boilerplate, "READ MORE: Storm kills 1, 15 hurt"),
        (Block::Paragraph, "All 42 had left by noon."),
        (Block::Boilerplate, "© 2025 Coast Media."),
        (Block::Boilerplate, "All rights reserved."),
    ];
    assert_eq!(blocks(&article), expected);
}

#[test]
fn wrapped_lines_are_joined_and_others_are_not() {
    let wrapped = "The bridge was closed on Monday after\nengineers found cracks in three of its\n\
                   pillars. It will stay shut for at least\nsix weeks, the city said.\n\n\
                   Traffic is led over the old road.";
    assert_eq!(
        sentences(wrapped),
        [
            "The bridge was closed on Monday after\nengineers found cracks in three of its\npillars.",
            "It will stay shut for at least\nsix weeks, the city said.",
            "Traffic is led over the old road.",
        ]
    );
    assert_eq!(
        sentences("Three people died.\nFour were hurt."),
        ["Three people died.", "Four were hurt."]
    );
}

#[test]
fn the_title_of_the_metadata_is_cut_off() {
    let title = Some("Rain. More rain.".to_owned());
    let article =
        Article { title, ..article("Rain. More rain. It rained for 3 days in the north.") };
    assert_eq!(
        blocks(&article),
        [
            (Block::Title, "Rain."),
            (Block::Title, "More rain."),
            (Block::Paragraph, "It rained for 3 days in the north."),
        ]
    );
}

#[test]
fn sentences_end_where_they_end() {
    let table: [(&str, &[&str]); 11] = [
        (
            "It fell to 4.5 percent. In 1999. 15 died.",
            &["It fell to 4.5 percent.", "In 1999.", "15 died."],
        ),
        (
            "J. K. Lane met John F. Hill. Plan B. The end.",
            &["J. K. Lane met John F. Hill.", "Plan B.", "The end."],
        ),
        (
            "He won?! Yes ... he did (twice.) in all. Then . . . he left.",
            &["He won?!", "Yes ... he did (twice.) in all.", "Then . . . he left."],
        ),
        (
            "\"We left, \"he said. \"It was late. \" The hall was empty.",
            &["\"We left, \"he said.", "\"It was late. \"", "The hall was empty."],
        ),
        (
            "It shut at 9 p.m. Monday. At 5 a.m. Mr. Lee came. They left at 6 p.m. Mr. Lee slept.",
            &[
                "It shut at 9 p.m. Monday.",
                "At 5 a.m. Mr. Lee came.",
                "They left at 6 p.m.",
                "Mr. Lee slept.",
            ],
        ),
        (
            "He called 911.All five fled down Mill Street.Police came.",
            &["He called 911.", "All five fled down Mill Street.", "Police came."],
        ),
        (
            "Water is wet.[1] Ice is not. [2] Mail ann@example.org. Go.",
            &["Water is wet.[1]", "Ice is not. [2]", "Mail ann@example.org.", "Go."],
        ),
        (
            "“Go!” Lane shouted. “Why?” The door fell shut.",
            &["“Go!” Lane shouted.", "“Why?”", "The door fell shut."],
        ),
        ("1. The first 2. The second", &["1. The first", "2. The second"]),
        ("i.) The first ii.) The second", &["i.) The first", "ii.) The second"]),
        (
            "He asked who was next. nobody came. what now?\nyou tell me [...] The\n\nhall",
            &[
                "He asked who was next.",
                "nobody came.",
                "what now?",
                "you tell me [...] The",
                "hall",
            ],
        ),
    ];
    for (text, expected) in table {
        assert_eq!(sentences(text), expected);
    }
}

#[test]
fn words_are_cut_as_the_rules_say() {
    let table = [
        ("Sen. Lee's U.S.-made car", "cSen. cLee l's uU.S. p- lmade lcar"),
        ("a 30-day, 36-year-old", "la n30 p- lday p, n36 p- lyear p- lold"),
        ("cost $24 or 21bn (4.5%)", "lcost s$ n24 lor n21 lbn p( n4.5 s% p)"),
        (
            "we don’t, at 10:30 a.m., 1/2 or 21,000,",
            "lwe ldon’t p, lat n10:30 la.m. p, n1/2 lor n21,000 p,",
        ),
        ("21\u{a0}people\u{202f}in\u{ad}No. 3 no.", "n21 lpeople lin cNo. n3 lno p."),
        ("he said `` no ''--", "lhe lsaid p`` lno p'' p--"),
        ("the 1990s. Plan B.", "lthe n1990 ls p. cPlan cB p."),
        ("see www.example.org/a1, ann@b.co", "lsee lwww.example.org/a1 p, lann@b.co"),
    ];
    for (text, expected) in table {
        assert_eq!(tokens(text).join(" "), expected, "{text}");
    }
}

#[test]
fn hostile_runs_end_soon() {
    for unit in [
        ".\"(",
        "a.",
        "1. ",
        "@a.b",
        "(((",
        "U.S. ",
        "http://",
        "'s",
        "? \" ",
        "• ",
        "\n- ",
        "\u{301}",
        "===== ",
        "-----=",
        "1/1/2001 10:10 AM ",
        ":-) ",
        "a: (",
        "Dear A, ",
        "www.a.b ",
        "'' ' ",
        "i. ii. ",
        "[...] ",
    ] {
        let text = unit.repeat(300_000 / unit.len());
        assert!(split(&article(&text), &RULES).len() <= text.len());
    }
}

fn check_spans(article: &Article, found: &[Sentence]) -> Result<(), TestCaseError> {
    let text = &article.text;
    let mut at = 0;
    let mut left = String::new();
    for sentence in found {
        let (start, end) = (sentence.span.start as usize, sentence.span.end as usize);
        prop_assert!(at <= start && start < end);
        let body = text.get(start..end);
        prop_assert!(body.is_some_and(|body| body == body.trim_matches(is_space)));
        left.push_str(text.get(at..start).unwrap_or(" "));
        left.push('\n');
        let mut inner = sentence.span.start;
        prop_assert!(!sentence.tokens.is_empty());
        for token in &sentence.tokens {
            prop_assert!(inner <= token.span.start && !token.span.is_empty());
            prop_assert!(sentence.span.contains(token.span) && !token.span.of(text).is_empty());
            inner = token.span.end;
        }
        at = end;
    }
    left.push_str(text.get(at..).unwrap_or(" "));
    let dropped = left.split(|letter: char| is_space(letter)).filter(|run| !run.is_empty());
    for run in dropped {
        let numbering = run
            .trim_matches(|mark: char| mark.is_ascii_punctuation() || "•‣⁃▪●◦■□·–".contains(mark));
        prop_assert!(
            numbering.len() <= 3 && numbering.bytes().all(|digit| digit.is_ascii_digit()),
            "lost {run:?}"
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn spans_are_in_order_and_lose_nothing(text in "(?s).{0,200}|[-a-cA-C1-3.,:'\"()•#@/ \n]{0,200}|((Mr|The|U|S|a|p|m|no|3|he|http)[.?!:'\") \n-]{0,3}){0,60}",
        title in "[A-C.]{0,3}", holes in prop::collection::vec((0usize..200, 0usize..40), 0..3)) {
        let plain = article(&text);
        check_spans(&plain, &split(&plain, &RULES))?;
        let cut = |at: usize| (at.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let metadata: Vec<Span> = holes.iter().map(|(start, len)| Span::new(cut(*start), cut(start + len))).collect();
        let marked = Article { title: Some(title), metadata, ..plain };
        for sentence in split(&marked, &RULES) {
            prop_assert!(!sentence.span.of(&text).is_empty());
            prop_assert!(marked.metadata.iter().all(|hole| !hole.overlaps(sentence.span) || hole.is_empty()));
        }
    }

    #[test]
    fn phrases_of_the_rules_are_cut_as_texts_are(parts in prop::collection::vec(
        prop_oneof![
            prop::sample::select(vec![
                "u.s.", "U.S.-made", "a.m.", "sen.", "don't", "lee's", "lee’s", "21bn", "30-day", "$24", "4.5%", "1/2", "o’clock",
                "st.", "5pm", "no. 3", "e.g.", "$5m", "well-known", "and/or", "a,b", "co.", "é", "ph.d.", "n't", "``", "--",
            ]).prop_map(str::to_owned),
            "[a-z0-9'$%,-]{1,6}",
        ], 1..5)) {
        let phrase = parts.join(" ");
        let mut lexicon = RULES.lexicon.clone();
        let ids = lexicon.intern_phrase(&phrase);
        let interned: Vec<String> = ids.iter().map(|id| lexicon.word(*id).to_owned()).collect();
        let text = format!("The {phrase} x");
        let found = split(&article(&text), &RULES);
        let inner = Span::new(4, 4 + phrase.len());
        let cut: Vec<String> = found
            .iter()
            .flat_map(|sentence| &sentence.tokens)
            .filter(|token| inner.contains(token.span))
            .map(|token| token.span.of(&text).to_lowercase().replace('’', "'"))
            .collect();
        prop_assert_eq!(cut, interned);
    }

    #[test]
    fn no_sentence_ends_inside_what_belongs_together(
        whole in prop::sample::select(vec![
            "Mr. Lee", "St. Petersburg", "Sen. Ann B. Hill", "J. K. Lane", "4.5", "1,200.75", "$3.2 million", "U.S. troops",
            "U.S. Senate", "U.N. Council", "the U.K. Treasury", "No. 3", "6 ft. 3 in. tall", "p. 55", "Jan. 4", "9 a.m. Monday", "e.g. ships",
            "example.org", "www.example.org/a.b", "ann.lee@example.org", "John F. Hill Jr. of Ohio", "Acme Inc. shares", "a Ph.D. student",
            "M.A. Hill", "10.30 p.m. Tuesday", "v2.5.1", "\u{201c}Go. Now.\u{201d}", "(see p. 4.)", "Yahoo! users", "Dr. Lane's",
        ]),
        before in "(The|She saw|It was|We know that|They say) ([a-z]{2,7} ){0,4}",
        after in "( [a-z]{2,7}){1,4}[.!?]",
        next in "( The [a-z]{2,6}\\.)?",
    ) {
        let text = format!("{before}{whole}{after}{next}");
        let span = Span::new(before.len(), before.len() + whole.len());
        let inside = |at: u32| span.start < at && at < span.end;
        for sentence in split(&article(&text), &RULES) {
            // What a quote holds may be cut, its closing mark may not.
            let cut = sentence.span.end;
            let quoted = whole.starts_with('\u{201c}') && text.get(..cut as usize).is_some_and(|head| head.ends_with("Go."));
            prop_assert!(quoted || !inside(cut), "{text:?} is cut at {cut}");
            prop_assert!(!sentence.span.of(&text).starts_with(['\u{201d}', ')', '.']), "{text:?}");
        }
    }

    #[test]
    fn a_paragraph_more_changes_no_sentence_above_it(
        text in "[A-C][a-c]{1,5}([ .?!:;,\"')(-]{1,3}[A-Ca-c1-3]{1,6}){0,40}\\.",
        more in "[A-Ca-c][a-c]{1,5}( [A-Ca-c1-3]{1,6}){0,20}[.?!:]?",
    ) {
        let ends = |text: &str| split(&article(text), &RULES).iter().map(|found| found.span).collect::<Vec<Span>>();
        let (alone, longer) = (ends(&text), ends(&format!("{text}\n\n{more}")));
        prop_assert!(longer.starts_with(&alone), "{alone:?} and {longer:?}");
        // Nothing but white space stands between the sentences of a paragraph.
        let mut at = 0;
        for span in alone {
            let gap = text.get(at..span.start as usize);
            prop_assert!(gap.is_some_and(|gap| gap.trim_matches(is_space).is_empty()), "{gap:?} of {text:?}");
            at = span.end as usize;
        }
        prop_assert_eq!(text.get(at..), Some(""));
    }
}
