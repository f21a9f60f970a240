//! Inputs that break other programs: each has its error, and nothing else is lost.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod packed;

use std::{
    fs::{self, OpenOptions},
    io::{Read, Write},
};

use crosscheck::read::{Request, list, stream as read_stream};
use packed::{Folder, RULES, gzip, pdf, record, response, stream, tar, zip, zstd};

const GOOD: &str = "The ferry came back two hours later with 212 people on board.";

/// Reads the bytes beside a good file; gives codes and places of what was skipped, and the ids of the
/// articles beside the good one.
fn beside(
    name: &str,
    bytes: &[u8],
    change: impl FnOnce(&mut Request),
) -> (Vec<String>, Vec<String>) {
    let folder = Folder::new(&[(name, bytes), ("good.txt", GOOD.as_bytes())]);
    let mut request = folder.request(&[""]);
    change(&mut request);
    let inputs = folder.run(&request);
    for problem in &inputs.skipped {
        assert!(problem.note.is_some() && problem.help.is_some(), "{problem}");
    }
    let mut ids = folder.ids(&inputs);
    let count = ids.len();
    ids.retain(|id| id != "good.txt");
    assert_eq!(ids.len() + 1, count, "the good file is lost");
    (folder.codes(&inputs.skipped), ids)
}

fn lines(count: usize) -> Vec<u8> {
    (0..count)
        .flat_map(|n| format!("{{\"id\":\"{n}\",\"text\":\"{GOOD} {n}\"}}\n").into_bytes())
        .collect()
}

#[test]
fn a_truncated_gzip_gives_what_stands_before() {
    let packed = gzip(&lines(2000));
    let (problems, ids) = beside("cut.jsonl.gz", &packed[..packed.len() / 2], |_| {});
    assert_eq!(problems, ["E122 cut.jsonl.gz"]);
    assert!(ids.len() > 500 && ids.len() < 2000, "{}", ids.len());
}

