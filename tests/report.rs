//! The report formats, from two findings made by hand.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use crosscheck::{
    model::{
        Article, Conflict, ConflictKind, Evidence, Finding, Past, Position, Problem, Reason,
        Review, ReviewState, ReviewStatus, Reviews, Score, Severity, Signs, Span, Step, Unchecked,
        Verdict,
    },
    report::{self, Articles, Counts, Dialect, Findings, Format, Marks, Report, Saved, Style},
    value::{Kind, Qualifier},
};
use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

static UNREVIEWED: Reviews = Reviews { by_finding: BTreeMap::new(), orphans: Vec::new() };
const BBC: &str = "The line was dark for 45 minutes on Friday.";
const REUTERS: &str = "Trains stood for an hour and a half.";

fn dec(digits: &str) -> Decimal {
    digits.parse().unwrap()
}

fn claim(article: &str, source: &str, quote: &str, value: &str, seconds: Decimal) -> Evidence {
    let at = quote.find(value).unwrap_or(0);
    Evidence {
        claim_id: format!("cl-{}", source.to_lowercase()),
        article: article.to_owned(),
        source: source.to_owned(),
        published: Some(date(2024, 3, 5)),
        title: None,
        url: None,
        holder: Vec::new(),
        position: 0,
        quote: quote.to_owned(),
        sentence: Span::new(0, quote.len()),
        span: Span::new(at, at + value.len()),
        line: 1,
        column: at + 1,
        scalars: Span::new(at, at + value.len()),
        value: value.to_owned(),
        kind: Kind::Duration,
        subject: "Line 4 blackout".to_owned(),
        attribute: "duration".to_owned(),
        asof: Some(date(2024, 3, 5)),
        low: Some(seconds),
        high: Some(seconds),
        unit: "s".to_owned(),
        qualifier: Qualifier::Exact,
        denied: false,
        origin: 1,
        rule: "duration".to_owned(),
        normalised_by: "duration.number-unit".to_owned(),
        match_score: Score(93),
        signs: Signs::default(),
        current: true,
    }
}

fn position(value: &str, number: Decimal, unit: &str, origins: usize) -> Position {
    let (low, high) = (Some(number), Some(number));
    Position { value: value.to_owned(), low, high, unit: unit.to_owned(), origins }
}

fn blackout() -> Finding {
    let bbc = Evidence {
        url: Some("https://bbc.example/a".to_owned()),
        holder: vec!["police".to_owned()],
        ..claim("bbc.txt", "BBC", BBC, "45 minutes", dec("2700"))
    };
    let ap = |article: &str| Evidence {
        origin: 2,
        ..claim(article, "AP", BBC, "45 minutes", dec("2700"))
    };
    let reuters = Evidence {
        origin: 3,
        position: 1,
        ..claim("reuters.txt", "Reuters", REUTERS, "an hour and a half", dec("5400"))
    };
    Finding {
        id: "cx-7k2m9q4dzt".to_owned(),
        evidence_hash: "ev-4h8w2m1r".to_owned(),
        verdict: Verdict::Contradict,
        reason: Reason::DisjointValues,
        severity: Severity::Error,
        subject: "Line 4 blackout".to_owned(),
        attribute: "duration".to_owned(),
        kind: Kind::Duration,
        summary: "BBC and AP say 45 min; Reuters says 90 min (3 origins).".to_owned(),
        match_score: Score(93),
        n_independent: 3,
        n_sources: 3,
        asof_first: Some(date(2024, 3, 5)),
        asof_last: Some(date(2024, 3, 5)),
        positions: vec![
            position("45 minutes", dec("2700"), "s", 2),
            position("an hour and a half", dec("5400.0"), "s", 1),
        ],
        conflicts: vec![Conflict { a: 0, b: 1, kind: ConflictKind::Contradict }],
        claims: vec![bbc, ap("ap.txt"), ap("copy.txt"), reuters],
        steps: Vec::new(),
    }
}

