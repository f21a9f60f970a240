//! A reviewer with LibreOffice: opens the report, writes into every row, sorts, deletes columns, saves.

#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
};

const LIBRARY: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Review"/>
</library:library>"#;

const MODULE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Review" script:language="StarBasic">
Function Property(name, value)
  Dim made As New com.sun.star.beans.PropertyValue
  made.Name = name
  made.Value = value
  Property = made
End Function

Sub Edit
  source = Environ("REVIEW_SOURCE")
  options = Array()
  If Right(source, 4) = ".csv" Then
    options = Array(Property("FilterName", "Text - txt - csv (StarCalc)"), Property("FilterOptions", "44,34,76,1"))
  End If
  document = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, options)
  sheet = document.Sheets.getByIndex(0)
  If document.Sheets.hasByName("Findings") Then sheet = document.Sheets.getByName("Findings")
  cursor = sheet.createCursor()
  cursor.gotoEndOfUsedArea(False)
  rows = cursor.RangeAddress.EndRow
  columns = cursor.RangeAddress.EndColumn
  For column = 0 To columns
    name = LCase(Join(Split(sheet.getCellByPosition(column, 0).String, " "), "_"))
    If name = "review_status" Then status = column
    If name = "review_note" Then note = column
    If name = "reviewer" Then reviewer = column
    If name = "subject" Then subject = column
    If name = "finding_id" Then id = column
  Next
  For row = 1 To rows
    sheet.getCellByPosition(status, row).String = "confirmed"
    sheet.getCellByPosition(reviewer, row).String = "Zoë"
    sheet.getCellByPosition(note, row).String = "=1+1; déjà – “" &amp; sheet.getCellByPosition(id, row).String &amp; "”"
  Next
  Dim field As New com.sun.star.table.TableSortField
  field.Field = subject
  field.IsAscending = False
  range = sheet.getCellRangeByPosition(0, 0, columns, rows)
  range.sort(Array(Property("SortFields", Array(field)), Property("ContainsHeader", True)))
  sheet.Columns.removeByIndex(id - 10, 4)
  sheet.Columns.removeByIndex(reviewer + 1, 3)
  document.CurrentController.setActiveSheet(sheet)
  target = Environ("REVIEW_TARGET")
  options = Array(Property("FilterName", "Calc MS Excel 2007 XML"))
  If Right(target, 4) = ".csv" Then
    options = Array(Property("FilterName", "Text - txt - csv (StarCalc)"), Property("FilterOptions", "59,34,ANSI,1"))
  End If
  document.storeToURL(ConvertToURL(target), options)
  document.close(True)
End Sub
</script:module>"#;

fn crosscheck(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).env("LC_ALL", "C.UTF-8");
    let done = command.output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Starts LibreOffice with a profile of its own.
fn office(profile: &Path) -> Command {
    let mut office = Command::new("soffice");
    office.arg(format!("-env:UserInstallation=file://{}", profile.display()));
    office.args(["--headless", "--norestore"]);
    office
}

/// A profile with the macro; LibreOffice fills a new one with its own first.
fn prepare(profile: &Path) -> bool {
    let started = office(profile).arg("--terminate_after_init").output();
    if !started.is_ok_and(|done| done.status.success()) {
        return false;
    }
    let basic = profile.join("user/basic/Standard");
    fs::write(basic.join("script.xlb"), LIBRARY).unwrap();
    fs::write(basic.join("Review.xba"), MODULE).unwrap();
    true
}

fn edit(folder: &Path, source: &str, target: &str) {
    let done = office(&folder.join("profile"))
        .arg("macro:///Standard.Review.Edit")
        .env("REVIEW_SOURCE", folder.join(source))
        .env("REVIEW_TARGET", folder.join(target))
        .output()
        .unwrap();
    assert!(folder.join(target).is_file(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn rows(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

#[test]
fn every_note_typed_in_libreoffice_is_kept() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    if !prepare(&root.join("profile")) {
        return eprintln!("skipped: LibreOffice (soffice) is not installed");
    }
    let talks = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/envoy-talks");
    crosscheck(root, &["run", &talks.to_string_lossy(), "-o", "out"]);
    let ids: Vec<String> = rows(&fs::read(root.join("out/findings.csv")).unwrap())
        .iter()
        .map(|row| row["finding_id"].clone())
        .collect();
    assert!(ids.len() > 100);
    let saved = [
        ("out/report.xlsx", "typed.xlsx"),
        ("out/report.xlsx", "typed-1252.csv"),
        ("out/findings.csv", "table.xlsx"),
        ("out/findings.csv", "table-1252.csv"),
    ];
    for (source, target) in saved {
        edit(root, source, target);
        let bytes = fs::read(root.join(target)).unwrap();
        if target.ends_with(".csv") {
            assert!(std::str::from_utf8(&bytes).is_err(), "{target} is not in the old encoding");
            let header = bytes.split(|byte| *byte == b';').next().unwrap().to_ascii_lowercase();
            assert_eq!(header, b"\"verdict\"", "{target}");
        }
        let ledger = format!("{target}.ledger.csv");
        crosscheck(root, &["review", "merge", target, "--ledger", &ledger]);
        let kept: BTreeMap<String, BTreeMap<String, String>> =
            rows(&fs::read(root.join(ledger)).unwrap())
                .into_iter()
                .map(|row| (row["finding_id"].clone(), row))
                .collect();
        assert_eq!(kept.len(), ids.len(), "{target}");
        for id in &ids {
            let note = format!("=1+1; déjà – “{id}”");
            let row = &kept[id];
            let said = ["review_status", "reviewer"].map(|name| row[name].as_str());
            assert_eq!(said, ["confirmed", "Zoë"], "{target}");
            assert!(
                row["review_note"] == note || row["review_note"] == format!("“{note}”"),
                "{row:?}"
            );
        }
    }
    // Saved over the report itself, the next run takes the words in before it writes.
    edit(root, "out/report.xlsx", "again.xlsx");
    fs::rename(root.join("again.xlsx"), root.join("out/report.xlsx")).unwrap();
    crosscheck(root, &["run", &talks.to_string_lossy(), "-o", "out"]);
    for row in rows(&fs::read(root.join("out/findings.csv")).unwrap()) {
        assert_eq!(row["review_state"], "kept");
        assert!(row["review_note"].contains(&row["finding_id"]), "{row:?}");
    }
}