#[test]
fn damaged_files_are_told_of() {
    let archive = zip(&[("a.txt", GOOD.as_bytes()), ("b.txt", GOOD.as_bytes())]);
    let mut flipped = archive.clone();
    // A byte of the first file's data.
    flipped[40] ^= 0xFF;
    let (problems, ids) = beside("flipped.zip", &flipped, |_| {});
    assert_eq!(
        (problems, ids),
        (vec!["E122 flipped.zip#a.txt".to_owned()], vec!["flipped.zip#b.txt".to_owned()])
    );
    let letters = tar(&[("a.txt", GOOD.as_bytes()), ("b.txt", GOOD.as_bytes())]);
    let cases: [(&str, &[u8], &str); 6] = [
        ("cut.zip", &archive[..archive.len() - 30], "E122 cut.zip"),
        ("cut.tar", &letters[..1100], "E122 cut.tar"),
        ("cut.zst", &zstd(&lines(500))[..300], "E122 cut.zst"),
        ("cut.docx", b"PK\x03\x04 and no more", "E122 cut.docx"),
        ("cut.pdf", b"%PDF-1.4\n1 0 obj\n<<", "E122 cut.pdf"),
        ("old.pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "E123 old.pdf"),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(beside(name, bytes, |_| {}).0, [expected]);
    }
}

#[test]
fn a_bomb_does_not_go_off() {
    let zeros = gzip(&vec![b' '; 40 << 20]);
    let (problems, _) = beside("bomb.gz", &zeros, |_| {});
    assert_eq!(problems, ["E117 bomb.gz"]);
    let twice = gzip(&zeros);
    assert_eq!(beside("bomb.txt.gz", &twice, |_| {}).0, ["E117 bomb.txt.gz"]);
    let archive = zip(&[
        ("a.txt", GOOD.as_bytes()),
        ("bomb.txt", &vec![b'a'; 40 << 20]),
        ("b.txt", GOOD.as_bytes()),
    ]);
    let (problems, ids) = beside("bomb.zip", &archive, |_| {});
    assert_eq!(
        (problems, ids),
        (vec!["E117 bomb.zip".to_owned()], vec!["bomb.zip#a.txt".to_owned()])
    );
    // Who trusts it may read it.
    let all: Vec<u8> = b"A line of prose.\n".repeat(2 << 20);
    let (problems, ids) = beside("dull.txt.gz", &gzip(&all), |request| request.max_ratio = 2000);
    assert_eq!((problems, ids), (vec![], vec!["dull.txt.gz".to_owned()]));
}

#[test]
fn a_bomb_in_a_document_does_not_go_off() {
    use flate2::{Compression, write::ZlibEncoder};
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(&vec![b' '; 200 << 20]).unwrap();
    let packed: String = packer.finish().unwrap().iter().map(|byte| *byte as char).collect();
    let mut file = pdf("BT ET", "", &[]);
    let length = packed.chars().count();
    file.extend(format!("\n9 0 obj\n<</Filter/FlateDecode/Length {length}>>\nstream\n").bytes());
    file.extend(packed.chars().map(|letter| letter as u8));
    file.extend(b"\nendstream\nendobj\n");
    assert_eq!(beside("bomb.pdf", &file, |_| {}).0, ["E117 bomb.pdf"]);
}

#[test]
fn deep_nesting_ends() {
    let mut archive = zip(&[("a.txt", GOOD.as_bytes())]);
    for _ in 0..6 {
        archive = zip(&[("inner.zip", &archive), ("b.txt", GOOD.as_bytes())]);
    }
    let (problems, ids) = beside("deep.zip", &archive, |_| {});
    assert_eq!(problems.len(), 1);
    assert!(problems[0].starts_with("E118 deep.zip#inner.zip#"), "{problems:?}");
    assert_eq!(ids.len(), 6);
    let (problems, ids) = beside("deep.zip", &archive, |request| request.max_depth = 7);
    assert_eq!((problems.len(), ids.len()), (0, 7));
}

#[test]
fn one_bad_line_is_one_bad_line() {
    let mut all = lines(499);
    all.extend(b"{\"id\": \"bad\", \"text\": \"no end\n");
    all.extend(lines(999).split_at(lines(499).len()).1);
    let (problems, ids) = beside("wire.jsonl", &all, |_| {});
    assert_eq!(problems.len(), 1);
    assert!(problems[0].starts_with("E120 wire.jsonl:500"), "{problems:?}");
    assert_eq!(ids.len(), 999);
}

#[test]
fn caps_are_named() {
    let long = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"{GOOD}\"}}\n", "a ".repeat(5000));
    let page = format!("<html><body><p>{}</p></body></html>", "word ".repeat(2000));
    let row = format!("title,text\nlong,\"{}\"\nshort,{GOOD}\n", "a\n".repeat(3000));
    let mails = format!(
        "From a Tue Mar  5 18:00:00 2024\nFrom: a@b.example\nSubject: x\n\n{}\n\nFrom a Tue Mar  5 18:00:00 2024\nFrom: a@b.example\nSubject: y\n\n{GOOD}\n",
        "word\n".repeat(2000)
    );
    let objects = format!("[{{\"text\":\"{}\"}},{{\"text\":\"{GOOD}\"}}]", "a ".repeat(5000));
    let crawl = [
        response("u", "HTTP/1.1 200 OK\r\nContent-Type: text/plain", &b"word ".repeat(2000)),
        response("u", "HTTP/1.1 200 OK\r\nContent-Type: text/plain", GOOD.as_bytes()),
    ];
    let cases: [(&str, &[u8], &str, usize); 6] = [
        ("a.jsonl", long.as_bytes(), "E113 a.jsonl:1", 1),
        ("a.html", page.as_bytes(), "E119 a.html", 0),
        ("a.csv", row.as_bytes(), "E126 a.csv:2", 1),
        ("a.mbox", mails.as_bytes(), "E119 a.mbox#1", 1),
        ("a.json", objects.as_bytes(), "E119 a.json:1", 1),
        ("a.warc", &crawl.concat(), "E119 a.warc#1", 1),
    ];
    for (name, bytes, expected, left) in cases {
        let (problems, ids) = beside(name, bytes, |request| {
            request.max_record = 4000;
            request.max_line = 4000;
        });
        assert_eq!(problems.first().map(String::as_str), Some(expected));
        assert_eq!(ids.len(), left, "{name}: {problems:?}");
    }
}

#[test]
fn a_page_of_a_hundred_megabytes_without_an_end_is_left_out() {
    let page = ["<html><body>".to_owned(), "<div><p>word ".repeat(8 << 20)].concat();
    assert!(page.len() > 100 << 20);
    assert_eq!(beside("endless.html", page.as_bytes(), |_| {}).0, ["E119 endless.html"]);
}

#[test]
fn tables_lose_only_what_is_broken() {
    let table = format!(
        "id,text\n1,\"{GOOD}\n\nMore.\"\n2,\"never closed\n3,{GOOD}\n4,a 5\" pipe and more\n5,one,too,many\n6,\"{GOOD}\"\n"
    );
    let (problems, ids) = beside("a.csv", table.as_bytes(), |_| {});
    assert_eq!(ids, ["1", "3", "4", "6"]);
    assert_eq!(problems, ["E126 a.csv:5", "E126 a.csv:8"]);
}

