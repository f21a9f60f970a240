//! The workbook, read back as a spreadsheet reads it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::print_stderr, reason = "a test says why it is skipped")]

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read},
    path::Path,
    process::Command,
};

use calamine::{Data, Range, Reader, Xlsx};
use crosscheck::{
    model::{
        Article, Change, Finding, Past, Problem, Review, ReviewState, ReviewStatus, Reviews, Span,
        Verdict,
    },
    pipeline::{self, Outcome, Silent},
    report::{self, Articles, Counts, Dialect, Findings, Format, Language, Marks, Report, Style},
    rule::Rules,
};
use rust_decimal::Decimal;

const SHEETS: [&str; 8] =
    ["Start here", "Findings", "Claims", "Agreement", "Sources", "Orphans", "Skipped", "Run"];
const PLAIN: Style<'_> = Style {
    dialect: Dialect::Plain,
    marks: Marks::Unicode,
    language: Language::English,
    page: Some("report.html"),
};

/// Texts that a spreadsheet may run, break at or choke on.
fn hostile() -> Vec<String> {
    let long = "word ".repeat(8_000);
    let emoji = "😀".repeat(33_000);
    let texts = [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "＝1+1",
        "\t=1+1",
        "\r\n=1+1",
        "\u{a0}=1+1",
        "=HYPERLINK(\"http://x.example\")",
        "=cmd|' /C calc'!A0",
        "\u{202e}=1+1",
        "nul\0 bell\u{7}",
        "\u{ffff}\u{fffe}",
        "_x003D_1+1",
        "<r><t>=1+1</t></r>",
        "<r>&</r>",
        "]]>",
        "\"quoted\"; x",
        "one\n\ntwo",
        "007",
        "12e5",
        "a'b,c;d\te",
        &long,
        &emoji,
    ];
    texts.map(str::to_owned).into()
}

struct Made {
    findings: Vec<Finding>,
    articles: Vec<Article>,
    problems: Vec<Problem>,
    reviews: Reviews,
    outcome: Outcome,
}

impl Made {
    /// What is found in the example articles.
    fn from_fixtures() -> Made {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/envoy-talks");
        let mut articles = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap();
            articles.push(Article {
                id: format!("{name}.txt"),
                source: name,
                text,
                ..Article::default()
            });
        }
        let rules = Rules::embedded().unwrap();
        let mut outcome = pipeline::cross_check(articles, &rules, &Silent).expect("compared");
        let mut findings = std::mem::take(&mut outcome.findings);
        report::sort_findings(&mut findings);
        let articles = std::mem::take(&mut outcome.articles);
        let (problems, reviews) = (Vec::new(), Reviews::default());
        Made { findings, articles, problems, reviews, outcome }
    }

    /// The same with hostile text wherever a document or a reviewer puts text.
    fn hostile() -> Made {
        let mut made = Made::from_fixtures();
        for (n, text) in hostile().into_iter().enumerate() {
            let finding = &mut made.findings[n];
            let text = || text.clone();
            (finding.subject, finding.summary, finding.attribute) = (text(), text(), text());
            finding.positions[0].value = text();
            finding.positions[0].unit = text();
            for claim in &mut finding.claims {
                claim.source = text();
                claim.title = Some(text());
                claim.url = Some(format!("https://x.example/{}", text()));
                claim.quote = format!("{} here {}", text(), text());
                claim.value = text();
                claim.sentence = Span::new(0, claim.quote.len());
                claim.span = Span::new(0, text().len());
                claim.subject = text();
                claim.holder = vec![text()];
                claim.unit = text();
            }
            let review = Review {
                finding_id: finding.id.clone(),
                note: text(),
                reviewer: text(),
                ..Review::default()
            };
            made.reviews.orphans.push(review.clone());
            let past = Past { review, ..Past::default() };
            made.reviews.by_finding.insert(finding.id.clone(), past);
            made.problems.push(Problem::error("E101", text(), text()).note(text()));
            let article =
                Article { id: text(), source: text(), title: Some(text()), ..Article::default() };
            made.articles.push(article);
        }
        made
    }

    fn report(&self) -> Report<'_> {
        Report {
            findings: Findings::Held(&self.findings),
            limit: None,
            articles: Articles::Held(&self.articles, &self.outcome.unchecked),
            problems: &self.problems,
            counts: Counts {
                origins: self.outcome.origins,
                claims: self.outcome.claims,
                comparable: self.outcome.comparable,
            },
            reviews: &self.reviews,
        }
    }

    fn write(&self, format: Format) -> (Vec<u8>, usize) {
        let mut bytes = Vec::new();
        let cut = format.write(&self.report(), PLAIN, &mut bytes).unwrap();
        (bytes, cut)
    }
}

