//! The command from outside: exit codes, what goes where.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use crosscheck::report::Format;
use tempfile::TempDir;

const ARTICLE: &str = "date 2024-03-05\n\nThe line was dark for 45 minutes on Friday.\n";

/// Runs crosscheck in `folder` without a terminal.
fn crosscheck(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    for name in ["LC_ALL", "LC_CTYPE", "LANG", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

fn with_stdin(folder: &Path, arguments: &[&str], text: &str) -> Output {
    let mut command = command(folder, arguments);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder with `articles/a.txt`, an empty folder `none`, and `bad/` with one binary file.
fn folder() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for name in ["articles", "none", "bad"] {
        fs::create_dir(root.path().join(name)).unwrap();
    }
    fs::write(root.path().join("articles/a.txt"), ARTICLE).unwrap();
    fs::write(root.path().join("bad/a.txt"), ARTICLE).unwrap();
    fs::write(root.path().join("bad/b.txt"), b"\0\0\0\x01binary\0").unwrap();
    fs::write(root.path().join("file"), "taken").unwrap();
    root
}

#[test]
fn exit_codes() {
    let root = folder();
    let cases: &[(&[&str], i32, &str)] = &[
        (&["run", "articles"], 0, "Checked 1 article, 1 source"),
        (&["run", "missing"], 2, "--> missing"),
        (&["run", "none"], 2, "no article to read"),
        (&["run", "none", "--allow-empty"], 0, "Checked 0 articles"),
        (&["run", "bad"], 3, "--> bad/b.txt"),
        (&["run", "bad", "--bad-input", "fail"], 2, "--bad-input fail"),
        (&["run", "bad/b.txt"], 2, "nothing was checked"),
        (&["run", "articles", "--exclude", "a.txt"], 2, "no article to read"),
        (&["run", "articles", "--no-such-flag"], 2, "--no-such-flag"),
        (&["run", "articles", "-f", "pdf"], 2, "unknown format `pdf`"),
        (&["run", "articles", "-f", "csv", "-f", "jsonl"], 2, "only one format"),
        (&["run", "articles", "-o", "file"], 2, "error[E300]"),
        (&["run", "missing", "-o", "file/out"], 2, "error[E300]"),
        (&["run", "articles", "-o", "/proc/crosscheck"], 2, "error[E300]"),
        (&["run", "articles", "-f", "csv=none"], 2, "error[E300]"),
        (&["run", "articles", "--rules", "missing"], 2, "--> missing"),
        (&["run", "--files-from", "missing"], 2, "error[E131]"),
        (&["explain", "cx-0000000000"], 2, "cx-0000000000"),
        (&["inspect", "--stage", "articles", "missing"], 2, "--> missing"),
        (&["rules", "validate", "missing.toml"], 2, "--> missing.toml"),
        (&[], 2, "Usage"),
    ];
    for (arguments, code, said) in cases {
        let output = crosscheck(root.path(), arguments);
        assert_eq!(output.status.code(), Some(*code), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(said), "{arguments:?}: {}", stderr(&output));
        assert_eq!(stdout(&output), "", "{arguments:?}");
    }
    let left: Vec<_> = fs::read_dir(root.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().starts_with('.'))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// A title longer than any cell, a sentence of emoji, letters that turn or end a line.
#[test]
fn what_no_spreadsheet_takes_is_cut_and_counted() {
    let root = folder();
    let article = |id: &str, number: usize| {
        let text = format!(
            "A bus crash in Lima on Monday killed {number} people, a \0 mayor \u{202e}said. {}. {}.",
            "😀".repeat(33_000),
            "word ".repeat(8_000)
        );
        let fields = serde_json::json!({"id": id, "source": id, "published": "2025-03-03", "title": "t".repeat(40_000), "text": text});
        format!("{fields}\n")
    };
    fs::write(root.path().join("long.jsonl"), article("a", 12) + &article("b", 19)).unwrap();
    let output = crosscheck(root.path(), &["run", "long.jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("\nCut: "), "{}", stderr(&output));
    let mut cut = 0;
    for name in ["findings.csv", "claims.csv"] {
        let mut table = csv::Reader::from_path(root.path().join("out").join(name)).unwrap();
        for cell in table
            .records()
            .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        {
            assert!(cell.encode_utf16().count() <= 32_000 && !cell.contains(['\0', '\u{202e}']));
            cut += usize::from(cell.ends_with("more; see findings.jsonl]"));
        }
    }
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook(root.path().join("out/report.xlsx")).unwrap();
    let claims = calamine::Reader::worksheet_range(&mut book, "Claims").unwrap();
    assert!(cut > 0 && claims.rows().flatten().any(|cell| cell.to_string().contains("[cut, ")));
    let page = fs::read_to_string(root.path().join("out/report.html")).unwrap();
    assert!(page.len() < 200_000 && !page.contains(['\0', '\u{202e}']), "{} bytes", page.len());
}

#[test]
fn help_shows_the_exit_codes() {
    let root = folder();
    for arguments in [&["--help"][..], &["run", "--help"]] {
        let output = crosscheck(root.path(), arguments);
        assert_eq!(output.status.code(), Some(0));
        assert!(stdout(&output).contains("130  interrupted"));
    }
}

#[test]
fn the_format_never_changes_the_code() {
    let root = folder();
    let all = Format::ALL.map(Format::name);
    for format in all.into_iter().chain(["jsonl=x/f.jsonl"]) {
        for (input, code) in [("articles", 0), ("bad", 3)] {
            let output = crosscheck(root.path(), &["run", input, "-f", format]);
            assert_eq!(output.status.code(), Some(code), "{format}");
            assert!(output.stdout.is_empty() || !format.contains('='), "{format}");
        }
    }
    assert!(root.path().join("x/f.jsonl").exists());
    assert!(!root.path().join("out").exists());
}

#[test]
fn the_report_folder_holds_every_file() {
    let root = folder();
    let output = crosscheck(root.path(), &["run", "bad", "articles"]);
    let last = stderr(&output).lines().last().unwrap().to_owned();
    let files = "report.html report.xlsx findings.csv claims.csv findings.jsonl datapackage.json \
                 unchecked.csv skipped.csv summary.md summary.json manifest.json";
    let said = files.replacen("report.html", "report.html (start here)", 1);
    assert_eq!(last, format!("Wrote out/: {said}"));
    for name in files.split(' ') {
        assert!(root.path().join("out").join(name).exists(), "{name}");
    }
    let skipped = fs::read_to_string(root.path().join("out/skipped.csv")).unwrap();
    assert!(skipped.contains("bad/b.txt,E111,"), "{skipped}");
    let package = fs::read(root.path().join("out/datapackage.json")).unwrap();
    assert!(serde_json::from_slice::<serde_json::Value>(&package).is_ok());
    let summary = fs::read(root.path().join("out/summary.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&summary).unwrap();
    let findings = fs::read_to_string(root.path().join("out/findings.jsonl")).unwrap();
    assert_eq!(summary["findings"], findings.lines().count());
    assert_eq!(summary["skipped"][0]["code"], "E111");
    let sources = summary["sources"].as_array().unwrap();
    let articles: u64 = sources.iter().map(|source| source["articles"].as_u64().unwrap()).sum();
    assert_eq!(summary["articles"], articles);
    let markdown = fs::read_to_string(root.path().join("out/summary.md")).unwrap();
    assert!(markdown.contains("| contradict | "), "{markdown}");
}

#[test]
fn what_was_not_checked_is_listed_with_its_place_and_reason() {
    let root = folder();
    let text = "Ferry runs aground off Tolland\n\n\
        The ferry hit a rock on Friday. All 84 passengers were rescued.\n\n\
        =cmd, said one of them. It was a Boeing 737.\n\n\
        Posted at 10:45 on 3 May 2024\n";
    fs::write(root.path().join("ferry.txt"), text).unwrap();
    let output = crosscheck(root.path(), &["run", "ferry.txt", "--csv-dialect", "plain"]);
    let ledger = fs::read_to_string(root.path().join("out/unchecked.csv")).unwrap();
    insta::assert_snapshot!(ledger, @r#"
path,line,claim_type,value,why,sentence
ferry.txt,3,date,Friday,about nobody named,[ferry] “The ferry hit a rock on Friday.”
ferry.txt,5,count,one,pronoun,"[ferry] “=cmd, said one of them.”"
ferry.txt,5,count,737,serial number,[ferry] “It was a Boeing 737.”
ferry.txt,7,time,10:45,not in the article's prose,[ferry] “Posted at 10:45 on 3 May 2024”
ferry.txt,7,date,3 May 2024,not in the article's prose,[ferry] “Posted at 10:45 on 3 May 2024”
"#);
    let summary = stderr(&output);
    let counted = summary.lines().find(|line| line.starts_with("Values not checked"));
    insta::assert_snapshot!(counted.unwrap(), @"Values not checked: 5 (2 not in the article's prose, 1 about nobody named, 1 pronoun, 1 serial number)");
}

#[test]
fn planted_values_are_caught_or_named() {
    let root = folder();
    let quake = "An earthquake struck the town of Tolland on Monday, 4 March.";
    for (name, text) in [
        ("one.txt", "It killed 14 people, the mayor said, and he asked for tents and blankets."),
        ("two.txt", "Rescuers dug all night. The quake killed 14 people and hurt 60."),
    ] {
        fs::write(root.path().join("none").join(name), format!("{quake} {text}\n")).unwrap();
    }
    let output = crosscheck(root.path(), &["mutate", "none"]);
    let lines: Vec<serde_json::Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let killed = lines.iter().find(|line| line["attribute"] == "killed").unwrap();
    assert_eq!((&killed["was"], &killed["planted"]), (&"14 people".into(), &"21 people".into()));
    assert_eq!((&killed["caught"], &killed["verdict"]), (&true.into(), &"contradict".into()));
    let hurt = lines.iter().find(|line| line["attribute"] == "injured").unwrap();
    assert_eq!((&hurt["corroborated"], &hurt["reason"]), (&false.into(), &"altered-copy".into()));
    for line in &lines {
        assert_eq!(line["missed"].is_null(), line["caught"] == true, "{line}");
    }
    assert!(
        stderr(&output).contains("against another article that answers the same question: "),
        "{}",
        stderr(&output)
    );
    assert!(stdout(&crosscheck(root.path(), &["--help"])).contains("For measuring:"));
}

#[test]
fn pairs_are_judged_with_the_way_a_number_was_worked_out() {
    let root = folder();
    let pairs = [
        r#"{"id": 1, "premise": "Nina had 14 pears and got 8 pears.", "hypothesis": "Nina has 22 pears now."}"#,
        r#"{"id": "b", "premise": "The bridge is 420 metres long.", "hypothesis": "The bridge is 450 metres long."}"#,
    ];
    fs::write(root.path().join("pairs.jsonl"), pairs.join("\n")).unwrap();
    let output = crosscheck(root.path(), &["pairs", "pairs.jsonl"]);
    let lines: Vec<serde_json::Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["id"], &lines[0]["label"]), (&1.into(), &"agree".into()));
    assert_eq!(lines[0]["steps"][2]["text"], "14 + 8 = 22");
    assert_eq!((&lines[1]["id"], &lines[1]["label"]), (&"b".into(), &"contradict".into()));
    fs::write(root.path().join("bad.jsonl"), "{}").unwrap();
    let output = crosscheck(root.path(), &["pairs", "bad.jsonl"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--> bad.jsonl:1"), "{}", stderr(&output));
}

#[test]
fn labels_give_precision_by_match_score() {
    let root = folder();
    let quake = "An earthquake struck the town of Tolland on Monday.";
    fs::write(root.path().join("none/a.txt"), format!("{quake} It killed 14 people.\n")).unwrap();
    fs::write(root.path().join("none/b.txt"), format!("{quake} The quake killed 19 people.\n"))
        .unwrap();
    let at = quake.len() + 1;
    let label = format!(
        r#"{{"cluster": "none", "a": {{"doc": "a", "quote": "It killed 14 people", "start": {at}}}, "b": {{"doc": "b", "quote": "The quake killed 19 people", "start": {at}}}, "expected": "contradict"}}"#
    );
    fs::write(root.path().join("gold.jsonl"), label).unwrap();
    let output = crosscheck(root.path(), &["eval", "none", "--gold", "gold.jsonl"]);
    insta::assert_snapshot!(stdout(&output), @r"
    match score  conflicts         from here on      agreements
    0.80         1 of 1 (100 %)    1 of 1 (100 %)    none
    75 % of the conflicts are right from: 0.80
    90 % of the conflicts are right from: 0.80
    95 % of the conflicts are right from: 0.80
    contradictions found: 1 of 1 (100 %)
    agreements found: none
    ");
}

#[test]
fn a_read_only_report_is_kept() {
    let root = folder();
    let target = root.path().join("out/findings.csv");
    fs::create_dir(root.path().join("out")).unwrap();
    fs::write(&target, "mine").unwrap();
    let mut permissions = fs::metadata(&target).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&target, permissions).unwrap();
    let output = crosscheck(root.path(), &["run", "articles"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stderr(&output).contains("warning[E301]"));
    assert!(stderr(&output).contains(" report.xlsx findings-2.csv claims.csv "));
    assert_eq!(fs::read_to_string(&target).unwrap(), "mine");
}

#[test]
fn standard_input_is_an_article() {
    let root = folder();
    for arguments in [&["run", "-"][..], &["run"], &["run", "--files-from", "-"]] {
        let list = arguments.contains(&"--files-from");
        let text = if list { "# list\n\narticles/a.txt\n" } else { ARTICLE };
        let output = with_stdin(root.path(), arguments, text);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).starts_with("Checked 1 article"));
    }
    let empty = with_stdin(root.path(), &["run"], "");
    assert_eq!(empty.status.code(), Some(2));
}

#[test]
fn inspect_prints_json_lines() {
    let root = folder();
    let output = crosscheck(root.path(), &["inspect", "--stage", "articles", "articles"]);
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["article"], "articles/a.txt");
    assert_eq!(line["published"], "2024-03-05");
    assert_eq!(line["published_from"], "date-line");
    assert_eq!(line["text"], ARTICLE);
    for stage in ["sentences", "mentions", "claims"] {
        let output = crosscheck(root.path(), &["inspect", "--stage", stage, "articles"]);
        assert_eq!(output.status.code(), Some(0));
        for line in stdout(&output).lines() {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(value["article"], "articles/a.txt");
        }
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let root = folder();
    let large = "The line was dark for 45 minutes on Friday. ".repeat(20_000);
    fs::write(root.path().join("articles/large.txt"), large).unwrap();
    let mut command = command(root.path(), &["inspect", "--stage", "articles", "articles"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stderr(&output), "");
}

/// Runs over `articles/`, which holds one good article beside what the test puts there, and gives
/// what is said; the good article must be read.
fn with_one_bad(root: &TempDir, flags: &[&str]) -> String {
    let output = crosscheck(root.path(), &[&["run", "articles"], flags].concat());
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(stderr(&output).contains("Checked 1 article, "), "{}", stderr(&output));
    let claims = fs::read_to_string(root.path().join("out/claims.csv")).unwrap();
    assert!(claims.contains("45 minutes"), "{claims}");
    stderr(&output)
}

/// Asserts that exactly one problem is told, by these lines.
fn tells(said: &str, lines: &[&str]) {
    let told = said.lines().take_while(|line| !line.starts_with("Checked "));
    assert_eq!(told.collect::<Vec<_>>(), lines);
}

#[test]
fn bad_files_are_named_and_the_others_read() {
    const LEFT_OUT: &str = "   = help: leave it out: --exclude 'articles/bad.txt'";
    type Bad = (&'static [u8], &'static str, &'static str, &'static [&'static str], &'static str);
    let cases: [Bad; 4] = [
        (
            b"",
            "warning[E112]: there is no text in it",
            "articles/bad.txt",
            &[],
            "   = help: check that the article was saved in full",
        ),
        (
            b"\0\0\0\x01binary\0",
            "warning[E111]: a binary file: it has a NUL byte near its start",
            "articles/bad.txt",
            &[],
            LEFT_OUT,
        ),
        (
            b"Short.\nThis line has more than the sixty bytes that the flag below allows.\n",
            "warning[E113]: this line is longer than 60 bytes",
            "articles/bad.txt:2",
            &[],
            "   = help: break the text into paragraphs, a line each, or allow more with --max-line",
        ),
        (
            b"one\nLes rames \xE9taient\n",
            "warning[E110]: not valid UTF-8, and no safe guess: byte 14 (from 0) is 0xE9",
            "articles/bad.txt:2:11",
            &[
                "  |",
                "2 | Les rames <E9>taient",
                "  |           ^^^^ best guess windows-1252 (33 %); 80 % needed",
            ],
            "   = help: save the file as UTF-8, or: --encoding 'articles/bad.txt=windows-1252'",
        ),
    ];
    for (bytes, message, place, excerpt, help) in cases {
        let root = folder();
        fs::write(root.path().join("articles/bad.txt"), bytes).unwrap();
        let place = format!("  --> {place}");
        let note = "   = note: skipped; the other inputs are read";
        let lines = [&[message, &place], excerpt, &[note, help]].concat();
        tells(&with_one_bad(&root, &["--max-line", "60"]), &lines);
        let skipped = fs::read_to_string(root.path().join("out/skipped.csv")).unwrap();
        assert_eq!(skipped.lines().count(), 2, "{skipped}");
    }
}

#[cfg(unix)]
#[test]
fn what_cannot_be_opened_is_named_and_the_others_read() {
    let root = folder();
    std::os::unix::fs::symlink("nowhere", root.path().join("articles/bad.txt")).unwrap();
    let lines = [
        "warning[E101]: cannot read this: no such file or directory",
        "  --> articles/bad.txt",
        "   = note: skipped; the other inputs are read",
        "   = help: check that it is still there, or leave it out: --exclude 'articles/bad.txt'",
    ];
    tells(&with_one_bad(&root, &[]), &lines);

    let root = folder();
    let pipe = Command::new("mkfifo").arg(root.path().join("articles/bad.txt")).status();
    assert!(pipe.unwrap().success());
    let lines = [
        "warning[E115]: a pipe or device, not a file",
        "  --> articles/bad.txt",
        "   = note: skipped; the other inputs are read",
        "   = help: to read a stream, give `-` and redirect it to standard input",
    ];
    tells(&with_one_bad(&root, &[]), &lines);
}

#[test]
fn a_bad_manifest_row_leaves_the_others_in_use() {
    let root = folder();
    let manifest = "path,source\nbroken\na.txt,Evening Star\n";
    fs::write(root.path().join("articles/manifest.csv"), manifest).unwrap();
    let lines = [
        "warning[E105]: cannot use this row: 2 columns expected, 1 found",
        "  --> articles/manifest.csv:2",
        "   = note: row skipped; the other rows are used, and the article is read without it",
        "   = help: a cell that holds a separator or a line break needs double quotes around it",
    ];
    tells(&with_one_bad(&root, &[]), &lines);
    let claims = fs::read_to_string(root.path().join("out/claims.csv")).unwrap();
    assert!(claims.contains("Evening Star"), "{claims}");
}

#[test]
fn what_stops_a_run_is_told_before_anything_is_written() {
    let root = folder();
    let rule = "id = \"storm\"\nlabel = \"storm\"\nevent = [\"storm\"]\n";
    fs::create_dir_all(root.path().join("rules/event")).unwrap();
    fs::write(root.path().join("rules/event/storm.toml"), rule.replace("label", "lable")).unwrap();
    let cases: &[(&[&str], &[&str])] = &[
        (
            &["missing", "articles"],
            &[
                "error[E100]: there is no such file or folder",
                "  --> missing",
                "   = help: check the path; a glob needs `*`, `?`, `[` or `{`",
            ],
        ),
        (
            &["none"],
            &[
                "error[E130]: no article to read",
                "  --> none",
                "   = help: name a file or folder with articles, or pass --allow-empty",
            ],
        ),
        (
            &["articles", "--rules", "rules"],
            &[
                "error[E201]: unknown key `lable`, did you mean `label`?",
                "  --> rules/event/storm.toml:2:1",
                "2 | lable = \"storm\"",
                "  | ^^^^^",
            ],
        ),
        // The output is tried before the inputs: this one is missing, too.
        (&["missing", "-o", "file"], &["error[E300]", "  --> file"]),
    ];
    for (arguments, lines) in cases {
        let output = crosscheck(root.path(), &[&["run"], *arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = stderr(&output);
        for line in *lines {
            assert!(said.lines().any(|told| told.starts_with(line)), "{line} is not in\n{said}");
        }
        assert!(!said.contains("Checked"), "{said}");
        assert!(!root.path().join("out/findings.csv").exists(), "{arguments:?}");
    }
    assert_eq!(fs::read_to_string(root.path().join("file")).unwrap(), "taken");
}

const FINDING: &str = r#"{"finding_id":"cx-7k2m9q4dzt","verdict":"contradict","reason":"disjoint-values","severity":"error","subject":"Line 4 blackout","attribute":"duration","summary":"They differ.","match_score":0.93,"n_independent":1,"n_sources":2,"asof_first":null,"asof_last":null,"positions":[{"value":"45 minutes","low":2700,"high":2700,"unit":"s","origins":1},{"value":"over an hour","low":3600,"high":null,"unit":"s","origins":1}],"conflicts":[[0,1,"contradict"]],"claims":[{"claim_id":"cl-1","article":"a.txt","source":"BBC","published":"2024-03-05","holder":["police"],"position":0,"quote":"It was dark for 45 minutes.","start":10,"end":37,"value_start":26,"value_end":36,"value":"45 minutes","kind":"duration","low":2700,"high":2700,"unit":"s","qualifier":"exact","origin":1,"rule":"duration","current":true,"title":null,"url":null,"line":1,"column":17,"char_start":26,"char_end":36,"subject":"Line 4 blackout","attribute":"duration","asof":null,"denied":false,"normalised_by":"duration.number-unit","match_score":0.93,"signs":[]},{"claim_id":"cl-2","article":"b.txt","source":"AP","published":null,"holder":[],"position":1,"quote":"It was dark for over an hour.","start":0,"end":29,"value_start":16,"value_end":28,"value":"over an hour","kind":"duration","low":3600,"high":null,"unit":"s","qualifier":"more_than","origin":2,"rule":"duration","current":true,"title":null,"url":null,"line":1,"column":17,"char_start":16,"char_end":28,"subject":"Line 4 blackout","attribute":"duration","asof":null,"denied":false,"normalised_by":"duration.number-unit","match_score":0.93,"signs":[]}],"steps":[{"text":"45 min are 2700 s","quote":"45 minutes"}],"evidence_hash":"ev-4h8w2m1r","kind":"duration","change":"new","review":null}"#;

#[test]
fn explain_shows_why() {
    let root = folder();
    fs::write(root.path().join("findings.jsonl"), FINDING).unwrap();
    for id in ["cx-7k2m9q4dzt", "cl-2"] {
        let output = crosscheck(root.path(), &["explain", id, "--in", "findings.jsonl"]);
        insta::allow_duplicates! {
            insta::assert_snapshot!(stdout(&output), @r#"
✗ contradict  Line 4 blackout / duration  cx-7k2m9q4dzt
They differ.

Why: disjoint-values: no number fits both wordings
Severity: error
Match: 0.93 of 1 that the claims answer one question
Support: 1 independent voice in 2 sources

1. 45 minutes = 2700 s (1 origin)
   [BBC, 2024-03-05, citing police] a.txt bytes 26-36, origin 1
   “It was dark for **45 minutes**.”
   45 minutes (duration, exact) = 2700 s; rule duration, claim cl-1

2. over an hour = from 3600 s (1 origin)
   [AP] b.txt bytes 16-28, origin 2
   “It was dark for **over an hour**.”
   over an hour (duration, more_than) = from 3600 s; rule duration, claim cl-2

Answers 1 and 2: contradict
Tolerance, exact: half a unit of the last digit written, at most 2.5 %; whole numbers below 100 none
Tolerance, more_than: open above, but far above it is unclear
Steps:
  1. 45 min are 2700 s “45 minutes”
"#);
        }
    }
    let rule = crosscheck(root.path(), &["explain", "storm"]);
    assert!(stdout(&rule).starts_with("# rules/event/storm.toml\n"));
    assert!(stdout(&rule).contains("[[counterexample]]"));
}

#[test]
fn rules_are_listed_and_checked() {
    let root = folder();
    let list = crosscheck(root.path(), &["rules", "list"]);
    assert!(stdout(&list).lines().any(|line| line.starts_with("storm ")));
    assert_eq!(crosscheck(root.path(), &["rules", "validate"]).status.code(), Some(0));
    fs::create_dir(root.path().join("words")).unwrap();
    fs::create_dir(root.path().join("words/attribute")).unwrap();
    let rule = "id = \"gifts\"\nlabel = \"gifts\"\nvalue = \"count\"\nabout = \"event\"\n\
                [[pattern]]\nmatch = \"unwrap~ <value>\"\n[[pattern]]\nmatch = \"(got|has) <value>\"\n\
                [[example]]\ntext = \"She got 3 gifts.\"\nvalue = \"3\"\n\
                [[example]]\ntext = \"He has 5 gifts.\"\nvalue = \"5\"\n\
                [[counterexample]]\ntext = \"She got 3 letters.\"\n";
    fs::write(root.path().join("words/attribute/gifts.toml"), rule).unwrap();
    let unused = crosscheck(root.path(), &["rules", "list", "--unused", "--rules", "words"]);
    assert_eq!(unused.status.code(), Some(1));
    assert!(stdout(&unused).lines().any(|line| line.starts_with("gifts.1 ")));
    assert!(!stdout(&unused).lines().any(|line| line.starts_with("gifts.2 ")));
    assert!(stderr(&unused).contains("No example reaches"), "{}", stderr(&unused));
    fs::create_dir_all(root.path().join("rules/event")).unwrap();
    let bad = root.path().join("rules/event/storm.toml");
    fs::write(&bad, "id = \"storm\"\nlable = \"storm\"\n").unwrap();
    for arguments in [
        &["rules", "validate", "rules"][..],
        &["rules", "validate", "rules/event/storm.toml"],
        &["run", "articles", "--rules", "rules"],
    ] {
        let output = crosscheck(root.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains("rules/event/storm.toml"), "{}", stderr(&output));
    }
}

#[test]
fn a_name_in_very_many_articles_is_told_with_what_was_not_looked_at() {
    let root = folder();
    let line = |number: usize, year: usize| {
        let letter = |it: u8| char::from(b'b' + 2 * (it - b'0'));
        let district: String = format!("{number:03}").bytes().map(letter).collect();
        format!(
            "{{\"id\":\"a{number}\",\"published\":\"{year}-03-05\",\"source\":\"S{number}\",\
             \"text\":\"The mayor of Zaltford opened a {district} fair in Quor{district}.\"}}\n"
        )
    };
    let told = |articles: usize, years: usize| {
        let run = ["run", "-", "--no-cache", "-f", "jsonl"];
        let news: String = (0..articles).map(|it| line(it, 1990 + it % years)).collect();
        stderr(&with_stdin(root.path(), &run, &news))
    };
    for (articles, years) in [(400, 1), (410, 30)] {
        let few = told(articles, years);
        assert!(!few.contains("Names in very many articles"), "{few}");
    }
    // Each of the last ten has 400 to 409 before it, of which it meets 64.
    let many = told(410, 1);
    let pairs: usize = (400..410).map(|before| before - 64).sum();
    let expected = format!("(zaltford) lead to the latest of them only: at most {pairs} pairs");
    assert!(many.contains(&expected), "{many}");
}