fn magnitude() -> Finding {
    let quote = "The quake measured 6.4.";
    let of = |source: &str, origin| Evidence {
        origin,
        kind: Kind::Quantity,
        unit: "magnitude".to_owned(),
        ..claim(&format!("{source}.txt"), source, quote, "6.4", dec("6.40"))
    };
    Finding {
        id: "cx-0000000001".to_owned(),
        verdict: Verdict::Agree,
        reason: Reason::SameValue,
        severity: Severity::None,
        subject: "=Quake".to_owned(),
        kind: Kind::Quantity,
        attribute: "magnitude".to_owned(),
        summary: "Both say 6.4.".to_owned(),
        match_score: Score(100),
        n_independent: 2,
        n_sources: 2,
        positions: vec![position("6.4", dec("6.40"), "magnitude", 2)],
        conflicts: Vec::new(),
        claims: vec![of("AFP", 4), of("dpa", 5)],
        steps: vec![Step { text: "6.4 is 6.4".to_owned(), quote: "6.4".to_owned() }],
        ..blackout()
    }
}

fn report<'a>(findings: &'a [Finding], articles: &'a [Article]) -> Report<'a> {
    Report {
        findings: Findings::Held(findings),
        limit: None,
        articles: Articles::Held(articles, &[]),
        problems: &[],
        counts: Counts { origins: 2, claims: 23_411, comparable: 6 },
        reviews: &UNREVIEWED,
    }
}

fn written(format: Format, dialect: Dialect, findings: &[Finding]) -> (String, usize) {
    let articles =
        [Article { id: "reuters.txt".into(), text: REUTERS.into(), ..Article::default() }];
    let mut bytes = Vec::new();
    let style = Style { dialect, ..Style::default() };
    let cut = format.write(&report(findings, &articles), style, &mut bytes).unwrap();
    (String::from_utf8(bytes).unwrap(), cut)
}