type Book = Xlsx<Cursor<Vec<u8>>>;

fn open(bytes: Vec<u8>) -> Book {
    calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

fn rows(book: &mut Book, sheet: &str) -> Vec<Vec<String>> {
    let range: Range<Data> = book.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(shown).collect()).collect()
}

/// A cell as the CSV file shows it.
fn shown(cell: &Data) -> String {
    if let Data::Float(number) = cell {
        number.to_string().parse::<Decimal>().unwrap().normalize().to_string()
    } else if let Data::DateTime(day) = cell {
        let (year, month, day, ..) = day.to_ymd_hms_milli();
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        cell.to_string()
    }
}

fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn assert_no_formula(book: &mut Book) {
    for sheet in book.sheet_names() {
        let formulas = book.worksheet_formula(&sheet).unwrap();
        let found: Vec<&String> =
            formulas.cells().map(|(_, _, cell)| cell).filter(|cell| !cell.is_empty()).collect();
        assert!(found.is_empty(), "{sheet}: {found:?}");
        for cell in rows(book, &sheet).into_iter().flatten() {
            let first = cell.trim_start().chars().next().unwrap_or(' ');
            let number = cell.parse::<Decimal>().is_ok();
            assert!(number || !"=+-@＝＋－＠".contains(first), "{sheet}: {cell}");
        }
    }
}

#[test]
fn the_workbook_says_what_the_tables_say() {
    let made = Made::from_fixtures();
    let mut book = open(made.write(Format::Xlsx).0);
    assert_eq!(book.sheet_names(), SHEETS);
    for (sheet, format) in [("Findings", Format::Csv), ("Claims", Format::ClaimsCsv)] {
        let table = records(&made.write(format).0);
        let cells = rows(&mut book, sheet);
        assert_eq!(cells.len(), table.len());
        for (line, (row, expected)) in cells.iter().zip(&table).enumerate() {
            assert_eq!(row.len().min(expected.len()), expected.len(), "{sheet} {line}");
            for ((cell, expected), name) in row.iter().zip(expected).zip(&table[0]) {
                let same = match name.as_str() {
                    _ if line == 0 => cell == Language::English.messages().header(name),
                    "verdict" => cell.split_once(' ').unwrap().0 == expected,
                    _ => cell == expected,
                };
                assert!(same, "{sheet} line {line}, {name}: {cell} for {expected}");
            }
        }
    }
    let lines = String::from_utf8(made.write(Format::Jsonl).0).unwrap();
    let ids: Vec<String> = lines
        .lines()
        .map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            value["finding_id"].as_str().unwrap().to_owned()
        })
        .collect();
    let column = rows(&mut book, "Findings").into_iter().skip(1).map(|row| row[31].clone());
    assert_eq!(column.collect::<Vec<_>>(), ids);
    let paths: Vec<String> = made.articles.iter().map(|article| article.id.clone()).collect();
    let run = rows(&mut book, "Run");
    assert!(paths.iter().all(|path| run.iter().any(|row| row[0] == *path)));
}

#[test]
fn the_workbook_is_the_same_bytes_every_time() {
    let made = Made::from_fixtures();
    let first = made.write(Format::Xlsx).0;
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    assert!(first == made.write(Format::Xlsx).0);
}

