//! Names of people, organisations and places, and which of them name the same.

use std::sync::LazyLock;

use crosscheck::{
    model::{Block, Mention, Sentence, Span, Token, TokenKind},
    recognize::name::{aliases, names, same_person, settle},
    rule::Rules,
    value::{NameKind, Value},
};

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| match Rules::embedded() {
        Ok(rules) => rules,
        Err(problems) => panic!("{problems:?}"),
    });
    &RULES
}

/// Cuts a line into tokens as their documentation says.
fn tokens(text: &str, from: usize, rules: &Rules) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text.get(from..).unwrap_or_default();
    while let Some(first) = rest.chars().next() {
        let start = text.len() - rest.len();
        let length = if first.is_whitespace() { first.len_utf8() } else { length(rest, first) };
        let word = &rest[..length];
        rest = &rest[length..];
        let kind = match first {
            _ if first.is_whitespace() => continue,
            '\'' | '\u{2019}' if length > first.len_utf8() => TokenKind::Lower,
            _ if first.is_ascii_digit() => TokenKind::Number,
            _ if first.is_lowercase() => TokenKind::Lower,
            _ if first.is_alphabetic()
                && word.chars().count() > 1
                && !word.chars().any(char::is_lowercase) =>
            {
                TokenKind::Upper
            }
            _ if first.is_alphabetic() => TokenKind::Capitalized,
            '$' | '%' | '€' | '&' => TokenKind::Symbol,
            _ => TokenKind::Punctuation,
        };
        let span = Span::new(start, start + length);
        tokens.push(Token { span, kind, word: rules.lexicon.lookup(word) });
    }
    tokens
}

fn length(rest: &str, first: char) -> usize {
    let run = |fits: &dyn Fn(char) -> bool| rest.find(|c: char| !fits(c)).unwrap_or(rest.len());
    let apostrophe = |c: char| matches!(c, '\'' | '\u{2019}');
    if first.is_ascii_digit() {
        let end = run(&|c| c.is_ascii_digit() || matches!(c, '.' | ','));
        return rest[..end].trim_end_matches(['.', ',']).len();
    }
    if first.is_alphabetic() {
        let dotted = run(&|c| c.is_alphabetic() || c == '.');
        let parts: Vec<&str> = rest[..dotted].split('.').collect();
        if dotted > 2
            && rest[..dotted].ends_with('.')
            && parts.iter().all(|part| part.chars().count() <= 1)
        {
            return dotted;
        }
        let end = run(&|c| c.is_alphabetic() || apostrophe(c));
        let word = rest[..end].trim_end_matches(apostrophe);
        let plain = word.strip_suffix("'s").or(word.strip_suffix("\u{2019}s"));
        return plain.unwrap_or(word).len();
    }
    let mut chars = rest.chars();
    chars.next();
    if apostrophe(first)
        && chars.next() == Some('s')
        && !chars.next().is_some_and(char::is_alphabetic)
    {
        return first.len_utf8() + 1;
    }
    run(&|c| c == first)
}

fn sentences(lines: &[&str], rules: &Rules) -> (String, Vec<Sentence>) {
    let mut text = String::new();
    let mut sentences = Vec::new();
    for line in lines {
        let start = text.len();
        text.push_str(line);
        sentences.push(Sentence {
            span: Span::new(start, text.len()),
            block: Block::Paragraph,
            paragraph: 0,
            tokens: tokens(&text, start, rules),
        });
        text.push('\n');
    }
    (text, sentences)
}

fn article(lines: &[&str], rules: &Rules) -> Vec<Vec<Mention>> {
    let (text, sentences) = sentences(lines, rules);
    let mut mentions: Vec<_> =
        sentences.iter().map(|sentence| names(sentence, &text, rules)).collect();
    settle(&sentences, &text, &mut mentions, rules);
    mentions
}