fn records(text: &str, dialect: Dialect) -> Vec<Vec<String>> {
    let delimiter = if dialect == Dialect::ExcelEu { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
    rows.collect()
}

#[test]
fn findings_as_csv() {
    let (text, cut) = written(Format::Csv, Dialect::Plain, &[blackout(), magnitude()]);
    assert_eq!(cut, 0);
    let rows: Vec<&str> = text.lines().skip(1).collect();
    insta::assert_snapshot!(rows.join("\n"), @r#"
contradict,Line 4 blackout,BBC and AP say 45 min; Reuters says 90 min (3 origins).,open,,,45 minutes,BBC; AP (copy: 1 more),[BBC] “The line was dark for 45 minutes on Friday.”,https://bbc.example/a#:~:text=45%20minutes,an hour and a half,Reuters,[Reuters] “Trains stood for an hour and a half.”,reuters.txt:1,,3,3,2700,5400,s,66.7,duration,duration,2024-03-05,2024-03-05,disjoint-values,error,0.93,new,none,ev-4h8w2m1r,cx-7k2m9q4dzt
agree,“=Quake”,Both say 6.4.,open,,,6.4,AFP,[AFP] “The quake measured 6.4.”,AFP.txt:1,6.4,dpa,[dpa] “The quake measured 6.4.”,dpa.txt:1,,2,2,6.4,6.4,magnitude,0,quantity,magnitude,2024-03-05,2024-03-05,same-value,none,1,new,none,ev-4h8w2m1r,cx-0000000001
"#);
}

#[test]
fn holders_tell_the_answers_of_one_source_apart() {
    let mut finding = blackout();
    let by = |holder: &str, claim: &Evidence| Evidence {
        source: "AP".to_owned(),
        holder: vec![holder.to_owned()],
        ..claim.clone()
    };
    finding.claims = vec![by("police", &finding.claims[1]), by("the operator", &finding.claims[3])];
    let (text, _) = written(Format::Csv, Dialect::Plain, &[finding]);
    let row = records(&text, Dialect::Plain).pop().unwrap();
    assert_eq!(
        (row[7].as_str(), row[11].as_str()),
        ("AP (citing police)", "AP (citing the operator)")
    );
}

#[test]
fn claims_as_csv() {
    let (text, _) = written(Format::ClaimsCsv, Dialect::Plain, &[blackout()]);
    insta::assert_snapshot!(text, @r#"
claim_id,finding_id,source,origin_group,title,published,asof,claim_type,subject,attribute,raw_text,qualifier,value_low,value_high,unit,quote,path,line,column,char_start,char_end,url,rule_id,normalised_by,match_score,suppressed,suppress_reason
cl-ap,cx-7k2m9q4dzt,AP,2,,2024-03-05,2024-03-05,duration,Line 4 blackout,duration,45 minutes,exact,2700,2700,s,[AP] “The line was dark for 45 minutes on Friday.”,ap.txt,1,23,22,32,,duration,duration.number-unit,0.93,false,
cl-ap,cx-7k2m9q4dzt,AP,2,,2024-03-05,2024-03-05,duration,Line 4 blackout,duration,45 minutes,exact,2700,2700,s,[AP] “The line was dark for 45 minutes on Friday.”,copy.txt,1,23,22,32,,duration,duration.number-unit,0.93,false,
cl-bbc,cx-7k2m9q4dzt,BBC,1,,2024-03-05,2024-03-05,duration,Line 4 blackout,duration,45 minutes,exact,2700,2700,s,[BBC] “The line was dark for 45 minutes on Friday.”,bbc.txt,1,23,22,32,https://bbc.example/a,duration,duration.number-unit,0.93,false,
cl-reuters,cx-7k2m9q4dzt,Reuters,3,,2024-03-05,2024-03-05,duration,Line 4 blackout,duration,an hour and a half,exact,5400,5400,s,[Reuters] “Trains stood for an hour and a half.”,reuters.txt,1,18,17,35,,duration,duration.number-unit,0.93,false,
"#);
}

#[test]
fn findings_as_json_lines() {
    let (text, _) = written(Format::Jsonl, Dialect::Plain, &[magnitude(), blackout()]);
    for (line, id) in text.lines().zip(["cx-0000000001", "cx-7k2m9q4dzt"]) {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(value["finding_id"], id);
    }
    insta::assert_snapshot!(text.lines().next().unwrap(), @r#"{"finding_id":"cx-0000000001","verdict":"agree","reason":"same-value","severity":"none","subject":"=Quake","attribute":"magnitude","summary":"Both say 6.4.","match_score":1,"n_independent":2,"n_sources":2,"asof_first":"2024-03-05","asof_last":"2024-03-05","positions":[{"value":"6.4","low":6.4,"high":6.4,"unit":"magnitude","origins":2}],"conflicts":[],"claims":[{"claim_id":"cl-afp","article":"AFP.txt","source":"AFP","published":"2024-03-05","holder":[],"position":0,"quote":"The quake measured 6.4.","start":0,"end":23,"value_start":19,"value_end":22,"value":"6.4","kind":"quantity","low":6.4,"high":6.4,"unit":"magnitude","qualifier":"exact","origin":4,"rule":"duration","current":true,"title":null,"url":null,"line":1,"column":20,"char_start":19,"char_end":22,"subject":"Line 4 blackout","attribute":"duration","asof":"2024-03-05","denied":false,"normalised_by":"duration.number-unit","match_score":0.93,"signs":[]},{"claim_id":"cl-dpa","article":"dpa.txt","source":"dpa","published":"2024-03-05","holder":[],"position":0,"quote":"The quake measured 6.4.","start":0,"end":23,"value_start":19,"value_end":22,"value":"6.4","kind":"quantity","low":6.4,"high":6.4,"unit":"magnitude","qualifier":"exact","origin":5,"rule":"duration","current":true,"title":null,"url":null,"line":1,"column":20,"char_start":19,"char_end":22,"subject":"Line 4 blackout","attribute":"duration","asof":"2024-03-05","denied":false,"normalised_by":"duration.number-unit","match_score":0.93,"signs":[]}],"steps":[{"text":"6.4 is 6.4","quote":"6.4"}],"evidence_hash":"ev-4h8w2m1r","kind":"quantity","change":"new","review":null}"#);
}

#[test]
fn findings_as_markdown() {
    let (text, _) = written(Format::Markdown, Dialect::Plain, &[blackout(), magnitude()]);
    insta::assert_snapshot!(text);
}

/// Pasted into an issue or a wiki, the words of an article stay words.
#[test]
fn markup_of_articles_is_text_in_markdown() {
    let evil = "<img src=x onerror=alert(1)> [click](http://x.example) ![i](http://x.example/t.gif) `code` @team #1 www.x.example";
    let quote = format!("{evil} 45 minutes\n\n# {evil}");
    let mut finding = blackout();
    finding.subject = format!("# {evil}");
    finding.summary = format!("- {evil}");
    finding.claims = vec![Evidence {
        source: evil.into(),
        url: Some("https://x.example/> [a](http://y.example) <b>".into()),
        holder: vec![evil.into()],
        article: format!("{evil}.txt"),
        ..claim("", "", &quote, "45 minutes", dec("2700"))
    }];
    finding.positions.truncate(1);
    finding.conflicts.clear();
    let (text, _) = written(Format::Markdown, Dialect::Plain, &[finding]);
    let mut letters = text.char_indices().peekable();
    let mut links = 0;
    while let Some((at, letter)) = letters.next() {
        let rest = &text[at..];
        match letter {
            '\\' => drop(letters.next()),
            '<' => assert!(
                rest.starts_with("<https://x.example/%3E%20[a](http://y.example)%20%3Cb%3E"),
                "{rest}"
            ),
            '[' => links += 1,
            '@' => assert!(rest.starts_with("@\u{2060}team"), "{rest}"),
            ':' if !text[..at].ends_with("<https") && !text[..at].ends_with("http") => {
                assert!(!rest.starts_with("://"), "{rest}");
            }
            _ => {}
        }
    }
    assert!(text.contains("**45 minutes**") && text.contains("http\\://x.example"));
    assert!(links > 0 && !text.contains("\n# <") && !text.contains("\n- \\<img"));
}

/// What Google's page on fact-check markup lists as required or recommended, but for the rating, which
/// is no program's to give.
const FIELDS: [(&str, &[&str]); 4] = [
    ("ClaimReview", &["claimReviewed", "url", "author", "itemReviewed"]),
    ("Claim", &["appearance", "author", "datePublished", "firstAppearance"]),
    ("Organization", &["name", "url", "sameAs"]),
    ("CreativeWork", &["url"]),
];

fn assert_listed(value: &serde_json::Value) {
    for value in value.as_array().into_iter().flatten() {
        assert_listed(value);
    }
    let Some(fields) = value.as_object() else { return };
    let kind = fields.get("@type").and_then(|kind| kind.as_str());
    // Whether a holder is a person or a body is left open.
    let (_, known) = FIELDS.iter().find(|it| it.0 == kind.unwrap_or("Organization")).unwrap();
    for (name, value) in fields {
        assert!(name.starts_with('@') || known.contains(&name.as_str()), "{kind:?} has {name}");
        assert_listed(value);
    }
}

#[test]
fn confirmed_findings_become_drafts_of_claim_reviews_without_a_rating() {
    let findings = [blackout(), magnitude()];
    let mut reviews = Reviews::default();
    let review = |status| Review { status, reviewer: "Ann".into(), ..Review::default() };
    let past =
        |status| Past { review: review(status), state: ReviewState::Kept, ..Past::default() };
    let drafts = |reviews: &Reviews| {
        let mut bytes = Vec::new();
        let report = Report { reviews, ..report(&findings, &[]) };
        Format::ClaimReview.write(&report, Style::default(), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    assert_eq!(drafts(&reviews), "[]\n", "nobody has confirmed anything");
    for status in ReviewStatus::ALL.into_iter().filter(|it| *it != ReviewStatus::Confirmed) {
        reviews.by_finding.insert(findings[1].id.clone(), past(status));
        assert_eq!(drafts(&reviews), "[]\n", "{status:?}");
    }
    reviews.by_finding.insert(findings[0].id.clone(), past(ReviewStatus::Confirmed));
    let text = drafts(&reviews);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_listed(&value);
    assert!(!text.to_lowercase().contains("rating"), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn the_summary_counts_what_is_there() {
    let findings = [blackout(), magnitude()];
    let article = |source: &str| Article { source: source.into(), ..Article::default() };
    let articles = [article("BBC"), article("AP"), article("AP")];
    let saved = Saved {
        folder: Some(("out/".into(), vec!["findings.csv".into(), "claims.csv".into()])),
        files: Vec::new(),
        cut: 1,
    };
    let problems = [Problem::warning("E101", "x.txt", "cannot read this")];
    let unchecked = |why| Unchecked {
        sentence: Span::default(),
        span: Span::default(),
        line: 1,
        kind: Kind::Count,
        why,
    };
    let unchecked =
        [vec![unchecked("advert"), unchecked("no attribute")], vec![unchecked("no attribute"); 2]];
    let full = Report {
        limit: Some(1),
        problems: &problems,
        articles: Articles::Held(&articles, &unchecked),
        ..report(&findings, &articles)
    };
    insta::assert_snapshot!(report::summary(&full, Style { marks: Marks::Ascii, ..Style::default() }, &saved), @r#"
Checked 3 articles, 2 sources (2 origins), 1 skipped - 23 411 claims, 6 comparable
X 1 contradict  ? 0 unclear  > 0 changed  ~ 0 compatible  o 1 agree  . 0 single source
Most disputed: Line 4 blackout / duration: 45 minutes to an hour and a half (3 independent voices)
Publication days not given: 3 not known (AP, BBC)
Values not checked: 4 (3 no attribute, 1 advert)
Written: the first 1 of 2 findings (--max-findings)
Cut: 1 cell too long for a spreadsheet; the whole text is in findings.jsonl
Wrote out/: findings.csv claims.csv
"#);
    let none = report(&[], &articles[..1]);
    let none = Report { counts: Counts { origins: 1, claims: 1, comparable: 0 }, ..none };
    insta::assert_snapshot!(report::summary(&none, Style::default(), &Saved::default()), @r#"
Checked 1 article, 1 source (1 origin), 0 skipped · 1 claim, 0 comparable
✗ 0 contradict  ? 0 unclear  ↻ 0 changed  ≈ 0 compatible  ✓ 0 agree  · 0 single source
Publication days not given: 1 not known (BBC)
"#);
}

#[test]
fn each_dialect_reads_back_to_the_same_cells() {
    let findings = [blackout(), magnitude()];
    let (plain, _) = written(Format::Csv, Dialect::Plain, &findings);
    let cells = records(&plain, Dialect::Plain);
    assert_eq!(cells.len(), 3);
    assert!(cells.iter().all(|row| row.len() == 32));
    for (dialect, mark, end) in [
        (Dialect::Excel, ".", "\r\n"),
        (Dialect::ExcelEu, ",", "\r\n"),
        (Dialect::Plain, ".", "\n"),
    ] {
        let (text, _) = written(Format::Csv, dialect, &findings);
        assert_eq!(text.starts_with('\u{feff}'), dialect != Dialect::Plain);
        assert!(text.ends_with(end));
        assert_eq!(text.matches('\r').count() > 0, end == "\r\n");
        let rows = records(&text, dialect);
        for (row, expected) in rows.iter().zip(&cells).skip(1) {
            for (column, (cell, expected)) in row.iter().zip(expected).enumerate() {
                let number = [17, 18, 20, 27].contains(&column);
                let expected = if number { expected.replace('.', mark) } else { expected.clone() };
                assert_eq!(*cell, expected, "{dialect:?} column {column}");
            }
        }
    }
}

#[test]
fn hostile_documents_stay_text() {
    let hostile = Evidence {
        source: "=cmd".into(),
        title: Some("\t@SUM(A1)".into()),
        url: Some("javascript:alert(1)".into()),
        article: "-x.txt".into(),
        value: "3/4".into(),
        ..claim("-x.txt", "=cmd", "\u{202e}evil 3/4\n\nof\0 it", "3/4", dec("-0.75"))
    };
    let finding = Finding {
        subject: "＝1+1".into(),
        summary: "+1 \u{1b}[31m".into(),
        claims: vec![hostile],
        positions: vec![position("3/4", dec("-0.75"), "", 1)],
        conflicts: Vec::new(),
        verdict: Verdict::Single,
        ..blackout()
    };
    let (text, _) = written(Format::Csv, Dialect::Plain, std::slice::from_ref(&finding));
    let row = records(&text, Dialect::Plain).pop().unwrap();
    let cell = |column: usize| row[column - 1].as_str();
    assert_eq!(cell(2), "“＝1+1”");
    assert_eq!(cell(3), "“+1 \u{fffd}[31m”");
    assert_eq!(cell(7), "3 of 4");
    assert_eq!(cell(8), "“=cmd”");
    assert_eq!(cell(9), "[=cmd] “<U+202E>evil 3/4 ¶ of\u{fffd} it”");
    assert_eq!(cell(10), "“-x.txt:1”");
    assert_eq!(cell(18), "-0.75");
    let (text, _) = written(Format::ClaimsCsv, Dialect::Plain, &[finding]);
    let row = records(&text, Dialect::Plain).pop().unwrap();
    assert_eq!(row[4], "“ @SUM(A1)”".replace(' ', ""));
}

#[test]
fn long_quotes_and_cells_are_cut_and_counted() {
    let quote = format!("{} 45 minutes {}", "before ".repeat(100), "after ".repeat(100));
    let long = claim("a.txt", "BBC", &quote, "45 minutes", dec("2700"));
    let huge = Finding { claims: vec![long], subject: "😀".repeat(33_000), ..blackout() };
    let (text, cut) = written(Format::Csv, Dialect::Plain, std::slice::from_ref(&huge));
    assert_eq!(cut, 1);
    let row = records(&text, Dialect::Plain).pop().unwrap();
    assert!(row[1].ends_with("more; see findings.jsonl]"));
    assert!(row[8].starts_with("[BBC] “…") && row[8].ends_with("…”"));
    assert!(row[8].contains(" 45 minutes ") && row[8].chars().count() < 360);
    let (text, _) = written(Format::Jsonl, Dialect::Plain, &[huge]);
    assert!(text.contains(quote.trim_end()));
}

#[test]
fn files_are_whole_and_a_refusing_target_gets_a_number() {
    let root = tempfile::tempdir().unwrap();
    let folder = report::Folder::open(&root.path().join("new/out")).unwrap();
    let target = folder.path().join("findings.csv");
    let say = |text: &'static str| {
        folder.write("findings.csv", move |out| out.write_all(text.as_bytes()))
    };
    assert_eq!(say("one").unwrap().path, target);
    let failed: Result<report::Written<()>, _> = folder.write("findings.csv", |out| {
        out.write_all(b"half")?;
        Err(std::io::ErrorKind::StorageFull.into())
    });
    assert!(failed.is_err());
    assert_eq!(fs::read_to_string(&target).unwrap(), "one");
    let mut permissions = fs::metadata(&target).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&target, permissions).unwrap();
    let second = say("two").unwrap();
    assert_eq!(second.path, folder.path().join("findings-2.csv"));
    assert!(second.warning.is_some());
    assert_eq!(fs::read_to_string(&target).unwrap(), "one");
    let names: BTreeSet<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, BTreeSet::from(["findings-2.csv".into(), "findings.csv".into()]));
}

fn any_finding() -> impl Strategy<Value = Finding> {
    let verdicts = proptest::sample::select(Verdict::ALL.to_vec());
    (verdicts, 0..3usize, 0..3u8, "[ab]", "cx-[ab]").prop_map(
        |(verdict, n_independent, high, subject, id)| Finding {
            verdict,
            n_independent,
            subject,
            id,
            positions: vec![
                position("a", dec("1"), "s", 1),
                position("b", Decimal::from(high), "s", 1),
            ],
            ..blackout()
        },
    )
}

proptest! {
    #[test]
    fn the_order_is_total(
        findings in proptest::collection::vec(any_finding(), 0..12),
        turn in 0..12usize,
    ) {
        let mut one = findings.clone();
        let mut other = findings;
        let middle = turn.min(other.len());
        other.rotate_left(middle);
        other.reverse();
        report::sort_findings(&mut one);
        report::sort_findings(&mut other);
        prop_assert_eq!(&one, &other);
        for pair in one.windows(2) {
            prop_assert!(pair[0].verdict <= pair[1].verdict);
            let voices = |finding: &Finding| std::cmp::Reverse(finding.n_independent);
            prop_assert!(
                pair[0].verdict != pair[1].verdict || voices(&pair[0]) <= voices(&pair[1])
            );
        }
    }
}