#[test]
fn hostile_text_stays_text_and_cuts_are_counted() {
    let made = Made::hostile();
    let (bytes, cut) = made.write(Format::Xlsx);
    for (name, text) in inside(&bytes) {
        assert!(!text.contains("<f>") && !text.contains("<f "), "{name} has a formula");
    }
    let mut book = open(bytes);
    assert_no_formula(&mut book);
    let findings = rows(&mut book, "Findings");
    let of = |text: &str| {
        let n = hostile().iter().position(|hostile| hostile == text).unwrap();
        findings[n + 1][1].clone()
    };
    assert_eq!(of("=1+1"), "“=1+1”");
    assert_eq!(of("\u{202e}=1+1"), "<U+202E>=1+1");
    assert_eq!(of("nul\0 bell\u{7}"), "nul\u{fffd} bell\u{fffd}");
    assert_eq!(of("_x003D_1+1"), "_x003D_1+1");
    assert_eq!(of("<r>&</r>"), "“<r>&</r>”");
    assert_eq!(of("007"), "007");
    let whole: Vec<&String> = findings
        .iter()
        .flatten()
        .filter(|cell| cell.contains("more; see findings.jsonl]"))
        .collect();
    assert!(whole.len() >= 6 && cut > whole.len(), "{} cut, {cut} counted", whole.len());
    let longest = SHEETS.iter().flat_map(|sheet| rows(&mut book, sheet)).flatten();
    assert!(longest.map(|cell| cell.encode_utf16().count()).max().unwrap() <= 32_000);
}

/// The files inside the workbook.
fn inside(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for n in 0..archive.len() {
        let mut file = archive.by_index(n).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        files.insert(file.name().unwrap().into_owned(), text);
    }
    files
}

#[test]
fn the_findings_are_set_up_for_a_review() {
    let made = Made::from_fixtures();
    let files = inside(&made.write(Format::Xlsx).0);
    let sheet = &files["xl/worksheets/sheet2.xml"];
    let hidden = sheet.matches("<row ").zip(sheet.split("<row ").skip(1));
    let hidden = hidden.filter(|(_, row)| row.split('>').next().unwrap().contains("hidden=\"1\""));
    let graver = |finding: &&Finding| finding.verdict < Verdict::Compatible;
    let open = made.findings.iter().filter(graver).count();
    assert_eq!(hidden.count(), made.findings.len() - open, "rows that the filter hides");
    for expected in [
        "<filter val=\"contradict ✗\"/><filter val=\"unclear ?\"/><filter val=\"changed ↻\"/>",
        "xSplit=\"3\" ySplit=\"1\" topLeftCell=\"D2\" activePane=\"bottomRight\" state=\"frozen\"",
        "<formula1>\"open,confirmed,not_a_conflict,needs_reporting,fixed\"</formula1>",
        "<col min=\"33\" max=\"33\" width=\"9.140625\" collapsed=\"1\"/>",
        "type=\"dataBar\"",
        &format!("location=\"{}\"", made.findings[0].id),
    ] {
        assert!(sheet.contains(expected), "{expected}");
    }
    assert!(files["xl/worksheets/_rels/sheet2.xml.rels"].contains("Target=\"report.html\""));
    let strings = &files["xl/sharedStrings.xml"];
    let value = &made.findings[0].claims[0].value;
    assert!(strings.contains(&format!("</rPr><t>{value}</t></r>")), "the words are marked");
    let agreeing: Vec<Finding> =
        made.findings.iter().filter(|finding| !graver(finding)).cloned().collect();
    let calm = Made { findings: agreeing, ..made };
    let files = inside(&calm.write(Format::Xlsx).0);
    assert!(!files["xl/worksheets/sheet2.xml"].contains("hidden=\"1\" spans"), "nothing to hide");
    assert!(!files["xl/worksheets/sheet2.xml"].contains("<filters>"));
}

/// The names that findings.csv has: on the first sheet, and at each header when it is chosen.
#[test]
fn a_header_for_people_says_the_name_of_its_column() {
    let made = Made::from_fixtures();
    let bytes = made.write(Format::Xlsx).0;
    let sheet = &inside(&bytes)["xl/worksheets/sheet2.xml"];
    let mut book = open(bytes);
    let start = rows(&mut book, "Start here");
    let headers = rows(&mut book, "Findings").swap_remove(0);
    let table = records(&made.write(Format::Csv).0).swap_remove(0);
    for (header, name) in headers.iter().zip(table) {
        assert!(start.iter().any(|row| row[..2] == [header.clone(), name.clone()]), "{header}");
        assert!(sheet.contains(&format!("promptTitle=\"{name}\"")), "{name}");
        assert!(!header.contains('_'), "{header}");
    }
}

