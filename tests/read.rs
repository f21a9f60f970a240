//! Inputs to articles: what is found, what is left out and why, where metadata comes from.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use crosscheck::{
    model::{Article, FieldOrigin, Problem},
    read::{Inputs, Request, list, read},
    rule::Rules,
};
use jiff::civil::date;
use tempfile::TempDir;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::embedded().unwrap());

struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &[u8])]) -> Folder {
        let folder = Folder(TempDir::new().unwrap());
        for (path, bytes) in files {
            folder.write(path, bytes);
        }
        folder
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn path(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.0.path().to_owned() } else { self.0.path().join(path) }
    }

    fn request(&self, inputs: &[&str]) -> Request {
        let given = |input: &&str| {
            if *input == "-" { "-".to_owned() } else { self.path(input).display().to_string() }
        };
        Request { inputs: inputs.iter().map(given).collect(), ..Request::default() }
    }

    /// A place or id with the folder's own path cut off.
    fn inside<'s>(&self, shown: &'s str) -> &'s str {
        let root = format!("{}/", self.0.path().display());
        shown.strip_prefix(&root).unwrap_or(shown)
    }

    fn ids(&self, inputs: &Inputs) -> Vec<String> {
        inputs.articles.iter().map(|article| self.inside(&article.id).to_owned()).collect()
    }

    fn codes(&self, problems: &[Problem]) -> Vec<String> {
        let shown = |problem: &Problem| format!("{} {}", problem.code, self.inside(&problem.place));
        problems.iter().map(shown).collect()
    }
}

fn run(request: &Request) -> Inputs {
    read(&list(request).unwrap(), &RULES, "".as_bytes(), &|_| {})
}

fn run_piped(stdin: &[u8]) -> Inputs {
    let request = Request { inputs: vec!["-".to_owned()], ..Request::default() };
    read(&list(&request).unwrap(), &RULES, stdin, &|_| {})
}

fn one(name: &str, text: &str) -> Article {
    let folder = Folder::new(&[(name, text.as_bytes())]);
    let mut inputs = run(&folder.request(&[""]));
    assert_eq!(inputs.skipped, []);
    inputs.articles.remove(0)
}

type Dated = Option<(String, FieldOrigin)>;

fn published(article: &Article) -> Dated {
    article.published.map(|published| (published.date.to_string(), published.origin))
}

fn metadata(article: &Article) -> Vec<&str> {
    article.metadata.iter().map(|span| span.of(&article.text)).collect()
}

#[test]
fn bad_files_are_left_out_and_the_rest_is_read() {
    let long = [b"Short line.\n".as_slice(), &[b'a'; 300]].concat();
    let large = b"A line of prose.\n".repeat(100);
    let cases: &[(&str, &[u8], &str)] = &[
        ("empty.txt", b"", "E112 empty.txt"),
        ("blank.txt", b"\xEF\xBB\xBF \r\n\t\xC2\xA0\n", "E112 blank.txt"),
        ("bare.md", b"---\nsource: BBC\n---\n\n", "E112 bare.md"),
        ("binary.txt", b"text\0text", "E111 binary.txt"),
        ("utf16.txt", b"\xFF\xFEa\0b", "E110 utf16.txt"),
        ("latin.txt", b"one\nLes rames \xE9taient\n", "E110 latin.txt:2:11"),
        ("cut.txt", "caf\u{e9}".as_bytes().split_last().unwrap().1, "E110 cut.txt:1:4"),
        ("long.txt", &long, "E113 long.txt:2"),
        ("large.txt", &large, "E114 large.txt"),
    ];
    for (name, bytes, expected) in cases {
        let folder = Folder::new(&[(name, bytes), ("good.txt", b"All is well.")]);
        let request = Request { max_line: 200, max_file: 1000, ..folder.request(&[""]) };
        let inputs = run(&request);
        assert_eq!(folder.codes(&inputs.skipped), [*expected], "{name}");
        assert_eq!(folder.ids(&inputs), ["good.txt"], "{name}");
        let problem = &inputs.skipped[0];
        assert!(problem.note.is_some() && problem.help.is_some(), "{problem}");
    }
}

