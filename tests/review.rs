//! What reviewers write survives every run.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use crosscheck::review::{Desk, Place};
use rust_xlsxwriter::Workbook;
use tempfile::TempDir;

const A: &str = "date 2025-03-03\n\nA bus crash in Lima on Monday killed 12 people.\n";
const B: &str = "date 2025-03-03\n\nA bus crash in Lima on Monday killed 19 people.\n";

type Rows = Vec<BTreeMap<String, String>>;

struct Case {
    root: TempDir,
}

impl Case {
    fn new() -> Case {
        let case = Case { root: tempfile::tempdir().unwrap() };
        fs::create_dir(case.path("in")).unwrap();
        fs::write(case.path("in/a.txt"), A).unwrap();
        fs::write(case.path("in/b.txt"), B).unwrap();
        case
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn crosscheck(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck"));
        command.current_dir(self.root.path()).args(arguments).stdin(Stdio::null());
        command.env("LC_ALL", "C.UTF-8").output().unwrap()
    }

    /// Runs, and gives what was said.
    fn run(&self) -> String {
        let done = self.crosscheck(&["run", "in", "-o", "out"]);
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(0), "{said}");
        said
    }

    fn rows(&self, name: &str) -> Rows {
        rows(&fs::read(self.path(name)).unwrap())
    }

    /// The row of the dispute about the dead.
    fn dispute(&self) -> BTreeMap<String, String> {
        let rows = self.rows("out/findings.csv");
        rows.into_iter().find(|row| row["attribute"].contains("killed")).unwrap()
    }

    /// Types into the row of the dispute.
    fn edit(&self, name: &str, words: &[(&str, &str)]) {
        let id = self.dispute()["finding_id"].clone();
        let bytes = fs::read(self.path(name)).unwrap();
        let edited = edited(&bytes, &id, words);
        fs::write(self.path(name), edited).unwrap();
    }
}

fn rows(bytes: &[u8]) -> Rows {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        let cells = header.iter().zip(record.iter());
        cells
            .map(|(name, cell)| (name.trim_start_matches('\u{feff}').to_owned(), cell.to_owned()))
            .collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn edited(bytes: &[u8], id: &str, words: &[(&str, &str)]) -> Vec<u8> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().unwrap().clone();
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&header).unwrap();
    for record in reader.records() {
        let record = record.unwrap();
        let here = record.iter().any(|cell| cell == id);
        let cells = header.iter().zip(record.iter()).map(|(name, cell)| {
            let word = words.iter().find(|(column, _)| here && *column == name);
            word.map_or(cell, |(_, word)| word)
        });
        out.write_record(cells).unwrap();
    }
    out.into_inner().unwrap()
}

const WORDS: [(&str, &str); 3] =
    [("review_status", "confirmed"), ("review_note", "called the hospital"), ("reviewer", "Ann")];

#[track_caller]
fn assert_says(row: &BTreeMap<String, String>, state: &str, words: [&str; 3]) {
    let said = ["review_status", "review_note", "reviewer"].map(|name| row[name].as_str());
    assert_eq!((row["review_state"].as_str(), said), (state, words));
}