#[test]
fn a_workbook_alone_leads_to_no_page() {
    let made = Made::from_fixtures();
    let mut bytes = Vec::new();
    let alone = Style { page: None, ..PLAIN };
    Format::Xlsx.write(&made.report(), alone, &mut bytes).unwrap();
    let files = inside(&bytes);
    assert!(files.values().all(|text| !text.contains("report.html")));
    let mut book = open(bytes);
    assert!(rows(&mut book, "Findings")[1][0].starts_with("contradict"));
}

#[test]
fn a_reviewers_words_are_in_the_workbook() {
    let mut made = Made::from_fixtures();
    let review = Review {
        finding_id: made.findings[0].id.clone(),
        status: ReviewStatus::NeedsReporting,
        note: "call the ministry".to_owned(),
        reviewer: "Ada".to_owned(),
        ..Review::default()
    };
    made.reviews.orphans.push(Review { finding_id: "cx-gone".to_owned(), ..review.clone() });
    let past = Past { review, state: ReviewState::Kept, change: Change::Same };
    made.reviews.by_finding.insert(made.findings[0].id.clone(), past);
    let mut book = open(made.write(Format::Xlsx).0);
    let findings = rows(&mut book, "Findings");
    assert_eq!(findings[1][3..6], ["needs_reporting", "call the ministry", "Ada"]);
    assert_eq!(findings[1][28..30], ["same", "kept"]);
    assert_eq!(findings[2][3..6], ["open", "", ""]);
    let orphans = rows(&mut book, "Orphans");
    assert_eq!(orphans[1][..3], ["needs_reporting", "call the ministry", "Ada"]);
    assert_eq!(orphans[1][4], "cx-gone");
}

#[test]
fn the_matrix_counts_what_two_sources_share() {
    let made = Made::from_fixtures();
    let mut book = open(made.write(Format::Xlsx).0);
    let cells = rows(&mut book, "Agreement");
    let names: Vec<String> =
        cells[3][1..].iter().take_while(|name| !name.is_empty()).cloned().collect();
    assert_eq!(names.len(), 5);
    let mut together: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for finding in &made.findings {
        let mut sources: Vec<&str> =
            finding.claims.iter().map(|claim| claim.source.as_str()).collect();
        sources.sort_unstable();
        sources.dedup();
        for a in &sources {
            for b in &sources {
                *together.entry((a, b)).or_default() += 1;
            }
        }
    }
    for (a, one) in names.iter().enumerate() {
        for (b, other) in names.iter().enumerate().filter(|(b, _)| *b != a) {
            let (percent, count) = (&cells[4 + a][1 + b], &cells[4 + a][names.len() + 3 + b]);
            let expected = together.get(&(one, other)).copied().unwrap_or(0);
            assert_eq!(*count, expected.to_string(), "{one}, {other}");
            assert_eq!(percent.is_empty(), expected == 0);
            assert_eq!(percent, &cells[4 + b][1 + a]);
        }
    }
    let first = &made.findings[0];
    assert_eq!(first.verdict, Verdict::Contradict);
    let source = first.claims[0].source.as_str();
    let sources = rows(&mut book, "Sources");
    let row = sources.iter().find(|row| row[0] == source).unwrap();
    assert_eq!(row[7], "1", "questions that {source} and another contradict each other in");
}

/// The columns of the findings whose header looks like that of the review status.
fn yours(files: &BTreeMap<String, String>) -> Vec<usize> {
    let header = files["xl/worksheets/sheet2.xml"].split("</row>").next().unwrap();
    let cells = header.split("<c r=\"").skip(1);
    let looks: Vec<&str> =
        cells.map(|cell| cell.split(" s=\"").nth(1).unwrap().split('"').next().unwrap()).collect();
    (0..looks.len()).filter(|column| looks[*column] == looks[3]).collect()
}

#[test]
fn many_claims_and_long_addresses_fit() {
    let mut made = Made::from_fixtures();
    let claim = made.findings[0].claims[0].clone();
    made.findings[0].claims[0].url = Some(format!("https://x.example/{}", "a".repeat(3_000)));
    made.findings.truncate(1);
    made.findings[0].claims.resize(10_100, claim);
    let finding =
        Finding { claims: made.findings[0].claims[1..2].to_vec(), ..made.findings[0].clone() };
    made.findings.resize(10_100, finding);
    let bytes = made.write(Format::Xlsx).0;
    let files = inside(&bytes);
    let mut book = open(bytes);
    assert_eq!(rows(&mut book, "Claims").len(), 20_200);
    let small = inside(&Made::from_fixtures().write(Format::Xlsx).0);
    assert_eq!(yours(&files), yours(&small), "the reviewer's columns look as in a small workbook");
    assert_eq!(yours(&files), [3, 4, 5]);
    let run = rows(&mut book, "Run");
    let unlinked = run.iter().find(|row| row[0].starts_with("links of")).unwrap();
    assert_eq!(unlinked[1], "2");
}

