//! One run in every format, each read back: all say the same of every finding.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Cursor,
    path::Path,
    process::{Command, Stdio},
};

use calamine::{Data, Reader, Xlsx};
use crosscheck::report::Language;
use serde_json::Value;

/// What a reader learns of a finding, as plain text on one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Told {
    verdict: String,
    subject: String,
    attribute: String,
    summary: String,
    /// The answers put side by side, in the order of the report.
    values: Vec<String>,
    /// Words of the article with the value between two marks.
    quotes: Vec<String>,
    places: Vec<String>,
    note: String,
}

type Findings = BTreeMap<String, Told>;

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ¶ ", " ")
}

fn message(key: &str) -> &'static str {
    let messages = Language::English.messages();
    let key = messages.keys().find(|known| *known == key).unwrap();
    messages.get(key)
}

fn words() -> BTreeMap<&'static str, &'static str> {
    ["contradict", "unclear", "changed", "compatible", "agree", "single"]
        .map(|verdict| (message(&format!("verdict.{verdict}.word")), verdict))
        .into()
}

fn of_table(rows: &[Vec<String>], name: impl Fn(&str) -> String) -> Findings {
    let at = |column: &str| rows[0].iter().position(|cell| *cell == name(column)).unwrap();
    let cells = |row: &Vec<String>, columns: [&str; 2]| -> Vec<String> {
        let cells = columns.map(|column| plain(&row[at(column)]));
        cells.into_iter().filter(|cell| !cell.is_empty()).collect()
    };
    let told = |row: &Vec<String>| {
        let cell = |column: &str| plain(&row[at(column)]);
        let quotes = cells(row, ["quote_1", "quote_2"]);
        let inside = |quote: &String| {
            let (_, quote) = quote.split_once("] “").unwrap();
            quote.strip_suffix('”').unwrap().to_owned()
        };
        let told = Told {
            verdict: cell("verdict").split(' ').next().unwrap().to_owned(),
            subject: cell("subject"),
            attribute: cell("attribute"),
            summary: cell("summary"),
            values: cells(row, ["value_1", "value_2"]),
            quotes: quotes.iter().map(inside).collect(),
            places: cells(row, ["link_1", "link_2"]),
            note: cell("review_note"),
        };
        (row[at("finding_id")].clone(), told)
    };
    rows[1..].iter().map(told).collect()
}

fn of_csv(bytes: &[u8]) -> Findings {
    let text = std::str::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    of_table(&rows, str::to_owned)
}

fn of_xlsx(bytes: Vec<u8>) -> Findings {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range("Findings").unwrap();
    let row = |row: &[Data]| row.iter().map(ToString::to_string).collect();
    let rows: Vec<Vec<String>> = range.rows().map(row).collect();
    of_table(&rows, |column| Language::English.messages().header(column).to_owned())
}

/// The text of a piece of HTML.
fn text(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        text.push_str(piece.split_once('>').map_or(piece, |(_, after)| after));
    }
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#x2f;", "/"),
        ("&amp;", "&"),
    ];
    plain(&entities.into_iter().fold(text, |text, (entity, letter)| text.replace(entity, letter)))
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    Some(text.split_once(start)?.1.split_once(end)?.0)
}

fn of_html(page: &str) -> Findings {
    let card = |card: &str| {
        let head = |class: &str, tag: &str| {
            text(
                between(card, &format!("class=\"{class}\""), tag)
                    .unwrap_or("")
                    .split_once('>')
                    .map_or("", |it| it.1),
            )
        };
        let subject = between(card, "class=\"subject\"><bdi>", "</bdi>").unwrap();
        let answers: Vec<&str> = card.split("<section class=\"answer\">").skip(1).take(2).collect();
        let told = Told {
            verdict: between(card, "data-v=\"", "\"").unwrap().to_owned(),
            subject: text(subject),
            attribute: head("attribute", "</span>"),
            summary: head("summary", "</p>"),
            values: answers
                .iter()
                .filter_map(|it| Some(text(between(it, "</span> <bdi>", "</bdi></h4>")?)))
                .collect(),
            quotes: answers
                .iter()
                .map(|it| {
                    text(
                        &between(it, "“", "”</blockquote>")
                            .unwrap()
                            .replace("<mark>", "")
                            .replace("</mark>", ""),
                    )
                })
                .collect(),
            places: answers
                .iter()
                .map(|it| text(between(it, "place\"", "</").unwrap().split_once('>').unwrap().1))
                .collect(),
            note: between(card, "</b> – <bdi>", "</bdi>").map(text).unwrap_or_default(),
        };
        (card.split('"').next().unwrap().to_owned(), told)
    };
    page.split("<article id=\"")
        .skip(1)
        .map(|it| card(it.split("</article>").next().unwrap()))
        .collect()
}

/// Markdown without its escapes.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek().is_some_and(char::is_ascii_punctuation) => {
                plain.extend(letters.next())
            }
            '\u{2060}' => {}
            _ => plain.push(letter),
        }
    }
    self::plain(&plain)
}