#[test]
fn a_note_in_the_spreadsheet_survives_runs_and_reopens_on_a_new_value() {
    let case = Case::new();
    case.run();
    assert_eq!(case.dispute()["change"], "new");
    assert!(!case.path("out/review.csv").exists(), "nobody said anything yet");
    case.edit("out/findings.csv", &WORDS);
    let said = case.run();
    assert!(said.contains("Since the last run: nothing new\nReviews: 1 kept\n"), "{said}");
    assert_says(&case.dispute(), "kept", ["confirmed", "called the hospital", "Ann"]);
    assert_eq!(case.dispute()["change"], "same");
    let ledger = case.rows("out/review.csv");
    assert_eq!(ledger.len(), 1);
    assert!(!ledger[0]["reviewed_on"].is_empty() && !ledger[0]["claim_ids"].is_empty());
    let before = fs::read(case.path("out/findings.csv")).unwrap();
    case.run();
    assert!(before == fs::read(case.path("out/findings.csv")).unwrap(), "a run with nothing new");

    fs::write(case.path("in/c.txt"), A.replace("A bus crash", "Officials said a bus crash"))
        .unwrap();
    case.run();
    assert_says(&case.dispute(), "kept", ["confirmed", "called the hospital", "Ann"]);
    assert_eq!(case.dispute()["change"], "more_evidence");

    fs::write(case.path("in/d.txt"), B.replace("19", "27")).unwrap();
    for change in ["changed", "same"] {
        case.run();
        assert_says(
            &case.dispute(),
            "reopened",
            ["open", "was confirmed: called the hospital", "Ann"],
        );
        assert_eq!(case.dispute()["change"], change);
    }
    assert_eq!(case.rows("out/review.csv")[0]["review_status"], "confirmed");
    case.edit("out/findings.csv", &[("review_status", "needs_reporting")]);
    case.run();
    assert_says(
        &case.dispute(),
        "kept",
        ["needs_reporting", "was confirmed: called the hospital", "Ann"],
    );
}

#[test]
fn a_review_whose_finding_is_gone_is_kept_and_comes_back() {
    let case = Case::new();
    case.run();
    case.edit("out/findings.csv", &WORDS);
    case.run();
    let id = case.dispute()["finding_id"].clone();
    for name in ["a.txt", "b.txt"] {
        fs::rename(case.path("in").join(name), case.path(name)).unwrap();
    }
    fs::write(case.path("in/z.txt"), "date 2025-03-03\n\nA flood in Quito killed 3 people.\n")
        .unwrap();
    case.run();
    case.run();
    assert_eq!(case.rows("out/review.csv")[0]["review_note"], "called the hospital");
    let status = case.crosscheck(&["review", "status"]);
    let text = String::from_utf8(status.stdout).unwrap();
    assert!(text.contains("confirmed                0         0         0         1"), "{text}");
    let export = case.crosscheck(&["review", "export"]);
    let export = rows(&export.stdout);
    assert_eq!((export[0]["review_state"].as_str(), &export[0]["finding_id"]), ("orphan", &id));
    for name in ["a.txt", "b.txt"] {
        fs::rename(case.path(name), case.path("in").join(name)).unwrap();
    }
    case.run();
    assert_says(&case.dispute(), "kept", ["confirmed", "called the hospital", "Ann"]);
}

#[test]
fn a_review_follows_its_claims_to_a_finding_with_another_id() {
    let case = Case::new();
    case.run();
    case.edit("out/findings.csv", &WORDS);
    case.run();
    let text = fs::read_to_string(case.path("out/review.csv")).unwrap();
    let id = case.dispute()["finding_id"].clone();
    fs::write(case.path("out/review.csv"), text.replace(&id, "cx-oldoldoldo")).unwrap();
    fs::remove_file(case.path("out/findings.jsonl")).unwrap();
    fs::remove_file(case.path("out/findings.csv")).unwrap();
    for _ in 0..2 {
        case.run();
        assert_says(&case.dispute(), "moved", ["confirmed", "called the hospital", "Ann"]);
    }
    case.edit("out/findings.csv", &[("review_status", "fixed")]);
    case.run();
    assert_says(&case.dispute(), "kept", ["fixed", "called the hospital", "Ann"]);
    assert_eq!(case.rows("out/review.csv").len(), 1, "the moved row gives way to the new one");
}

