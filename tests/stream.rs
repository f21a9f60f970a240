//! The commands of a run on a cluster, from outside: streams of Arrow in and out.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod news;

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
    sync::Arc,
};

use arrow_array::{
    Array, ArrayRef, BinaryArray, Int64Array, RecordBatch, StringArray, cast::AsArray,
    types::Int64Type,
};
use arrow_ipc::{reader::StreamReader, writer::StreamWriter};
use serde_json::{Value, json};
use tempfile::TempDir;

use news::{Random, Story};

/// The rows of a stream without the last, whose count is held against them.
struct Rows(Vec<RecordBatch>);

impl Rows {
    fn read(stream: &[u8]) -> Rows {
        let reader = StreamReader::try_new(stream, None).unwrap();
        assert_eq!(reader.schema().metadata()["crosscheck.schema"], "1");
        let mut batches: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
        let last = batches.pop().unwrap();
        let counts = last.column_by_name("rows").unwrap().as_primitive::<Int64Type>();
        let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
        let rows = rows + last.num_rows() - 1;
        assert_eq!(counts.value(last.num_rows() - 1), rows as i64);
        batches.push(last.slice(0, last.num_rows() - 1));
        Rows(batches)
    }

    fn each<'r, T>(&'r self, name: &str, of: impl Fn(&'r dyn Array, usize) -> T + 'r) -> Vec<T> {
        let columns = self.0.iter().map(|batch| batch.column_by_name(name).unwrap());
        columns.flat_map(|it| (0..it.len()).map(|row| of(&**it, row)).collect::<Vec<T>>()).collect()
    }

    fn text(&self, name: &str) -> Vec<String> {
        self.each(name, |column, row| column.as_string::<i32>().value(row).to_owned())
    }

    fn bytes(&self, name: &str) -> Vec<Vec<u8>> {
        self.each(name, |column, row| column.as_binary::<i32>().value(row).to_vec())
    }

    fn numbers(&self, name: &str) -> Vec<i64> {
        self.each(name, |column, row| column.as_primitive::<Int64Type>().value(row))
    }
}