fn of_markdown(text: &str) -> Findings {
    let words = words();
    let (mut verdict, mut findings) = ("", Findings::new());
    for part in text.split("\n#").skip(1) {
        if let Some(heading) = part.strip_prefix("# ") {
            verdict = words[heading.lines().next().unwrap().split_once(' ').unwrap().1];
            continue;
        }
        let mut lines = part.trim_start_matches("## ").lines();
        let (subject, attribute) = lines.next().unwrap().rsplit_once(" / ").unwrap();
        let lines: Vec<&str> = lines.collect();
        let answers: Vec<usize> = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.starts_with("- **"))
            .map(|it| it.0)
            .collect();
        let told = Told {
            verdict: verdict.to_owned(),
            subject: unescaped(subject),
            attribute: unescaped(attribute),
            summary: unescaped(lines.iter().find(|line| !line.is_empty()).unwrap()),
            values: answers
                .iter()
                .map(|at| unescaped(between(lines[*at], "- **", "** (").unwrap()))
                .collect(),
            quotes: answers
                .iter()
                .map(|at| {
                    let quote =
                        lines[at + 1].trim_start_matches("  > “").strip_suffix('”').unwrap();
                    assert_eq!(quote.matches("**").count(), 2, "the value is not marked: {quote}");
                    unescaped(&quote.replace("**", ""))
                })
                .collect(),
            places: answers
                .iter()
                .map(|at| unescaped(lines[at + 3].rsplit_once(", ").unwrap().1))
                .collect(),
            note: lines
                .iter()
                .find_map(|line| line.strip_prefix("Review: ")?.split_once(" – "))
                .map(|(_, note)| unescaped(note.split(" (Ann").next().unwrap()))
                .unwrap_or_default(),
        };
        let id = lines.iter().rev().find_map(|line| between(line, "`", "`")).unwrap();
        findings.insert(id.to_owned(), told);
    }
    findings
}

fn run(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck"));
    let done = command.current_dir(folder).args(arguments).stdin(Stdio::null()).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
}

/// The articles of the fixtures, as one run, with a review of the first finding.
fn written(root: &Path) {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/envoy-talks");
    fs::create_dir(root.join("in")).unwrap();
    for entry in fs::read_dir(fixtures).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, root.join("in").join(path.file_name().unwrap())).unwrap();
    }
    let markup = "date 2025-04-12\n\nThe *talks* in [Istanbul](http://x.example) on Thursday lasted five hours, <b>said</b> aides; @envoy paid $3 & left_early.\n\nThe earthquake in Quito killed 1,200 people & injured 30.\n";
    fs::write(root.join("in/markup.txt"), markup).unwrap();
    fs::write(
        root.join("in/echo.txt"),
        "date 2025-04-12\n\nThe earthquake in Quito killed 900 people.\n",
    )
    .unwrap();
    run(root, &["run", "in", "-o", "out"]);
    let text = fs::read_to_string(root.join("out/findings.jsonl")).unwrap();
    let first: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    let id = first["finding_id"].as_str().unwrap();
    let review = format!(
        "finding_id,review_status,review_note,reviewer\n{id},confirmed,\"asked *both*, <i>twice</i>\",Ann\n"
    );
    fs::write(root.join("out/review.csv"), review).unwrap();
    let all = ["-f", "csv", "-f", "xlsx", "-f", "html", "-f", "md", "-f", "jsonl"];
    run(root, &[&["run", "in", "-o", "out"], all.as_slice()].concat());
}

#[test]
fn every_format_says_the_same_of_every_finding() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    written(root);
    let read = |name: &str| fs::read(root.join("out").join(name)).unwrap();
    let table = of_csv(&read("findings.csv"));
    assert!(table.len() > 100);
    assert_eq!(of_xlsx(read("report.xlsx")), table, "workbook");

    let lines = String::from_utf8(read("findings.jsonl")).unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), table.len());
    for line in &lines {
        let told = &table[line["finding_id"].as_str().unwrap()];
        let is =
            |field: &str, cell: &String| assert_eq!(plain(line[field].as_str().unwrap()), *cell);
        is("verdict", &told.verdict);
        is("subject", &told.subject);
        is("attribute", &told.attribute);
        is("summary", &told.summary);
        let claims = line["claims"].as_array().unwrap();
        let quotes: BTreeSet<String> =
            claims.iter().map(|it| plain(it["quote"].as_str().unwrap())).collect();
        for quote in &told.quotes {
            let quote = quote.trim_matches('…');
            assert!(quotes.iter().any(|whole| whole.contains(quote)), "{quote}");
        }
        let note = line["review"]["note"].as_str().unwrap_or_default();
        assert_eq!(note, told.note);
    }

    let page = of_html(&String::from_utf8(read("report.html")).unwrap());
    assert_eq!(page.keys().collect::<Vec<_>>(), table.keys().collect::<Vec<_>>());
    for (id, told) in &page {
        let mut expected = table[id].clone();
        expected.places.iter_mut().for_each(|place| *place = place.replacen("in/", "", 1));
        if expected.verdict == "single" {
            (expected.summary, expected.values) = (String::new(), Vec::new());
        }
        assert_eq!(*told, expected, "page, {id}");
    }

    let markdown = of_markdown(&String::from_utf8(read("report.md")).unwrap());
    let several = table.iter().filter(|(_, told)| told.verdict != "single");
    let several: Findings = several.map(|(id, told)| (id.clone(), told.clone())).collect();
    assert!(several.len() > 10 && several.values().any(|told| !told.note.is_empty()));
    for (id, told) in &several {
        assert_eq!(markdown.get(id), Some(told), "Markdown, {id}");
    }
    assert_eq!(markdown.len(), several.len());
}