/// Columns deleted, rows sorted, saved as Windows-1252 with semicolons.
#[test]
fn merge_reads_what_a_spreadsheet_program_makes_of_the_report() {
    let case = Case::new();
    case.run();
    let id = case.dispute()["finding_id"].clone();
    let other = "cx-zzzzzzzzzz";
    let csv = |sign: char, note: &str| {
        format!(
            "Reviewer{sign}finding_id{sign}Review note{sign}review_status\r\n{sign}{other}{sign}{sign}open\r\nJosé{sign}{id}{sign}{note}{sign}Not a conflict\r\n"
        )
    };
    let encode = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let utf16 = |text: &str| {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    let files: [(&str, Vec<u8>); 5] = [
        ("semicolon.csv", encode(&csv(';', "déjà vu – “2” 1"))),
        ("tab.txt", utf16(&csv('\t', "déjà vu – “2” 2"))),
        ("comma.csv", format!("\u{feff}{}", csv(',', "déjà vu – “2” 3")).into_bytes()),
        ("quoted.csv", csv(',', "\"déjà\n\"\"vu\"\" – “2” 4\"").into_bytes()),
        ("book.xlsx", Vec::new()),
    ];
    for (number, (name, bytes)) in (1..).zip(&files) {
        let path = case.path(name);
        if name.ends_with(".xlsx") {
            book(&path, &id, "déjà vu – “2” 5");
        } else {
            fs::write(&path, bytes).unwrap();
        }
        let ledger = format!("ledger-{number}.csv");
        let merged = case.crosscheck(&["review", "merge", name, "--ledger", &ledger]);
        let said = String::from_utf8_lossy(&merged.stderr);
        assert_eq!(merged.status.code(), Some(0), "{name}: {said}");
        let rows = case.rows(&ledger);
        assert_eq!(rows.len(), 1, "{name}: {rows:?}");
        assert_eq!(
            (rows[0]["reviewer"].as_str(), rows[0]["review_status"].as_str()),
            ("José", "not_a_conflict")
        );
        assert!(
            rows[0]["review_note"].starts_with("déjà")
                && rows[0]["review_note"].ends_with(&format!("– “2” {number}")),
            "{name}: {rows:?}"
        );
        assert!(!rows[0]["claim_ids"].is_empty() && rows[0]["evidence_hash"].starts_with("ev-"));
    }
}

/// A workbook with a sheet in front, a heading above the table, and the columns in another order.
fn book(path: &Path, id: &str, note: &str) {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Start here").unwrap().write_string(0, 0, "finding_id").unwrap();
    let sheet = book.add_worksheet().set_name("Findings").unwrap();
    sheet.write_string(0, 0, "Our findings").unwrap();
    for (column, name) in (0..).zip(["review_note", "finding_id", "reviewer", "review_status"]) {
        sheet.write_string(2, column, name).unwrap();
    }
    for (column, cell) in (0..).zip([note, id, "José", "not_a_conflict"]) {
        sheet.write_string(3, column, cell).unwrap();
    }
    book.save(path).unwrap();
}

#[test]
fn a_review_can_be_taken_back_where_it_was_printed_and_nowhere_else() {
    let case = Case::new();
    case.run();
    let blank = fs::read(case.path("out/findings.csv")).unwrap();
    case.edit("out/findings.csv", &[("review_status", "confirmed")]);
    case.run();
    assert_says(&case.dispute(), "kept", ["confirmed", "", ""]);
    // A sheet of an earlier run was open all the time, and is saved now.
    fs::write(case.path("out/findings-2.csv"), &blank).unwrap();
    case.run();
    assert_says(&case.dispute(), "kept", ["confirmed", "", ""]);
    case.edit("out/findings.csv", &[("review_status", "open")]);
    for _ in 0..2 {
        case.run();
        assert_says(&case.dispute(), "none", ["open", "", ""]);
    }
}

#[test]
fn a_workbook_in_the_report_folder_is_taken_in_before_it_is_written_again() {
    let case = Case::new();
    case.run();
    book(&case.path("out/report.xlsx"), &case.dispute()["finding_id"], "from the workbook");
    case.run();
    assert_says(&case.dispute(), "kept", ["not_a_conflict", "from the workbook", "José"]);
    // The old workbook stays as it is; what is said later elsewhere holds against it.
    case.edit("out/findings.csv", &[("review_status", "fixed")]);
    case.run();
    case.run();
    assert_says(&case.dispute(), "kept", ["fixed", "from the workbook", "José"]);
    assert!(!case.path("out/review_conflicts.csv").exists());
}

#[test]
fn two_reviewers_who_differ_are_both_kept() {
    let case = Case::new();
    case.run();
    let sheet = fs::read(case.path("out/findings.csv")).unwrap();
    let id = case.dispute()["finding_id"].clone();
    fs::write(case.path("ann.csv"), edited(&sheet, &id, &WORDS)).unwrap();
    let words =
        [("review_status", "not_a_conflict"), ("review_note", "other crash"), ("reviewer", "Bob")];
    fs::write(case.path("bob.csv"), edited(&sheet, &id, &words)).unwrap();
    let merged = case.crosscheck(&["review", "merge", "ann.csv", "bob.csv"]);
    assert_eq!(merged.status.code(), Some(1));
    let said = String::from_utf8_lossy(&merged.stderr).into_owned();
    assert!(said.contains("confirmed (Ann)") && said.contains("not_a_conflict (Bob)"), "{said}");
    let conflicts = case.rows("out/review_conflicts.csv");
    let notes: Vec<&str> = conflicts.iter().map(|row| row["review_note"].as_str()).collect();
    assert_eq!(notes, ["called the hospital", "other crash"]);
    assert_eq!(conflicts.iter().filter(|row| row["in_ledger"] == "yes").count(), 1);
    case.run();
    assert_eq!(case.dispute()["review_state"], "kept");
    assert_eq!(case.rows("out/review_conflicts.csv").len(), 2);

    // The same in one run: one types into the sheet, the other into the ledger.
    case.edit("out/findings.csv", &[("review_note", "typed by Cy"), ("reviewer", "Cy")]);
    let ledger = fs::read(case.path("out/review.csv")).unwrap();
    fs::write(
        case.path("out/review.csv"),
        edited(&ledger, &id, &[("review_note", "typed by Di"), ("reviewer", "Di")]),
    )
    .unwrap();
    let said = case.run();
    assert!(said.contains("E323"), "{said}");
    let text = fs::read_to_string(case.path("out/review_conflicts.csv")).unwrap();
    assert!(text.contains("typed by Cy") && text.contains("typed by Di"), "{text}");
}

#[test]
fn a_ledger_that_cannot_be_read_stays_and_costs_nothing() {
    let case = Case::new();
    case.run();
    case.edit("out/findings.csv", &WORDS);
    case.run();
    let id = case.dispute()["finding_id"].clone();
    let broken: [&[u8]; 3] = [
        b"what,is\nthis,file\n",
        b"PK\x03\x04 no workbook",
        b"finding_id,review_note\ncx-a,\"never closed\ncx-b,x\n",
    ];
    for bytes in broken {
        fs::write(case.path("out/review.csv"), bytes).unwrap();
        for _ in 0..2 {
            let said = case.run();
            assert!(said.contains("E320") && said.contains("out/review.csv"), "{said}");
            assert!(fs::read(case.path("out/review.csv")).unwrap() == bytes);
            assert_says(&case.dispute(), "kept", ["confirmed", "called the hospital", "Ann"]);
        }
        let beside = case.rows("out/review-2.csv");
        assert_eq!(beside[0]["finding_id"], id);
    }
}

#[test]
fn a_sheet_that_cannot_be_read_stays_and_the_report_goes_beside_it() {
    let case = Case::new();
    case.run();
    let bytes = b"review_note,summary\nthe ids are deleted,x\n";
    fs::write(case.path("out/findings.csv"), bytes).unwrap();
    let said = case.run();
    assert!(said.contains("E324") && said.contains("findings-2.csv"), "{said}");
    assert!(fs::read(case.path("out/findings.csv")).unwrap() == bytes);
    assert!(case.rows("out/findings-2.csv").iter().any(|row| row["attribute"].contains("killed")));
}

#[test]
fn hostile_words_come_back_as_they_were_typed() {
    let notes = [
        "two\nlines, a \"quote\"; and\ttab",
        "=1+1",
        "-5 and @home",
        "“quoted already”",
        "ends with \u{202e} RLO",
        "emoji 😀 and Łódź",
    ];
    for note in notes {
        let case = Case::new();
        case.run();
        case.edit("out/findings.csv", &[("review_note", note), ("reviewer", "Ann")]);
        for _ in 0..3 {
            case.run();
        }
        let ledger = case.rows("out/review.csv");
        let kept = &ledger[0]["review_note"];
        assert!(kept == note || *kept == format!("“{note}”"), "{note:?}: {kept:?}");
        assert!(!kept.starts_with(['=', '-', '@']), "{kept:?}");
        assert_eq!(ledger.len(), 1);
        assert!(!case.path("out/review_conflicts.csv").exists(), "{note:?}");
    }
}

#[test]
fn an_unknown_status_and_a_row_without_a_finding_lose_no_word() {
    let case = Case::new();
    case.run();
    case.edit("out/findings.csv", &[("review_status", "bestätigt"), ("review_note", "siehe Akte")]);
    let said = case.run();
    assert!(said.contains("E322") && said.contains("findings.csv:"), "{said}");
    assert_says(&case.dispute(), "kept", ["open", "siehe Akte [status: bestätigt]", ""]);

    let mut sheet = fs::read(case.path("out/findings.csv")).unwrap();
    sheet.extend_from_slice(b",,,confirmed,whose row is this,Eve\r\n");
    fs::write(case.path("out/findings.csv"), sheet).unwrap();
    case.run();
    let text = fs::read_to_string(case.path("out/review_conflicts.csv")).unwrap();
    assert!(text.contains("whose row is this"), "{text}");
}

#[test]
fn an_id_twice_in_the_ledger_keeps_both_words_and_own_columns_stay() {
    let case = Case::new();
    case.run();
    let id = case.dispute()["finding_id"].clone();
    let text = format!(
        "priority,finding_id,review_status,review_note,reviewer,reviewed_on\nhigh,{id},confirmed,first,Ann,2025-03-04\n,{id},fixed,second,Bob,2025-03-05\n,cx-gonegonego,confirmed,about nothing,Ann,2025-03-04\n"
    );
    fs::write(case.path("out/review.csv"), text).unwrap();
    let said = case.run();
    assert!(said.contains("E323") && said.contains("review.csv:3"), "{said}");
    assert_says(&case.dispute(), "kept", ["fixed", "second", "Bob"]);
    let conflicts = fs::read_to_string(case.path("out/review_conflicts.csv")).unwrap();
    assert!(conflicts.contains("first") && conflicts.contains("second"), "{conflicts}");
    case.edit("out/findings.csv", &[("review_note", "third")]);
    case.run();
    let ledger = case.rows("out/review.csv");
    let row = ledger.iter().find(|row| row["finding_id"] == id).unwrap();
    assert_eq!((row["priority"].as_str(), row["review_note"].as_str()), ("high", "third"));
    assert!(ledger.iter().any(|row| row["review_note"] == "about nothing"));
}

#[test]
fn a_lost_ledger_is_made_again_from_the_last_run() {
    let case = Case::new();
    case.run();
    case.edit("out/findings.csv", &WORDS);
    case.run();
    fs::remove_file(case.path("out/review.csv")).unwrap();
    fs::remove_file(case.path("out/findings.csv")).unwrap();
    case.run();
    assert_says(&case.dispute(), "kept", ["confirmed", "called the hospital", "Ann"]);
    assert_eq!(case.rows("out/review.csv")[0]["reviewer"], "Ann");
}

#[cfg(unix)]
#[test]
fn a_read_only_ledger_stays_and_the_words_go_beside_it() {
    use std::os::unix::fs::PermissionsExt;
    let case = Case::new();
    case.run();
    case.edit("out/findings.csv", &WORDS);
    case.run();
    let ledger = case.path("out/review.csv");
    fs::set_permissions(&ledger, fs::Permissions::from_mode(0o444)).unwrap();
    case.edit("out/findings.csv", &[("review_note", "later word")]);
    let said = case.run();
    assert!(said.contains("review-2.csv"), "{said}");
    for _ in 0..2 {
        case.run();
        assert_says(&case.dispute(), "kept", ["confirmed", "later word", "Ann"]);
    }
}

#[test]
fn a_report_over_an_edited_sheet_takes_its_words_in_first() {
    let case = Case::new();
    case.run();
    case.edit("out/findings.csv", &WORDS);
    let done = case.crosscheck(&["report", "out", "-f", "csv=out/findings.csv"]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert_says(&case.dispute(), "kept", ["confirmed", "called the hospital", "Ann"]);
    assert_eq!(case.dispute()["change"], "new");
    case.run();
    assert_says(&case.dispute(), "kept", ["confirmed", "called the hospital", "Ann"]);
}

#[test]
fn a_ledger_of_another_name_serves_many_report_folders() {
    let case = Case::new();
    case.crosscheck(&["run", "in", "-o", "out", "--ledger", "team/words.csv"]);
    fs::create_dir(case.path("team")).unwrap();
    case.edit("out/findings.csv", &WORDS);
    case.crosscheck(&["run", "in", "-o", "out", "--ledger", "team/words.csv"]);
    case.crosscheck(&["run", "in", "-o", "other", "--ledger", "team/words.csv"]);
    let rows = case.rows("other/findings.csv");
    assert!(rows.iter().any(|row| row["review_note"] == "called the hospital"));
    // A single file has its ledger beside it, and is taken in before it is replaced.
    case.crosscheck(&["run", "in", "-f", "csv=solo/f.csv"]);
    fs::create_dir_all(case.path("solo")).unwrap();
    case.crosscheck(&["run", "in", "-f", "csv=solo/f.csv"]);
    case.edit("solo/f.csv", &WORDS);
    case.crosscheck(&["run", "in", "-f", "csv=solo/f.csv"]);
    assert!(case.rows("solo/f.csv").iter().any(|row| row["review_note"] == "called the hospital"));
}

#[test]
fn merge_refuses_what_it_cannot_read_and_changes_nothing() {
    let case = Case::new();
    case.run();
    fs::write(case.path("ids.csv"), "name,review_note\nx,y\n").unwrap();
    fs::write(case.path("none.csv"), "name\nx\n").unwrap();
    for file in ["missing.csv", "ids.csv", "none.csv"] {
        let merged = case.crosscheck(&["review", "merge", file]);
        let said = String::from_utf8_lossy(&merged.stderr).into_owned();
        assert_eq!(merged.status.code(), Some(2), "{said}");
        assert!(said.contains("E326") && said.contains(file), "{said}");
    }
    assert!(!case.path("out/review.csv").exists());
}

#[test]
fn a_damaged_workbook_is_refused_and_never_a_panic() {
    let case = Case::new();
    let path = case.path("book.xlsx");
    book(&path, "cx-aaaaaaaaaa", "note");
    let whole = fs::read(&path).unwrap();
    for step in 0..400 {
        let mut bytes = whole.clone();
        let at = step * 7919 % bytes.len();
        match step % 2 {
            0 => bytes.truncate(at),
            _ => bytes[at] ^= 0x55,
        }
        fs::write(&path, bytes).unwrap();
        let place = Place { folder: Some(case.path("none")), ..Place::default() };
        let _ = Desk::open(place).merge(&path);
    }
}

/// The workbook as the run wrote it, read again since nothing says that it is as it was.
#[test]
fn the_programs_own_words_are_nobodys_review() {
    let case = Case::new();
    case.run();
    fs::remove_file(case.path("out/manifest.json")).unwrap();
    let said = case.run();
    assert!(!said.contains("warning"), "{said}");
    assert!(!case.path("out/review_conflicts.csv").exists());
    assert!(!case.path("out/review.csv").exists());
}

/// A table in parts: every part is read, and none is left over from a longer run.
#[test]
fn words_in_any_part_of_a_long_table_are_kept() {
    let case = Case::new();
    fs::write(case.path("in/c.txt"), "date 2025-03-03\n\nA flood in Quito killed 3 people. The river rose 4 metres. Police closed 12 roads.\n").unwrap();
    let split = ["run", "in", "-o", "out", "--max-rows", "1"];
    let said = case.crosscheck(&split).stderr;
    assert!(String::from_utf8_lossy(&said).contains("E305"));
    assert!(!case.path("out/findings.csv").exists());
    fs::write(case.path("out/findings-099.csv"), "not of a run\n").unwrap();
    let id = case.rows("out/findings-002.csv")[0]["finding_id"].clone();
    let sheet = fs::read(case.path("out/findings-002.csv")).unwrap();
    fs::write(case.path("out/findings-002.csv"), edited(&sheet, &id, &WORDS)).unwrap();
    case.crosscheck(&split);
    assert_says(
        &case.rows("out/findings-002.csv")[0],
        "kept",
        ["confirmed", "called the hospital", "Ann"],
    );
    let sheet = fs::read(case.path("out/findings-002.csv")).unwrap();
    let words = [("review_note", "called the mayor")];
    fs::write(case.path("out/findings-002.csv"), edited(&sheet, &id, &words)).unwrap();
    case.run();
    let rows = case.rows("out/findings.csv");
    let row = rows.iter().find(|row| row["finding_id"] == id).unwrap();
    assert_says(row, "kept", ["confirmed", "called the mayor", "Ann"]);
    let mut left: Vec<String> = fs::read_dir(case.path("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("findings-") || name.starts_with("claims"))
        .collect();
    left.sort();
    assert_eq!(left, ["claims.csv", "findings-099.csv"]);
}

/// Someone's stray key in the last row and column of a sheet.
#[test]
fn a_stray_cell_at_the_end_of_a_sheet_costs_nothing() {
    let case = Case::new();
    case.run();
    let id = case.dispute()["finding_id"].clone();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (name, cell)) in (0..).zip([("finding_id", id.as_str()), ("reviewer", "Ann")]) {
        sheet.write_string(0, column, name).unwrap();
        sheet.write_string(1, column, cell).unwrap();
    }
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    book.save(case.path("out/report.xlsx")).unwrap();
    case.run();
    assert_says(&case.dispute(), "kept", ["open", "", "Ann"]);
}

/// What LibreOffice makes of the report: opened, saved as a workbook, and as an old CSV file.
#[test]
fn libreoffice_saves_what_merge_reads() {
    let known = Command::new("soffice").arg("--version").output();
    if !known.is_ok_and(|done| done.status.success()) {
        writeln!(std::io::stderr(), "skipped: LibreOffice (soffice) is not installed").unwrap();
        return;
    }
    let case = Case::new();
    case.run();
    let sheet = fs::read(case.path("out/findings.csv")).unwrap();
    let id = case.dispute()["finding_id"].clone();
    let words =
        [("review_status", "confirmed"), ("review_note", "déjà – =1+1 “x”"), ("reviewer", "Zoë")];
    fs::write(case.path("edited.csv"), edited(&sheet, &id, &words)).unwrap();
    let convert = |filter: &str, to: &str| {
        let done = Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}", case.path("profile").display()))
            .args(["--headless", "--infilter=CSV:44,34,76,1", "--convert-to", filter, "--outdir"])
            .arg(case.path(to))
            .arg(case.path("edited.csv"))
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    convert("xlsx", "a");
    convert("csv:Text - txt - csv (StarCalc):59,34,ANSI,1", "b");
    let old = fs::read(case.path("b/edited.csv")).unwrap();
    assert!(std::str::from_utf8(&old).is_err() && old.contains(&b';'), "no old CSV file");
    for (number, file) in (1..).zip(["a/edited.xlsx", "b/edited.csv"]) {
        let ledger = format!("ledger-{number}.csv");
        let merged = case.crosscheck(&["review", "merge", file, "--ledger", &ledger]);
        assert_eq!(merged.status.code(), Some(0), "{}", String::from_utf8_lossy(&merged.stderr));
        let rows = case.rows(&ledger);
        assert_eq!(rows.len(), 1, "{rows:?}");
        let said = ["review_status", "review_note", "reviewer"].map(|name| rows[0][name].as_str());
        assert_eq!(said, ["confirmed", "déjà – =1+1 “x”", "Zoë"], "{file}");
    }
}