/// "name", "role > name", "[place < container]", "(role phrase)".
fn shown(mention: &Mention) -> String {
    match &mention.value {
        Value::Place(place) => {
            let chain: Vec<&str> =
                std::iter::once(&place.name).chain(&place.within).map(|name| &**name).collect();
            format!("[{}]", chain.join(" < "))
        }
        Value::Name(name) if name.kind == NameKind::Role => format!("({})", name.text),
        Value::Name(name) => match &name.role {
            Some(role) => format!("{} > {}", role.text, name.text),
            None => name.text.clone(),
        },
        Value::Count(_)
        | Value::Money(_)
        | Value::Duration(_)
        | Value::Quantity(_)
        | Value::Percent { .. }
        | Value::Ordinal(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::Age(_) => String::new(),
    }
}

#[test]
fn names_with_their_roles() {
    let rules = rules();
    let cases: &[(&str, &[&str])] = &[
        ("They met Russian President Vladimir Putin.", &["Russian president > Vladimir Putin"]),
        (
            "It cited Ukraine\u{2019}s President Volodymyr Zelenskyy.",
            &["[Ukraine]", "Ukraine\u{2019}s president > Volodymyr Zelenskyy"],
        ),
        ("He is Secretary of State Marco Rubio.", &["secretary of state > Marco Rubio"]),
        (
            "Then British Defence Secretary John Healey spoke.",
            &["British defence secretary > John Healey"],
        ),
        ("It heard NATO Secretary-General Mark Rutte.", &["NATO secretary-general > Mark Rutte"]),
        (
            "He met Putin's trade envoy Kirill Dmitriev there.",
            &["Putin", "Putin's trade envoy > Kirill Dmitriev"],
        ),
        (
            "It quoted Kirill Dmitriev, Putin's envoy for investment.",
            &["Putin's envoy > Kirill Dmitriev", "Putin", "(envoy)"],
        ),
        ("The late John F. Kennedy and J. K. Rowling met.", &["John F. Kennedy", "J. K. Rowling"]),
        (
            "It named O'Neal Hart and Ludwig van Beethoven.",
            &["O'Neal Hart", "Ludwig van Beethoven"],
        ),
        ("They saw Maj. Gen. Arif Santoso.", &["maj. gen. > Arif Santoso"]),
        ("He told the Washington Post and Paris Hilton so.", &["Washington Post", "Paris Hilton"]),
        (
            "They left the International Monetary Fund (IMF) alone.",
            &["International Monetary Fund", "IMF"],
        ),
        ("It was the Ministry of Foreign Affairs that spoke.", &["Ministry of Foreign Affairs"]),
        ("They met on Friday in May, and I left.", &[]),
        (
            "They said the Russian leader met Trump's envoy.",
            &["(Russian leader)", "Trump", "(envoy)"],
        ),
        (
            "The singer Stephen King and King Charles met.",
            &["singer > Stephen King", "king > Charles"],
        ),
    ];
    for (text, expected) in cases {
        let found: Vec<String> = article(&[text], rules).iter().flatten().map(shown).collect();
        assert_eq!(found, *expected, "{text}");
    }
}

#[test]
fn places_with_what_contains_them() {
    let rules = rules();
    let cases: &[(&str, &[&str])] = &[
        (
            "They met in Istanbul and St. Petersburg.",
            &["[Istanbul < Turkey]", "[St. Petersburg < Russia]"],
        ),
        (
            "U.S.-Russia talks were held in Washington.",
            &["[U.S.]", "[Russia]", "[Washington < U.S.]"],
        ),
        ("It hit the US hard, and let us go.", &["[U.S.]"]),
        ("They live in Georgia.", &["[Georgia]"]),
        ("They live in Atlanta, Georgia, now.", &["[Atlanta < Georgia < U.S.]"]),
        ("They live in Ruritown, Ohio, now.", &["[Ruritown < Ohio < U.S.]"]),
        ("He was born in Paris, Texas.", &["[Paris < Texas < U.S.]"]),
        ("The quake hit the town of Velsik in Kerman province.", &["[Velsik]", "[Kerman < Iran]"]),
        ("It hit Qeshm island near Ashmere.", &["[Qeshm < Iran]", "[Ashmere]"]),
        ("He lives at 1220 Linden Avenue now.", &["[1220 Linden Avenue]"]),
        ("It burnt down on Harbour Street.", &["[Harbour Street]"]),
        ("They flew to New York City on Monday.", &["[New York < New York < U.S.]"]),
        ("German-Russian citizens met.", &[]),
    ];
    for (text, expected) in cases {
        let found: Vec<String> = article(&[text], rules).iter().flatten().map(shown).collect();
        assert_eq!(found, *expected, "{text}");
    }
}

#[test]
fn the_article_settles_what_a_sentence_cannot() {
    let rules = rules();
    let lines = [
        "Jackson Sees Trump-Putin Summit As Last Chance For Peace",
        "Footage aired on television showed Janet Jackson.",
        "Jackson said the Trump-Putin summit would be near.",
        "It was filmed with other footage by President Donald Trump and President Vladimir Putin.",
    ];
    let mentions = article(&lines, rules);
    let found: Vec<Vec<String>> =
        mentions.iter().map(|list| list.iter().map(shown).collect()).collect();
    let expected: [&[&str]; 4] = [
        &["Jackson", "Trump", "Putin"],
        &["Janet Jackson"],
        &["Jackson", "Trump", "Putin"],
        &["president > Donald Trump", "president > Vladimir Putin"],
    ];
    assert_eq!(found, expected);
}

#[test]
fn one_person_has_one_key() {
    let rules = rules();
    let lines = [
        "Russian President Vladimir Putin met U.S. President Donald Trump's envoy, Steve Witkoff.",
        "They said Putin and the Russian leader and the Russian president are one.",
        "They said President Trump and the American president are one.",
        "Ukraine's President Volodymyr Zelenskyy, and later Zelensky, spoke to the World Food Programme and the WFP.",
        "They said that Trump's envoy and the president left.",
    ];
    let mentions = article(&lines, rules);
    let keys: Vec<Vec<String>> = aliases(&mentions, rules)
        .iter()
        .map(|list| list.iter().map(|key| key.as_deref().unwrap_or("-").to_owned()).collect())
        .collect();
    let expected: [&[&str]; 5] = [
        &["vladimir putin", "donald trump", "steve witkoff"],
        &["vladimir putin", "vladimir putin", "vladimir putin"],
        &["donald trump", "donald trump"],
        &[
            "ukraine",
            "volodymyr zelenskyy",
            "volodymyr zelenskyy",
            "world food programme",
            "world food programme",
        ],
        &["donald trump", "steve witkoff", "-"],
    ];
    assert_eq!(keys, expected);
}

#[test]
fn spellings_of_one_person() {
    let same = [
        ("Zelenskyy", "Zelensky"),
        ("Zelenskyy", "Zelenskiy"),
        ("Volodymyr Zelensky", "Zelenskiy"),
        ("Abdurahmanov", "Abdurakhmanov"),
        ("T.S. Eliot", "T.S. Elliot"),
        ("Catherine Doyle", "Katherine Doyle"),
        ("José García", "Jose Garcia"),
    ];
    let other = [
        ("Hans Andersen", "Pamela Anderson"),
        ("Martin", "Marvin"),
        ("Bill Clinton", "Hillary Clinton"),
        ("Smith", "Jones"),
    ];
    for (a, b) in same {
        assert!(same_person(a, b) && same_person(b, a), "{a}, {b}");
    }
    for (a, b) in other {
        assert!(!same_person(a, b) && !same_person(b, a), "{a}, {b}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_gives_mentions_in_order(text in "([A-Z][a-z]{0,3}|[a-z]{1,3}|U\\.S\\.|President|Russian|the|in|of|'s|[-,.&(\"'0-9]| | |Paris|Gen\\.|\\PC){0,60}") {
        let rules = rules();
        let text = text.replace('\n', " ");
        let (text, sentences) = sentences(&[&text], rules);
        let mut mentions: Vec<_> =
            sentences.iter().map(|sentence| names(sentence, &text, rules)).collect();
        settle(&sentences, &text, &mut mentions, rules);
        let keys = aliases(&mentions, rules);
        for (list, keys) in mentions.iter().zip(&keys) {
            proptest::prop_assert_eq!(list.len(), keys.len());
            for mention in list {
                proptest::prop_assert!(!mention.span.of(&text).is_empty());
            }
            for pair in list.windows(2) {
                proptest::prop_assert!(pair[0].span.end <= pair[1].span.start, "{:?}", pair);
            }
        }
    }
}
