//! Names of people, organisations and places, and which of them name the same.

use std::sync::LazyLock;

use crosscheck::{
    model::{Article, Mention, Sentence},
    recognize::name::{aliases, case, names, same_person, settle},
    rule::Rules,
    split::split,
    value::{NameKind, Value},
};

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| match Rules::embedded() {
        Ok(rules) => rules,
        Err(problems) => panic!("{problems:?}"),
    });
    &RULES
}

/// Names of an article, a list for each of its lines.
fn article(lines: &[&str], rules: &Rules) -> Vec<Vec<Mention>> {
    let (sentences, text) = sentences(lines, rules);
    all_names(&sentences, &text, rules)
}

fn all_names(sentences: &[Sentence], text: &str, rules: &Rules) -> Vec<Vec<Mention>> {
    let cases: Vec<_> =
        sentences.iter().map(|sentence| case(sentence, text, &rules.name)).collect();
    let each = sentences.iter().zip(&cases);
    let mut mentions: Vec<_> =
        each.map(|(sentence, case)| names(sentence, text, rules, *case)).collect();
    settle(sentences, text, &cases, &mut mentions, rules);
    mentions
}

fn sentences(lines: &[&str], rules: &Rules) -> (Vec<Sentence>, String) {
    let article = Article { text: lines.join("\n\n"), ..Article::default() };
    (split(&article, rules), article.text)
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
        | Value::Statement { .. }
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
        ("He runs the Museum for African Art.", &["Museum for African Art"]),
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
        ("It hit Tarnsey island near Ashmere.", &["[Tarnsey]", "[Ashmere]"]),
        ("He lives at 1220 Linden Avenue now.", &["[1220 Linden Avenue]"]),
        ("It burnt down on Harbour Street.", &["[Harbour Street]"]),
        ("They flew to New York City on Monday.", &["[New York < New York < U.S.]"]),
        ("German-Russian citizens met.", &[]),
        ("The flood reached Tasikmalaya at noon.", &["[Tasikmalaya < West Java < Indonesia]"]),
        ("He left Reading, Pennsylvania, early.", &["[Reading < Pennsylvania < U.S.]"]),
        ("Roads near Garut, West Java, are shut.", &["[Garut < West Java < Indonesia]"]),
        (
            "TASIKMALAYA, Indonesia - The river rose again.",
            &["[Tasikmalaya < West Java < Indonesia]"],
        ),
        ("They flew from Timisoara at night.", &["[Timişoara < Timiș County < Romania]"]),
        (
            "Votes were held in Oregon, Iowa and Maine.",
            &["[Oregon < U.S.]", "[Iowa < U.S.]", "[Maine < U.S.]"],
        ),
        ("They met in Bellevue.", &["[Bellevue < U.S.]"]),
    ];
    for (text, expected) in cases {
        let found: Vec<String> = article(&[text], rules).iter().flatten().map(shown).collect();
        assert_eq!(found, *expected, "{text}");
    }
}

#[test]
fn words_and_surnames_are_no_towns() {
    let rules = rules();
    let lines = [
        "The report quoted Sterling on Tuesday, and Obama too.",
        "They told Mobile and Orange to stop.",
        "Reading is fun, and the Same goes for the Centre of it all.",
        "Tasikmalaya Smith and Nancy Bellevue won; Tasikmalaya Corp lost.",
    ];
    for text in lines {
        let found: Vec<String> = article(&[text], rules).iter().flatten().map(shown).collect();
        assert!(!found.iter().any(|name| name.starts_with('[')), "{text}: {found:?}");
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
        let (sentences, text) = sentences(&[&text], rules);
        let mentions = all_names(&sentences, &text, rules);
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