fn stream(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn articles(articles: &[Value]) -> Vec<u8> {
    let column = |name: &str| -> ArrayRef {
        Arc::new(articles.iter().map(|article| article[name].as_str()).collect::<StringArray>())
    };
    stream(["id", "text", "source", "published"].map(|name| (name, column(name))).to_vec())
}

fn verb(root: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck"));
    let piped = command
        .current_dir(root)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    // A verb that refuses its input need not read it.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn done(root: &Path, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let output = verb(root, arguments, input);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Code and standard error of a verb that does not run.
fn refused(root: &Path, arguments: &[&str], input: &[u8]) -> String {
    let output = verb(root, arguments, input);
    assert_eq!(output.status.code(), Some(2));
    String::from_utf8(output.stderr).unwrap()
}

fn invented() -> Vec<Value> {
    let mut random = Random(3);
    let mut articles = Vec::new();
    for number in 0..6 {
        let story = Story::new(&mut random);
        for outlet in 0..3 {
            articles.push(json!({
                "id": format!("{number}-{outlet}"),
                "source": format!("source {outlet}"),
                "published": format!("2024-05-{:02}", 1 + number * 3),
                "text": story.article(outlet, &mut random),
            }));
        }
    }
    articles
}

/// Maps shares of the articles, plans, judges shares of the cells; gives the paths of the parts.
fn apart(root: &Path, shares: &[&[Value]]) -> Vec<String> {
    let mut parts = Vec::new();
    let mut keep = |stream: &[u8]| {
        let name = format!("part-{}", parts.len());
        fs::write(root.join(&name), stream).unwrap();
        parts.push(name);
    };
    let (mut ids, mut briefs, mut said) = (Vec::new(), Vec::new(), Vec::new());
    for share in shares {
        let mapped = done(root, &["map"], &articles(share));
        keep(&mapped);
        let rows = Rows::read(&mapped);
        let is_article = rows.each("said", |column, row| column.is_valid(row));
        let own = rows.text("id").into_iter().zip(rows.bytes("brief")).zip(rows.bytes("said"));
        for (((id, brief), it), _) in own.zip(is_article).filter(|(_, is_article)| *is_article) {
            ids.push(id);
            briefs.push(brief);
            said.push(it);
        }
    }
    let column =
        |values: &[Vec<u8>]| -> ArrayRef { Arc::new(BinaryArray::from_iter_values(values)) };
    let names: ArrayRef = Arc::new(StringArray::from_iter_values(&ids));
    let planned = done(root, &["plan"], &stream(vec![("id", names), ("brief", column(&briefs))]));
    let plan = Rows::read(&planned);
    let numbers = ["cell", "place", "story", "origin", "episode"];
    let columns = numbers.map(|name| plan.numbers(name));
    let seats: Vec<usize> =
        plan.text("id").iter().map(|id| ids.iter().position(|it| it == id).unwrap()).collect();
    for odd in [1, 0] {
        let rows: Vec<usize> = (0..seats.len()).filter(|row| columns[0][*row] % 2 == odd).collect();
        let mut taken: Vec<(&str, ArrayRef)> = Vec::new();
        for (name, values) in numbers.iter().zip(&columns) {
            let values = rows.iter().map(|row| values[*row]);
            taken.push((name, Arc::new(Int64Array::from_iter_values(values))));
        }
        let own: Vec<Vec<u8>> = rows.iter().map(|row| said[seats[*row]].clone()).collect();
        taken.push(("said", column(&own)));
        keep(&done(root, &["reduce"], &stream(taken)));
    }
    parts.reverse();
    parts
}

fn merged(root: &Path, parts: &[String], out: &str) -> Output {
    let parts = parts.iter().map(String::as_str);
    verb(root, &["merge", "-o", out].into_iter().chain(parts).collect::<Vec<_>>(), &[])
}

#[test]
fn the_steps_make_the_report_of_a_run() {
    let root = TempDir::new().unwrap();
    let root = root.path();
    let all = invented();
    let parts = apart(root, &[&all[9..], &all[..4], &all[4..9]]);
    assert!(merged(root, &parts, "apart").status.success());
    let lines: String = all.iter().map(|article| format!("{article}\n")).collect();
    fs::write(root.join("news.jsonl"), lines).unwrap();
    done(root, &["run", "news.jsonl", "--no-cache", "-o", "whole"], &[]);
    for name in ["findings.jsonl", "findings.csv", "claims.csv", "report.html", "unchecked.csv"] {
        let [apart, whole] =
            ["apart", "whole"].map(|it| fs::read(root.join(it).join(name)).unwrap());
        assert!(apart == whole && whole.len() > 1000, "{name}");
    }
}

#[test]
fn an_article_that_cannot_be_used_is_in_the_list_of_what_was_skipped() {
    let root = TempDir::new().unwrap();
    let mut all = invented();
    all[1]["text"] = json!("");
    all[2]["id"] = Value::Null;
    all[3]["source"] = Value::Null;
    let merged = merged(root.path(), &apart(root.path(), &[&all]), "out");
    assert_eq!(merged.status.code(), Some(3), "{}", String::from_utf8_lossy(&merged.stderr));
    let skipped = fs::read_to_string(root.path().join("out/skipped.csv")).unwrap();
    assert!(skipped.contains("E112") && skipped.contains("it has no id"), "{skipped}");
    assert_eq!(skipped.lines().count(), 3, "{skipped}");
    let claims = fs::read_to_string(root.path().join("out/claims.csv")).unwrap();
    assert!(claims.lines().any(|row| row.split(',').nth(2) == Some("1-0")), "{claims}");
}

#[test]
fn what_is_cut_short_missing_or_of_another_kind_is_refused() {
    let root = TempDir::new().unwrap();
    let root = root.path();
    let all = invented();
    let parts = apart(root, &[&all]);
    let told = |parts: &[String]| {
        let merged = merged(root, parts, "out");
        assert_eq!(merged.status.code(), Some(2));
        assert!(!root.join("out/findings.jsonl").exists());
        String::from_utf8(merged.stderr).unwrap()
    };
    let missing = told(&parts[1..]);
    assert!(missing.contains("E172") && missing.contains("a part is missing"), "{missing}");
    let twice = told(&[parts.clone(), parts[..1].to_vec()].concat());
    assert!(twice.contains("stands in two parts"), "{twice}");
    let whole = fs::read(root.join(&parts[0])).unwrap();
    fs::write(root.join("cut"), &whole[..whole.len() / 2]).unwrap();
    let cut = told(&["cut".to_owned()]);
    assert!(cut.contains("E174"), "{cut}");
    // A stream that ends between two batches looks whole.
    let mut reader = StreamReader::try_new(&*whole, None).unwrap();
    let first = reader.next().unwrap().unwrap();
    let mut writer = StreamWriter::try_new(Vec::new(), &first.schema()).unwrap();
    writer.write(&first.slice(0, 2)).unwrap();
    fs::write(root.join("short"), writer.into_inner().unwrap()).unwrap();
    let short = told(&["short".to_owned()]);
    assert!(short.contains("its last row is missing"), "{short}");

    let text: ArrayRef = Arc::new(StringArray::from_iter_values(["a"]));
    let no_text = refused(root, &["map"], &stream(vec![("id", text)]));
    assert!(no_text.contains("E171") && no_text.contains("no column `text`"), "{no_text}");
    let no_stream = refused(root, &["plan"], b"id,brief\n");
    assert!(no_stream.contains("E170"), "{no_stream}");
    let mapped = Rows::read(&done(root, &["map"], &articles(&all)));
    let brief: ArrayRef = Arc::new(BinaryArray::from_iter_values(mapped.bytes("brief")));
    let id: ArrayRef = Arc::new(StringArray::from_iter_values(mapped.text("id")));
    fs::write(root.join("crosscheck.toml"), "[rules]\ndisable = [\"killed\"]\n").unwrap();
    let other = refused(root, &["plan"], &stream(vec![("id", id), ("brief", brief)]));
    assert!(other.contains("E172") && other.contains("with other rules"), "{other}");
}

#[test]
fn a_damaged_stream_is_refused_whatever_byte_is_hit() {
    let root = TempDir::new().unwrap();
    let id: ArrayRef = Arc::new(StringArray::from_iter_values(["a", "b"]));
    let brief: ArrayRef = Arc::new(BinaryArray::from_iter_values([b"no brief", b"no brief"]));
    let whole = stream(vec![("id", id), ("brief", brief)]);
    for (at, bit) in (0..whole.len()).step_by(7).zip([1, 0x40, 0x80].into_iter().cycle()) {
        let mut damaged = whole.clone();
        damaged[at] ^= bit;
        let told = refused(root.path(), &["plan", "--isolated"], &damaged);
        assert!(told.contains("error[E17") && !told.contains("panicked"), "byte {at}: {told}");
    }
}
