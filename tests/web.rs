//! Web pages give the text of their article, what they say of it, and where that stands.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{fs, path::Path, sync::LazyLock};

use crosscheck::{
    model::{Article, Block},
    pipeline,
    read::{self, Inputs, Request},
    report::inspect,
    rule::Rules,
};
use tempfile::TempDir;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::embedded().unwrap());

fn request(path: &Path) -> Request {
    Request { inputs: vec![path.to_string_lossy().into_owned()], ..Request::default() }
}

fn run(request: &Request) -> Inputs {
    read::read(&read::list(request).unwrap(), &RULES, "".as_bytes(), &|_| {})
}

fn read_one(name: &str, bytes: &[u8]) -> Result<Article, String> {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let mut inputs = run(&request(folder.path()));
    inputs.articles.pop().ok_or_else(|| inputs.skipped.pop().unwrap().to_string())
}

fn page(body: &str) -> Article {
    read_one("a.html", body.as_bytes()).unwrap()
}

/// Every fixture of `fixtures/web/` gives its lines of `expected.jsonl`; `UPDATE=1` writes them anew.
#[test]
fn pages_give_their_articles() {
    let inputs = run(&request(Path::new("fixtures/web/*.html")));
    assert_eq!(inputs.skipped, [], "all are read");
    let mut found = Vec::new();
    for article in &inputs.articles {
        inspect::article(article, &mut found).unwrap();
        let (sentences, _) = pipeline::mentions(article, &RULES);
        inspect::sentences(article, &sentences, &mut found).unwrap();
    }
    let found = String::from_utf8(found).unwrap();
    let path = "fixtures/web/expected.jsonl";
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, &found).unwrap();
    }
    let expected = fs::read_to_string(path).unwrap();
    for (found, expected) in found.lines().zip(expected.lines()) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.lines().count(), expected.lines().count());
}

#[test]
fn no_number_beside_the_article_is_a_claim() {
    let inputs = run(&request(Path::new("fixtures/web/json-ld.html")));
    let article = inputs.articles.into_iter().next().unwrap();
    let beside = |block| article.asides.iter().filter(move |aside| aside.block == block).count();
    assert_eq!((beside(Block::Caption), beside(Block::Post)), (1, 2));
    assert!(beside(Block::Boilerplate) >= 6, "{:?}", article.asides);
    let document = pipeline::document(article, &RULES);
    let text = &document.article.text;
    let said: Vec<&str> = document.claims.iter().map(|claim| claim.sentence.of(text)).collect();
    assert!(said.iter().any(|sentence| sentence.contains("212")), "{said:?}");
    for number in ["312", "300", "40", "250", "280", "2030"] {
        assert!(!text.contains(number), "{number} is no prose of the article");
    }
    assert!(document.boilerplate >= 9);
}

#[test]
fn pages_without_a_frame_are_all_article() {
    let article = page("<p>The ferry sank at noon.</p><p>All 12 people on board were saved.</p>");
    assert_eq!(article.text, "The ferry sank at noon.\n\nAll 12 people on board were saved.");
}

#[test]
fn days_and_times_keep_the_clock_of_the_page() {
    let article = page(
        "<html><head><meta property=\"article:published_time\" content=\"2024-10-07T23:30:00-04:00\">\
         </head><body><p>The ferry sank at noon, and all of the 12 people on board were saved by a boat.</p>",
    );
    let published = article.published.unwrap();
    assert_eq!(published.date.to_string(), "2024-10-07");
    assert_eq!(published.instant().unwrap().to_string(), "2024-10-08T03:30:00");
}

const PROSE: &str = "The museum’s director said “we have paid £4 million for José’s lamp”, and that \
    three other houses had wanted it from the family of the painter for their own rooms. ";

#[test]
fn usual_encodings_are_read() {
    use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
    let utf16 = |big: bool, mark: bool| {
        let mark = if mark { "\u{FEFF}" } else { "" };
        let units: Vec<u16> = mark.encode_utf16().chain(PROSE.encode_utf16()).collect();
        let bytes = |unit: &u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        units.iter().flat_map(bytes).collect::<Vec<u8>>()
    };
    let latin = WINDOWS_1252.encode(PROSE).0.into_owned();
    assert_eq!((UTF_16LE.name(), UTF_16BE.name()), ("UTF-16LE", "UTF-16BE"));
    for bytes in
        [utf16(false, true), utf16(true, true), utf16(false, false), utf16(true, false), latin]
    {
        let article = read_one("a.txt", &bytes).unwrap();
        assert_eq!(article.text.trim_start_matches('\u{FEFF}'), PROSE);
    }
}