#[test]
fn invalid_utf8_is_shown() {
    let folder = Folder::new(&[("a.txt", b"one\nLes rames \xE9taient\x1b arr\xEAt\xE9es\n")]);
    let inputs = run(&folder.request(&["a.txt"]));
    let problem = &inputs.skipped[0];
    assert_eq!(problem.message, "not valid UTF-8, and no safe guess: byte 14 (from 0) is 0xE9");
    let excerpt = "  |\n2 | Les rames <E9>taient\u{FFFD} arr<EA>t<E9>es\n  |           ^^^^ best guess windows-1252 (50 %); 80 % needed";
    assert_eq!(problem.excerpt.as_deref(), Some(excerpt));
    assert!(
        problem.help.as_deref().unwrap().starts_with("save the file as UTF-8, or: --encoding '")
    );
}

#[test]
fn a_line_of_200_megabytes_costs_no_memory() {
    let folder = Folder::new(&[("good.txt", b"All is well.")]);
    let file = fs::File::create(folder.path("huge.txt")).unwrap();
    let mut line = std::io::BufWriter::new(file);
    for _ in 0..200 {
        std::io::Write::write_all(&mut line, &[b'a'; 1 << 20]).unwrap();
    }
    drop(line);
    let inputs = run(&folder.request(&[""]));
    assert_eq!(folder.codes(&inputs.skipped), ["E113 huge.txt:1"]);
    assert_eq!(folder.ids(&inputs), ["good.txt"]);
}

#[test]
fn what_cannot_run_is_told_at_once() {
    let folder = Folder::new(&[("a.txt", b"text")]);
    let mut request = folder.request(&["a.txt", "missing.txt", "bad[.txt", "none-*.txt"]);
    request.exclude = vec!["x{".to_owned()];
    request.manifest = Some(folder.path("missing.csv"));
    let problems = list(&request).unwrap_err();
    let mut codes = folder.codes(&problems);
    codes.sort();
    let expected = [
        "E100 missing.txt",
        "E102 --exclude x{",
        "E102 bad[.txt",
        "E103 none-*.txt",
        "E104 missing.csv",
    ];
    assert_eq!(codes, expected);
}

#[cfg(target_os = "linux")]
#[test]
fn links_pipes_and_unreadable_files_do_not_stop_a_run() {
    use std::{os::unix::fs::symlink, process::Command};

    let folder = Folder::new(&[("in/a.txt", b"Prose."), ("in/sub/b.txt", b"More prose.")]);
    symlink(folder.path("in"), folder.path("in/sub/up")).unwrap();
    symlink("nowhere.txt", folder.path("in/dangling.txt")).unwrap();
    symlink("nowhere.png", folder.path("in/dangling.png")).unwrap();
    // Opens, but cannot be read, whoever runs the test.
    symlink("/proc/self/mem", folder.path("in/unreadable.txt")).unwrap();
    let made = Command::new("mkfifo").arg(folder.path("in/pipe.txt")).status().unwrap();
    assert!(made.success());
    let inputs = run(&folder.request(&["in"]));
    assert_eq!(folder.ids(&inputs), ["in/a.txt", "in/sub/b.txt"]);
    let expected = ["E101 in/dangling.txt", "E115 in/pipe.txt", "E101 in/unreadable.txt"];
    assert_eq!(folder.codes(&inputs.skipped), expected);
    assert_eq!(folder.codes(&inputs.warnings), ["E109 in/sub/up"]);
}

#[test]
fn a_file_may_disappear() {
    let folder = Folder::new(&[("a.txt", b"Prose."), ("b.txt", b"Prose.")]);
    let listing = list(&folder.request(&[""])).unwrap();
    fs::remove_file(folder.path("a.txt")).unwrap();
    let inputs = read(&listing, &RULES, "".as_bytes(), &|_| {});
    assert_eq!(folder.codes(&inputs.skipped), ["E101 a.txt"]);
    assert_eq!(folder.ids(&inputs), ["b.txt"]);
}