#[test]
fn a_long_table_becomes_several_files() {
    let made = Made::from_fixtures();
    let report = made.report();
    let whole = records(&made.write(Format::ClaimsCsv).0);
    let most = whole.len().div_ceil(3);
    let parts = Format::ClaimsCsv.parts(&report, most).unwrap();
    let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["claims-001.csv", "claims-002.csv", "claims-003.csv"]);
    let mut joined = vec![whole[0].clone()];
    for part in &parts {
        let mut bytes = Vec::new();
        Format::ClaimsCsv.write_part(&report, PLAIN, part, &mut bytes).unwrap();
        let rows = records(&bytes);
        assert_eq!(rows[0], whole[0]);
        assert!(rows.len() <= most + 1);
        joined.extend_from_slice(&rows[1..]);
    }
    assert_eq!(joined, whole);
    assert_eq!(Format::ClaimsCsv.parts(&report, report::ROWS).unwrap()[0].name, "claims.csv");
}

/// Converts a file with LibreOffice; `None` where that is not installed.
fn convert(folder: &Path, file: &str, to: &str) -> Option<Vec<u8>> {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let done = Command::new("soffice")
        .current_dir(folder)
        .args([&*profile, "--headless", "--convert-to", to, "--outdir", "converted", file])
        .output();
    let Ok(done) = done else {
        eprintln!("skipped: soffice is not installed");
        return None;
    };
    let end = to.split(':').next().unwrap();
    let made = folder.join("converted").join(Path::new(file).with_extension(end));
    Some(fs::read(made).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&done.stderr))))
}

#[test]
fn libreoffice_opens_it_and_finds_no_formula() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let made = Made::hostile();
    let (bytes, _) = made.write(Format::Xlsx);
    fs::write(folder.join("report.xlsx"), &bytes).unwrap();
    let Some(saved) = convert(folder, "report.xlsx", "xlsx") else { return };
    let (mut book, mut again) = (open(bytes), open(saved.clone()));
    assert_no_formula(&mut again);
    assert_eq!(again.sheet_names(), SHEETS);
    let column = |book: &mut Book| -> Vec<String> {
        rows(book, "Findings").into_iter().map(|row| row[31].clone()).collect()
    };
    assert_eq!(column(&mut book), column(&mut again));
    // Each sheet as a CSV file, as a person saves it, then opened again as a spreadsheet.
    let every = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2";
    fs::write(folder.join("report.xlsx"), saved).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let done = Command::new("soffice")
        .current_dir(folder)
        .args([&*profile, "--headless", "--convert-to", every, "report.xlsx"])
        .output()
        .unwrap();
    let table = folder.join("report-Findings.csv");
    assert!(table.exists(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(records(&fs::read(&table).unwrap()).len(), made.findings.len() + 1);
    let mut back = open(convert(folder, "report-Findings.csv", "xlsx").unwrap());
    assert_no_formula(&mut back);
    for format in [Format::Csv, Format::ClaimsCsv] {
        let mut bytes = Vec::new();
        let excel = Style { dialect: Dialect::Excel, ..PLAIN };
        format.write(&made.report(), excel, &mut bytes).unwrap();
        fs::write(folder.join("table.csv"), bytes).unwrap();
        let saved = convert(folder, "table.csv", "xlsx").unwrap();
        assert_no_formula(&mut open(saved.clone()));
        // In the old encoding a letter that only looks like `=` may become one.
        fs::write(folder.join("table.xlsx"), saved).unwrap();
        let old = "csv:Text - txt - csv (StarCalc):44,34,ANSI,1";
        let saved = convert(folder, "table.xlsx", old).unwrap();
        assert!(std::str::from_utf8(&saved).is_err(), "{} is not in it", format.name());
        fs::write(folder.join("old.csv"), saved).unwrap();
        assert_no_formula(&mut open(convert(folder, "old.csv", "xlsx").unwrap()));
    }
}