#[test]
fn a_text_that_was_cut_short_keeps_its_letters() {
    let text = PROSE.repeat(3);
    let bytes = [text.as_bytes(), &[0xE2, 0x80]].concat();
    let article = read_one("a.txt", &bytes).unwrap();
    assert_eq!(article.text, format!("{text}\u{FFFD}"));
}

#[test]
fn an_encoding_may_be_told_and_is_not_guessed_from_a_few_words() {
    let text = "Les rames étaient arrêtées pendant 45 minutes.";
    let bytes = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let fault = read_one("a.txt", &bytes).unwrap_err();
    for part in
        ["E110", "no safe guess", "best guess windows-1252 (", "80 % needed", "--encoding '"]
    {
        assert!(fault.contains(part), "{fault}");
    }
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.txt"), &bytes).unwrap();
    let encodings = vec!["utf-8".to_owned(), "**/a.*=windows-1252".to_owned()];
    let inputs = run(&Request { encodings, ..request(folder.path()) });
    assert_eq!(inputs.articles.first().map(|article| article.text.as_str()), Some(text));
    let wrong = Request { encodings: vec!["windows-1525".to_owned()], ..Request::default() };
    let problems = read::list(&wrong).unwrap_err();
    assert_eq!(problems.first().map(|problem| problem.code), Some("E116"));
}

#[test]
fn articles_in_other_languages_are_left_out_by_name() {
    let german = "Die Fähre lief am Sonntagmorgen vor der nördlichen Mole auf Grund, und alle 212 \
        Fahrgäste wurden von Booten der Küstenwache in den Hafen gebracht, wie der Betreiber \
        mitteilte. Verletzt wurde niemand, zwei Mitglieder der Mannschaft kamen ins Krankenhaus.";
    let fault = read_one("a.txt", german.as_bytes()).unwrap_err();
    assert!(fault.contains("E134") && fault.contains("German"), "{fault}");
    let short = read_one("a.txt", "Fähre mit 212 Menschen auf Grund".as_bytes());
    assert!(short.is_ok(), "too short to tell");
    let mixed = format!("{german}\n\n{}", PROSE.repeat(3));
    assert!(read_one("a.txt", mixed.as_bytes()).is_ok(), "read when in doubt");
}

#[test]
fn fields_come_from_where_they_are_asked_for() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("echo/2024/10/07");
    fs::create_dir_all(&path).unwrap();
    fs::write(
        path.join("a.txt"),
        "---\nOutlet: The Echo\nlink: https://www.echo.example/a\n---\nAll is well.",
    )
    .unwrap();
    let places = |list: &[(&str, &[&str])]| {
        let own = |list: &[&str]| list.iter().map(ToString::to_string).collect();
        list.iter().map(|(field, list)| (field.to_string(), own(list))).collect::<Vec<_>>()
    };
    let asked = places(&[
        ("source", &["front-matter:outlet", "path:{source}/{year}/{month}/{day}/*"]),
        ("published", &["front-matter:day", "path:{source}/{year}/{month}/{day}/*"]),
        ("url", &["front-matter:link"]),
    ]);
    let inputs = run(&Request { places: asked, ..request(folder.path()) });
    let article = inputs.articles.first().unwrap();
    let origin = |origin: Option<crosscheck::model::FieldOrigin>| origin.map(|it| it.name());
    assert_eq!(
        (article.source.as_str(), origin(article.origins.source)),
        ("The Echo", Some("front-matter"))
    );
    assert_eq!(article.date().unwrap().to_string(), "2024-10-07");
    assert_eq!(origin(article.published.map(|it| it.origin)), Some("path"));
    assert_eq!(article.url.as_deref(), Some("https://www.echo.example/a"));
    let wrong = Request { places: places(&[("source", &["heading:x"])]), ..Request::default() };
    assert_eq!(read::list(&wrong).unwrap_err().first().map(|it| it.code), Some("E133"));
}

#[test]
fn an_address_names_source_and_day() {
    let text = "{\"id\":\"a\",\"text\":\"All is well.\",\"url\":\"https://www.echo.co.uk/2024/10/07/well\"}";
    let article = read_one("a.jsonl", text.as_bytes()).unwrap();
    assert_eq!(
        (article.source.as_str(), article.date().unwrap().to_string().as_str()),
        ("echo.co.uk", "2024-10-07")
    );
}

#[test]
fn hostile_pages_end_soon() {
    let deep = format!("<html><body>{}<p>All is well.</p>", "<div>".repeat(20_000));
    let links = format!("<html><body>{}All is well.", "<a href=x>".repeat(20_000));
    let open = "<".repeat(200_000);
    let table = format!("<html><body>{}", "<table><tr><td>1".repeat(5_000));
    for body in [deep, links, open, table, "<html></html>".to_owned(), "<".to_owned()] {
        let _ = read_one("a.html", body.as_bytes());
    }
}