#[test]
fn crawls_lose_only_what_is_broken() {
    let http = "HTTP/1.1 200 OK\r\nContent-Type: text/plain";
    let good = response("https://a.example/", http, GOOD.as_bytes());
    let block = [http.as_bytes(), b"\r\n\r\n", GOOD.as_bytes()].concat();
    for wrong in [10, block.len() - 1, block.len() + 1, block.len() + 200, 5000] {
        let bad = record("response", "https://b.example/", wrong, &block);
        let crawl = [good.clone(), bad, good.clone(), good.clone()].concat();
        let (problems, ids) = beside("a.warc", &crawl, |_| {});
        assert_eq!(problems, ["E127 a.warc#2"], "length {wrong}");
        assert_eq!(ids, ["a.warc#1", "a.warc#3", "a.warc#4"], "length {wrong}");
    }
    let cut = &[good.clone(), good.clone()].concat()[..good.len() + 150];
    let (problems, ids) = beside("a.warc", cut, |_| {});
    assert_eq!((problems, ids), (vec!["E127 a.warc#2".to_owned()], vec!["a.warc#1".to_owned()]));
}

#[test]
fn bytes_that_are_no_text_are_told_of() {
    let wide: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (problems, ids) = beside("wide.txt", &wide, |_| {});
    assert_eq!((problems, ids), (vec![], vec!["wide.txt".to_owned()]));
    for name in ["nul.txt", "nul.jsonl", "nul.csv", "nul.json"] {
        let (problems, _) = beside(name, b"text,title\n\0\0a\0,\0\n", |_| {});
        assert_eq!(problems, [format!("E111 {name}")]);
    }
    let packed = gzip(b"a\0b\0\0c");
    assert_eq!(beside("nul.txt.gz", &packed, |_| {}).0, ["E111 nul.txt.gz"]);
}

#[test]
fn documents_that_cannot_be_read_are_told_of() {
    let picture = stream(
        "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
        "\u{1}",
    );
    let scan = pdf("q 612 0 0 792 0 0 cm /X1 Do Q", "/XObject<</X1 6 0 R>>", &[picture]);
    assert_eq!(beside("scan.pdf", &scan, |_| {}).0, ["E112 scan.pdf"]);
    // A form that draws itself, and two that draw each other.
    let form = |other: u32| {
        let resources = format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X1 {other} 0 R>>>>"
        );
        stream(&resources, "/X1 Do")
    };
    for forms in [vec![form(6)], vec![form(7), form(6)]] {
        let endless = pdf("/X1 Do", "/XObject<</X1 6 0 R>>", &forms);
        assert_eq!(beside("endless.pdf", &endless, |_| {}).0, ["E122 endless.pdf"]);
    }
    let nested = pdf(&format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000)), "", &[]);
    assert_eq!(beside("nested.pdf", &nested, |_| {}).0.len(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn loops_and_pipes_do_not_stop_a_run() {
    use std::{os::unix::fs::symlink, process::Command};

    let folder = Folder::new(&[
        ("in/good.txt", GOOD.as_bytes()),
        ("in/sub/b.zip", &zip(&[("b.txt", GOOD.as_bytes())])),
    ]);
    symlink(folder.path("in"), folder.path("in/sub/up")).unwrap();
    for name in ["in/pipe.warc.gz", "in/pipe.zip"] {
        assert!(Command::new("mkfifo").arg(folder.path(name)).status().unwrap().success());
    }
    let inputs = folder.read(&["in"]);
    assert_eq!(folder.ids(&inputs), ["in/good.txt", "in/sub/b.zip#b.txt"]);
    assert_eq!(folder.codes(&inputs.skipped), ["E115 in/pipe.warc.gz", "E115 in/pipe.zip"]);
    assert_eq!(folder.codes(&inputs.warnings), ["E109 in/sub/up"]);
}

#[test]
fn a_file_that_grows_is_read_as_it_was() {
    let folder = Folder::new(&[("wire.jsonl", &lines(20_000))]);
    let path = folder.path("wire.jsonl");
    let listing = list(&folder.request(&["wire.jsonl"])).unwrap();
    let mut count = 0;
    // Every article that is read adds a line, for ever if the reader followed.
    let grow = |_| {
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(b"{\"text\":\"Added.\"}\n").unwrap();
    };
    let mut take = |()| {
        count += 1;
        true
    };
    let inputs = read_stream(&listing, &RULES, "".as_bytes(), &grow, &mut take, &|_| {});
    assert_eq!((count, inputs.skipped.len()), (20_000, 0));
    assert_eq!(folder.codes(&inputs.warnings), ["E128 wire.jsonl"]);
}

#[test]
fn reading_stops_when_nobody_listens() {
    /// Records without an end.
    struct Endless {
        number: usize,
        line: Vec<u8>,
    }

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if self.line.is_empty() {
                self.number += 1;
                self.line =
                    format!("{{\"id\":\"{}\",\"text\":\"{GOOD}\"}}\n", self.number).into_bytes();
            }
            let count = self.line.as_slice().read(buffer)?;
            self.line.drain(..count);
            Ok(count)
        }
    }

    let request = Request { inputs: vec!["-".to_owned()], ..Request::default() };
    let mut count = 0;
    let mut take = |_| {
        count += 1;
        count < 5000
    };
    let from = Endless { number: 0, line: Vec::new() };
    read_stream(&list(&request).unwrap(), &RULES, from, &|article| article.id, &mut take, &|_| {});
    assert_eq!(count, 5000);
}