#[test]
fn an_empty_folder_gives_nothing() {
    let inputs = run(&Folder::new(&[]).request(&[""]));
    assert_eq!((inputs.articles.len(), inputs.skipped.len()), (0, 0));
}

const TREE: &[(&str, &[u8])] = &[
    ("a/one.txt", b"One."),
    ("a/two.MD", b"Two."),
    ("a/deep/three.text", b"Three."),
    ("a/deep/old/four.markdown", b"Four."),
    ("a/.hidden.txt", b"Hidden."),
    ("a/picture.png", b"No prose."),
    ("a/manifest.csv", b"path,source\none.txt,AP\n"),
    ("b/notes.log", b"Log."),
];

#[test]
fn inputs_stand_for_files() {
    let folder = Folder::new(TREE);
    let all =
        ["a/.hidden.txt", "a/deep/old/four.markdown", "a/deep/three.text", "a/one.txt", "a/two.MD"];
    let cases: &[(&[&str], &[&str])] = &[
        (&["a"], &all),
        (&["a/"], &all),
        (&[""], &all),
        (&["a/one.txt", "b/notes.log"], &["a/one.txt", "b/notes.log"]),
        (&["a/manifest.csv", "a/one.txt"], &["a/one.txt"]),
        (&["a/*.txt"], &["a/.hidden.txt", "a/one.txt"]),
        (&["a/*"], &all),
        (&["a/**/*.{text,markdown}"], &["a/deep/old/four.markdown", "a/deep/three.text"]),
        (&["a/d*"], &["a/deep/old/four.markdown", "a/deep/three.text"]),
        (&["a/**/old"], &["a/deep/old/four.markdown"]),
        (&["b/*.log"], &["b/notes.log"]),
    ];
    for (inputs, expected) in cases {
        assert_eq!(folder.ids(&run(&folder.request(inputs))), *expected, "{inputs:?}");
    }
}

#[test]
fn a_listing_depends_on_no_order_and_holds_a_file_once() {
    let folder = Folder::new(TREE);
    let inputs = ["a", "a/one.txt", "a/*.txt", "a/deep/../one.txt", "b/notes.log", "-"];
    let expected = list(&folder.request(&inputs)).unwrap().files;
    assert_eq!(expected.len(), 7);
    for turn in 1..inputs.len() {
        let mut turned = inputs;
        turned.rotate_left(turn);
        assert_eq!(list(&folder.request(&turned)).unwrap().files, expected);
    }
}

#[test]
fn files_are_included_and_excluded() {
    let folder = Folder::new(TREE);
    let cases: &[(&[&str], &[&str], &[&str])] = &[
        (&["*.txt"], &[], &["a/.hidden.txt", "a/one.txt"]),
        (&["deep"], &["old/"], &["a/deep/three.text"]),
        (&["a/deep/*"], &[], &["a/deep/old/four.markdown", "a/deep/three.text"]),
        (&[], &["a/deep/**", ".*"], &["a/one.txt", "a/two.MD"]),
        (&["./a/*.txt"], &["./a/one.txt"], &["a/.hidden.txt"]),
    ];
    let owned = |globs: &[&str]| globs.iter().map(ToString::to_string).collect();
    for (include, exclude, expected) in cases {
        let (include, exclude) = (owned(include), owned(exclude));
        let request = Request { include, exclude, ..folder.request(&[""]) };
        assert_eq!(folder.ids(&run(&request)), *expected, "{request:?}");
    }
    let request = Request { exclude: vec!["*.txt".to_owned()], ..folder.request(&["a/one.txt"]) };
    let inputs = run(&request);
    assert_eq!(inputs.articles, []);
    assert_eq!(folder.codes(&inputs.warnings), ["E108 a/one.txt"]);
}

