//! Rule files of the user, and rule files that are wrong and say where.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crosscheck::{
    example::unreached,
    model::Article,
    recognize::recognize,
    rule::{Rules, Sources},
    split::split,
};

/// The problems of one rule file that is laid over the embedded ones, as text.
fn problems(path: &str, text: &str) -> String {
    let mut sources = Sources::embedded();
    sources.add_text(path, path, text.to_owned());
    let problems = Rules::compile(&sources).unwrap_err();
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

const SOUND: &str = r#"
id = "gifts"
label = "gifts"
value = "count"
about = "event"
[[pattern]]
match = "<value> gift~"
[[example]]
text = "She got 3 gifts."
value = "3"
[[example]]
text = "They gave 12 gifts."
value = "12"
[[counterexample]]
text = "She got 3 letters."
"#;

#[test]
fn a_file_of_the_user_adds_an_attribute() {
    let mut sources = Sources::embedded();
    sources.add_text("attribute/gifts.toml", "gifts.toml", SOUND.to_owned());
    let rules = Rules::compile(&sources).unwrap();
    assert!(rules.attribute.find("gifts").is_some());
    let listed = rules.list(&sources).into_iter().find(|rule| rule.id == "gifts").unwrap();
    assert_eq!((listed.patterns.len(), listed.examples, &*listed.file), (1, 2, "gifts.toml"));
}

#[test]
fn a_file_of_the_user_replaces_the_attribute_of_its_id() {
    let mut sources = Sources::embedded();
    let text = SOUND.replace("gifts", "crew").replace("label = \"crew\"", "label = \"hands\"");
    sources.add_text("attribute/crew.toml", "crew.toml", text);
    let rules = Rules::compile(&sources).unwrap();
    assert_eq!(&*rules.attribute.by_id("crew").unwrap().label, "hands");
}

/// The places of a sentence, with what contains them, under a file of the user.
fn places(file: &str, text: &str) -> Vec<String> {
    let mut sources = Sources::embedded();
    sources.add_text("place/mine.toml", "mine.toml", file.to_owned());
    let rules = Rules::compile(&sources).unwrap();
    let article = Article { text: text.to_owned(), ..Article::default() };
    let mentions = recognize(&split(&article, &rules), text, &rules);
    let places = mentions.iter().flatten().filter_map(|mention| mention.value.place());
    places.map(|place| format!("{} < {}", place.name, place.within.join(" < "))).collect()
}

#[test]
fn a_file_of_the_user_goes_before_the_gazetteer() {
    let text = "The flood reached Tasikmalaya at noon.";
    let own = "[[within]]\nplace = \"Kenya\"\nnames = [\"Tasikmalaya\"]\n";
    assert_eq!(places("", text), ["Tasikmalaya < West Java < Indonesia"]);
    assert_eq!(places(own, text), ["Tasikmalaya < Kenya"]);
    assert_eq!(places("cue = [\"Tasikmalaya\"]", text), Vec::<String>::new());
}

#[test]
fn rules_that_no_example_reaches_are_named() {
    let more = "[[pattern]]\nmatch = \"(unwrap~|unpack~) <value>\"\n\
                [[scope]]\nid = \"small\"\nmatch = \"small\"\n[[example]]";
    let words = "\n[[line]]\nid = \"signal\"\nblock = \"boilerplate\"\n\
                 start = [\"listen live\", \"zap\"]\nexamples = [\"Listen live on Coast FM\"]\n\
                 counterexamples = [\"They listen.\"]\n";
    let sound = SOUND.replace("<value> gift~", "(got|gave) <value>");
    let mut sources = Sources::default();
    sources.add_text("attribute/gifts.toml", "gifts.toml", sound.replacen("[[example]]", more, 1));
    sources.add_text("lang/en/boilerplate.toml", "lines.toml", words.to_owned());
    let mut all = Sources::embedded();
    for file in sources.iter() {
        all.add_text(&file.path, &file.shown, file.text.to_string());
    }
    let rules = Rules::compile(&all).unwrap();
    let shown: Vec<String> = unreached(&sources, &rules)
        .iter()
        .map(|it| {
            let missing = it.words.join(", ");
            format!("{} {} {}{missing}/{} {}", it.id, it.file, it.pattern, it.of, it.is_whole())
        })
        .collect();
    assert_eq!(
        shown,
        [
            "gifts.2 gifts.toml (unwrap~|unpack~) <value>/0 true",
            "gifts/small gifts.toml /0 true",
            "signal lines.toml zap/2 false",
        ]
    );
}

#[test]
fn every_area_of_the_rules_is_listed() {
    let sources = Sources::embedded();
    let listed = Rules::compile(&sources).unwrap().list(&sources);
    for (area, id) in [
        ("attribute", "killed"),
        ("event", "fire"),
        ("unit", "hour"),
        ("hedge", "about"),
        ("number", "cardinal"),
        ("date", "june"),
        ("no_claim", "legal-reference"),
        ("sentence", "abbreviation.leading"),
        ("place", "place"),
        ("words", "person"),
        ("holder", "speech"),
        ("inflection", "nouns"),
    ] {
        let rule = listed.iter().find(|rule| rule.area == area && rule.id == id);
        let holds = rule.is_some_and(|rule| !rule.words.is_empty() || !rule.patterns.is_empty());
        assert!(holds, "{area} {id} is not listed, or is empty");
    }
}

#[test]
fn faults_name_the_place_and_the_likely_word() {
    let cases = [
        ("label =", "labl =", "error[E201]: unknown key `labl`, did you mean `label`?", ":3:1"),
        (
            "\"count\"",
            "\"cuont\"",
            "error[E203]: unknown value `cuont`, did you mean `count`?",
            ":4:9",
        ),
        (
            "\"event\"",
            "\"evnt\"",
            "error[E203]: unknown value `evnt`, did you mean `event`?",
            ":5:9",
        ),
        ("id = \"gifts\"", "", "error[E203]: the key `id` is missing", ":1:1"),
        ("about = \"event\"", "about = ", "error[E202]: not valid TOML:", ":5:"),
        ("gift~", "(gift~", "error[E204]: pattern does not compile: unclosed group", ":7:18"),
        (
            "<value> gift~",
            "gift~",
            "error[E204]: pattern does not compile: it has no <value> slot",
            ":7:9",
        ),
        (
            "<value>",
            "<valeu>",
            "error[E205]: unknown kind of slot `valeu`, did you mean `value`?",
            ":7:11",
        ),
        (
            "<value>",
            "<value:persn>",
            "error[E205]: unknown word set `persn`, did you mean `person`?",
            ":7:11",
        ),
        (
            "gift~",
            "{strke}",
            "error[E205]: unknown word set `strke`, did you mean `strike`?",
            ":7:19",
        ),
        (
            "[[pattern]]",
            "events = [\"meting\"]\n[[pattern]]",
            "error[E205]: unknown class of events `meting`, did you mean `meeting`?",
            ":6:11",
        ),
        ("[[counterexample]]\ntext = \"She got 3 letters.\"", "", "error[E206]", ":2:6"),
        ("id = \"gifts\"", "id = \"gift\"", "error[E207]", ":2:6"),
    ];
    for (from, to, message, place) in cases {
        let shown = problems("attribute/gifts.toml", &SOUND.replacen(from, to, 1));
        assert!(shown.contains(message), "{message} is not in\n{shown}");
        assert!(shown.contains(&format!("attribute/gifts.toml{place}")), "{place}\n{shown}");
    }
    let shown = problems("attributes/gifts.toml", SOUND);
    assert!(shown.contains("error[E208]"), "{shown}");
}

#[test]
fn all_faults_of_a_file_are_shown_with_line_and_caret() {
    let text = SOUND.replace("label =", "labl = 'x'\nlabel =").replace("gift~", "[gift~");
    insta::assert_snapshot!(problems("attribute/gifts.toml", &text), @r#"
    error[E201]: unknown key `labl`, did you mean `label`?
      --> attribute/gifts.toml:3:1
      |
    3 | labl = 'x'
      | ^^^^
    error[E204]: pattern does not compile: unclosed option
      --> attribute/gifts.toml:8:18
      |
    8 | match = "<value> [gift~"
      |                  ^ never closed
    "#);
}