#[test]
fn threads_change_nothing() {
    let archive =
        zip(&[("x.jsonl", &lines(300)), ("bad.gz", b"\x1f\x8b\0"), ("b.txt", GOOD.as_bytes())]);
    let files: Vec<(String, Vec<u8>)> = (0..40)
        .map(|n| (format!("{n:02}.zip"), archive.clone()))
        .chain([("large.jsonl".to_owned(), lines(9000))])
        .collect();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let folder = Folder::new(&files);
    let read_by = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let inputs = pool.install(|| folder.read(&[""]));
        (inputs.articles, inputs.skipped, inputs.warnings, inputs.bytes)
    };
    let one = read_by(1);
    assert_eq!(
        one.0.iter().map(|article| article.id.as_str()).take(2).collect::<Vec<_>>(),
        ["0", "1"]
    );
    assert_eq!(one.0.len(), 300 + 40 + 8700);
    assert_eq!(one, read_by(2));
    assert_eq!(one, read_by(7));
    let all: u64 = fs::read_dir(folder.path(""))
        .unwrap()
        .map(|it| it.unwrap().metadata().unwrap().len())
        .sum();
    assert_eq!(one.3, all);
}

proptest::proptest! {
    /// Whatever is cut off or turned over, the reader goes on, and says so or reads it.
    #[test]
    fn any_damage_is_read_or_told(
        which in 0..SAMPLES.len(),
        cut in 0.0..1.0_f64,
        flips in proptest::collection::vec((0.0..1.0_f64, proptest::num::u8::ANY), 0..4),
    ) {
        let (name, bytes) = &samples()[which];
        let mut bytes = bytes.clone();
        if cut > 0.5 {
            bytes.truncate((bytes.len() as f64 * cut) as usize);
        }
        for (at, value) in flips {
            let at = (bytes.len() as f64 * at) as usize;
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value;
            }
        }
        beside(name, &bytes, |_| {});
    }
}

const SAMPLES: [&str; 12] = [
    "a.zip",
    "a.tar.gz",
    "a.warc.gz",
    "a.pdf",
    "a.docx",
    "a.rss",
    "a.mbox",
    "a.json",
    "a.txt.zst",
    "a.eml",
    "a.csv",
    "a.html",
];

fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let http = "HTTP/1.1 200 OK\r\nContent-Type: text/html";
    let bytes = [
        zip(&[("a.txt", GOOD.as_bytes()), ("b.zip", &zip(&[("c.txt", GOOD.as_bytes())]))]),
        gzip(&tar(&[("a.txt", GOOD.as_bytes())])),
        gzip(&response("https://a.example/", http, GOOD.as_bytes())),
        pdf(&format!("BT /F1 12 Tf 72 700 Td ({GOOD}) Tj ET"), "", &[]),
        packed::docx("Title", &[GOOD]),
        format!("<rss><channel><item><title>x</title><content:encoded>{}</content:encoded></item></channel></rss>", GOOD.repeat(4)).into_bytes(),
        format!("From a Tue Mar  5 18:00:00 2024\nFrom: a@b.example\nSubject: x\n\n{GOOD}\n").into_bytes(),
        format!("[{{\"text\":\"{GOOD}\"}}, {{\"text\":\"{GOOD}\"}}]").into_bytes(),
        zstd(GOOD.repeat(50).as_bytes()),
        format!("From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>{GOOD}</p>\n").into_bytes(),
        format!("title,text\nx,\"{GOOD}\"\ny,\"{GOOD}\"\n").into_bytes(),
        format!("<html><head><title>x</title></head><body><article><p>{GOOD}</p></article></body></html>").into_bytes(),
    ];
    SAMPLES.into_iter().zip(bytes).collect()
}