#[test]
fn ignore_files_hold() {
    let folder = Folder::new(TREE);
    folder.write("a/.crosscheckignore", b"deep/\n*.MD\n");
    folder.write("a/.gitignore", b"one.txt\n");
    assert_eq!(folder.ids(&run(&folder.request(&[""]))), ["a/.hidden.txt", "a/one.txt"]);
}

#[test]
fn a_manifest_goes_before_the_text() {
    let rows = "\u{FEFF}Title;PATH;published;source;url\r\n\
                \"Talks; again\";a.txt;2024-03-05;Reuters;https://example.org/a\r\n\
                ;sub/b.txt;5 March 2024;;\r\n\
                ;gone.txt;;AFP;\r\n\
                too;few\r\n\
                ;c.txt;03/05/2024;TASS;\r\n\
                \"never closed;d.txt;2024-03-06;dpa;\r\n\
                ;e.txt;2024-03-07;EFE;\r\n";
    let article = b"---\nsource: Blog\ndate: 2020-01-01\n---\n\nProse.";
    let folder = Folder::new(&[
        ("manifest.csv", rows.as_bytes()),
        ("a.txt", article),
        ("sub/b.txt", article),
        ("c.txt", b"Prose."),
        ("d.txt", b"Prose."),
        ("e.txt", b"Prose."),
    ]);
    let inputs = run(&folder.request(&[""]));
    let found: Vec<_> = inputs
        .articles
        .iter()
        .map(|article| (article.source.as_str(), article.date().map(|date| date.to_string())))
        .collect();
    let day = |day: &str| Some(day.to_owned());
    let expected = [
        ("Reuters", day("2024-03-05")),
        ("TASS", None),
        ("d", None),
        ("EFE", day("2024-03-07")),
        ("Blog", day("2024-03-05")),
    ];
    assert_eq!(found, expected);
    assert_eq!(inputs.articles[0].title.as_deref(), Some("Talks; again"));
    assert_eq!(inputs.articles[0].url.as_deref(), Some("https://example.org/a"));
    assert_eq!(folder.codes(&inputs.skipped), ["E105 manifest.csv:5", "E105 manifest.csv:7"]);
    assert_eq!(folder.codes(&inputs.warnings), ["E107 manifest.csv:4", "E106 manifest.csv:6"]);
}

#[test]
fn the_nearest_manifest_wins_and_the_one_asked_for_before_all() {
    let folder = Folder::new(&[
        ("in/manifest.csv", b"path,source\nsub/a.txt,Outer\nb.txt,Outer\nsub/c.txt,Outer\n"),
        ("in/sub/manifest.csv", b"path,source\na.txt,Inner\nc.txt,Inner\n"),
        ("meta/all.csv", b"source,path\nAsked,../in/sub/c.txt\n"),
        ("in/sub/a.txt", b"Prose."),
        ("in/sub/c.txt", b"Prose."),
        ("in/b.txt", b"Prose."),
    ]);
    let manifest = Some(folder.path("meta/all.csv"));
    let inputs = run(&Request { manifest, ..folder.request(&["in"]) });
    let sources: Vec<_> = inputs.articles.iter().map(|article| article.source.as_str()).collect();
    assert_eq!(sources, ["Outer", "Inner", "Asked"]);

    folder.write("meta/all.csv", b"a,b\n1,2\n");
    let manifest = Some(folder.path("meta/all.csv"));
    let errors = list(&Request { manifest, ..folder.request(&["in"]) }).unwrap_err();
    assert_eq!(folder.codes(&errors), ["E104 meta/all.csv"]);
}

#[test]
fn front_matter_is_metadata() {
    let text = "\u{FEFF}---\r\nTitle: \"Talks: a start\"\r\nsource: 'BBC'\r\npublished: 2025-04-11T10:00:00Z\r\n\
                tags:\r\n  - a\r\nurl: https://example.org/a\r\n---\r\n# Heading\r\n\r\nProse.\r\n";
    let article = one("a.md", text);
    assert_eq!(article.text, text);
    assert_eq!(article.title.as_deref(), Some("Talks: a start"));
    assert_eq!(article.source, "BBC");
    assert_eq!(article.url.as_deref(), Some("https://example.org/a"));
    assert_eq!(published(&article), Some(("2025-04-11".to_owned(), FieldOrigin::FrontMatter)));
    assert_eq!(article.metadata.len(), 1);
    assert_eq!(article.metadata[0].start, 0);
    assert!(text[article.metadata[0].end as usize..].starts_with("# Heading"));

    let rule = one("b.md", "---\n\nNo metadata here.\n\n---\n\n# The `real` one #\nProse.\n");
    assert_eq!(rule.metadata, []);
    assert_eq!(rule.title.as_deref(), Some("The `real` one"));
    assert_eq!(rule.source, "b");

    let folder = Folder::new(&[("c.md", b"---\ndate: someday\n---\nProse.\n")]);
    assert_eq!(folder.codes(&run(&folder.request(&[""])).warnings), ["E106 c.md:2"]);
}

#[test]
fn first_lines_give_the_date() {
    let line = |origin| Some(("2025-04-11".to_owned(), origin));
    let cases: &[(&str, Dated, &[&str])] = &[
        (" date 2025-04-11 Envoys met.", line(FieldOrigin::DateLine), &["date 2025-04-11"]),
        (
            "\n\u{A0}Date: April 11, 2025\nMet.",
            line(FieldOrigin::DateLine),
            &["Date: April 11, 2025"],
        ),
        (
            "Talks\n\nFriday, April 11, 2025 10:30 ET\r\n\r\nMet.",
            line(FieldOrigin::DateLine),
            &["Friday, April 11, 2025 10:30 ET"],
        ),
        ("Talks\n\nLONDON, April 11, 2025 (Reuters) - Met.", line(FieldOrigin::Dateline), &[]),
        ("April 11, 2025 — Met.", line(FieldOrigin::Dateline), &[]),
        ("Date night is on April 11, 2025.", None, &[]),
        ("They met on April 11, 2025 - a Friday.", None, &[]),
        ("date 2025-04-31 Envoys met.", None, &[]),
    ];
    for (text, expected, spans) in cases {
        let article = one("a.txt", text);
        assert_eq!(published(&article), *expected, "{text}");
        assert_eq!(metadata(&article), *spans, "{text}");
        assert_eq!(article.text, *text);
    }
}

#[test]
fn records_are_articles() {
    let lines = [
        r#"{"id":"x1","text":"One.","published":"2025-04-11","source":"BBC","url":"u","title":"T"}"#,
        "",
        r#"{"text":"Two. 🙂","more":[1,{"a":null}]}"#,
        r#"{"id":7,"text":"date 2025-04-12 Three.","source":null}"#,
        r#"{"id":"x1","text":"One again."}"#,
        r#"{"id":"x2"}"#,
        r#"{"id":"x3","text":"cut off"#,
        r#"["no","object"]"#,
        r#"{"id":"x4","text":"  "}"#,
        r#"{"id":"x5","text":"Five.","published":"soon"}"#,
    ];
    let text = format!("\u{FEFF}{}\r\n", lines.join("\r\n"));
    let bytes = [
        text.as_bytes(),
        b"{\"text\":\"\xE9\"}\n",
        &[b'a'; 400],
        b"\n{\"id\":\"end\",\"text\":\"End.\"}",
    ]
    .concat();
    let folder = Folder::new(&[("wire.jsonl", &bytes)]);
    let request = Request { max_line: 300, ..folder.request(&[""]) };
    let inputs = run(&request);
    assert_eq!(folder.ids(&inputs), ["x1", "wire.jsonl#3", "7", "x5", "end"]);
    assert_eq!(inputs.bytes, bytes.len() as u64);
    let first = &inputs.articles[0];
    assert_eq!((first.source.as_str(), first.title.as_deref()), ("BBC", Some("T")));
    assert_eq!(published(first), Some(("2025-04-11".to_owned(), FieldOrigin::Field)));
    assert_eq!(inputs.articles[1].source, "wire");
    assert_eq!(inputs.articles[2].date(), Some(date(2025, 4, 12)));
    let expected = [
        "E120 wire.jsonl:6",
        "E120 wire.jsonl:7:26",
        "E120 wire.jsonl:8",
        "E112 wire.jsonl:9",
        "E110 wire.jsonl:11:10",
        "E113 wire.jsonl:12",
        "E121 wire.jsonl:5",
    ];
    assert_eq!(folder.codes(&inputs.skipped), expected);
    assert_eq!(folder.codes(&inputs.warnings), ["E106 wire.jsonl:10"]);
}

#[test]
fn standard_input_is_text_or_records() {
    let text = run_piped("\u{FEFF}Prose of 2024.\r\nMore.".as_bytes());
    assert_eq!(text.articles[0].id, "-");
    assert_eq!(text.articles[0].source, "stdin");
    assert_eq!(text.articles[0].text, "\u{FEFF}Prose of 2024.\r\nMore.");
    assert_eq!(metadata(&text.articles[0]), ["\u{FEFF}"]);

    let records =
        run_piped(b"\n \n{\"text\":\"One.\"}\nno record\n{\"id\":\"b\",\"text\":\"Two.\"}\n");
    let ids: Vec<_> = records.articles.iter().map(|article| article.id.as_str()).collect();
    assert_eq!(ids, ["-#3", "b"]);
    assert_eq!(records.skipped[0].place, "-:4");

    for (bytes, code) in [(b"".as_slice(), "E112"), (b"a\0b", "E111"), (b"a\xFF", "E110")] {
        assert_eq!(run_piped(bytes).skipped[0].code, code);
    }
}

#[test]
fn offsets_refer_to_the_file() {
    let bytes = "\u{FEFF}Title\r\n\r\nOne\u{A0}two.\r\n".as_bytes();
    let folder = Folder::new(&[("a.txt", bytes)]);
    let inputs = run(&folder.request(&["a.txt"]));
    assert_eq!(inputs.articles[0].text.as_bytes(), bytes);
    assert_eq!(fs::read(Path::new(&inputs.articles[0].id)).unwrap(), bytes);
    assert_eq!(inputs.bytes, bytes.len() as u64);
}

proptest::proptest! {
    /// No bytes bring the reader down; each input is an article or a problem, spans fit the text.
    #[test]
    fn any_bytes_are_read_or_left_out(
        parts in proptest::collection::vec(proptest::sample::select(FRAGMENTS), 0..12),
        noise in proptest::collection::vec(proptest::num::u8::ANY, 0..4),
    ) {
        let bytes = [parts.concat(), noise].concat();
        let inputs = run_piped(&bytes);
        assert!(!inputs.articles.is_empty() || !inputs.skipped.is_empty());
        for article in &inputs.articles {
            assert!(article.metadata.is_sorted_by(|a, b| a.end <= b.start));
            for span in &article.metadata {
                assert!(!span.of(&article.text).is_empty());
            }
        }
        let folder = Folder::new(&[("manifest.csv", &bytes), ("a.md", &bytes), ("b.jsonl", &bytes)]);
        run(&folder.request(&[""]));
    }
}

const FRAGMENTS: &[&[u8]] = &[
    b"---\n",
    b"\n",
    b"\r\n",
    b"\xEF\xBB\xBF",
    b"\xC2\xA0",
    b" ",
    b"date ",
    b"2025-04-11",
    b"T10:00Z",
    b"April 11, 2025",
    b" \xE2\x80\x94 ",
    b" (AP) - ",
    b"LONDON, ",
    b"date: ",
    b"title: x",
    b"# ",
    b"path,source\n",
    b"\"",
    b";",
    b",",
    b"{\"text\":\"",
    b"\"}",
    b"\xF0\x9F\x99\x82",
    b"```\n",
];
