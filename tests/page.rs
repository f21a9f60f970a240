//! The report as a page: what it shows, what it must never do, and how it works in a browser.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

#[allow(dead_code, reason = "what a case expects is for another test")]
mod case;

use std::{
    collections::BTreeMap,
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use crosscheck::{
    model::{
        Article, Change, Conflict, ConflictKind, Evidence, Finding, Past, Position, Problem,
        Reason, Review, ReviewState, ReviewStatus, Reviews, Score, Severity, Signs, Span, Step,
        Verdict,
    },
    pipeline::{Silent, cross_check},
    read::{self, Request},
    report::{self, Articles, Counts, Findings, Format, Report, Style},
    rule::Rules,
    value::{Kind, Qualifier},
};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

fn claim(source: &str, day: Date, quote: &str, value: &str, number: i64) -> Evidence {
    let at = quote.find(value).unwrap_or(0);
    Evidence {
        claim_id: format!("cl-{source}"),
        article: format!("news/{source}.txt"),
        source: source.to_owned(),
        published: Some(day),
        title: None,
        url: None,
        holder: Vec::new(),
        position: 0,
        current: true,
        quote: quote.to_owned(),
        sentence: Span::new(0, quote.len()),
        span: Span::new(at, at + value.len()),
        scalars: Span::new(at, at + value.len()),
        line: 3,
        column: at + 1,
        value: value.to_owned(),
        kind: Kind::Duration,
        subject: "Ferry outage".to_owned(),
        attribute: "duration".to_owned(),
        asof: Some(day),
        low: Some(number.into()),
        high: Some(number.into()),
        unit: "s".to_owned(),
        qualifier: Qualifier::Exact,
        denied: false,
        origin: number.unsigned_abs() as usize,
        rule: "duration".to_owned(),
        normalised_by: "duration.number-unit".to_owned(),
        match_score: Score(93),
        signs: Signs::default(),
    }
}

fn position(value: &str, low: Option<i64>, high: Option<i64>) -> Position {
    let (low, high) = (low.map(Decimal::from), high.map(Decimal::from));
    Position { value: value.to_owned(), low, high, unit: "s".to_owned(), origins: 1 }
}

fn outage(number: usize) -> Finding {
    let tern = Evidence {
        url: Some("https://tern.example/ferry?a=1&b=2".to_owned()),
        holder: vec!["Port Authority".to_owned()],
        ..claim(
            "Tern Daily",
            date(2024, 3, 5),
            "Ferries lay idle for 45 minutes on Tuesday.",
            "45 minutes",
            2_700,
        )
    };
    let heron = Evidence {
        position: 1,
        high: None,
        qualifier: Qualifier::MoreThan,
        ..claim(
            "Heron",
            date(2024, 3, 6),
            "No boat left for over two hours.",
            "over two hours",
            7_200,
        )
    };
    Finding {
        id: format!("cx-{number:010}"),
        evidence_hash: "ev-4h8w2m1r".to_owned(),
        verdict: Verdict::Contradict,
        reason: Reason::DisjointValues,
        severity: Severity::Error,
        subject: "Ferry outage".to_owned(),
        attribute: "duration".to_owned(),
        kind: Kind::Duration,
        summary: "Tern Daily says 45 minutes; Heron says over two hours.".to_owned(),
        match_score: Score(93),
        n_independent: 2,
        n_sources: 2,
        asof_first: Some(date(2024, 3, 5)),
        asof_last: Some(date(2024, 3, 6)),
        positions: vec![
            position("45 minutes", Some(2_700), Some(2_700)),
            position("over two hours", Some(7_200), None),
        ],
        conflicts: vec![Conflict { a: 0, b: 1, kind: ConflictKind::Contradict }],
        claims: vec![tern, heron],
        steps: vec![Step { text: "45 minutes read as 2700 s".to_owned(), quote: String::new() }],
    }
}

fn agreed(number: usize) -> Finding {
    let mut finding = outage(number);
    finding.verdict = Verdict::Agree;
    finding.reason = Reason::Bounds;
    finding.conflicts.clear();
    finding
}

fn single(number: usize) -> Finding {
    let mut finding = outage(number);
    finding.verdict = Verdict::Single;
    finding.reason = Reason::OneSource;
    finding.conflicts.clear();
    finding.positions.truncate(1);
    finding.claims.truncate(1);
    finding
}

fn page_of(findings: &[Finding], reviews: &Reviews) -> String {
    let articles = [Article { source: "Tern Daily".into(), ..Article::default() }];
    let problems = [Problem::warning("E101", "news/x.txt", "cannot read this")];
    let report = Report {
        findings: Findings::Held(findings),
        limit: None,
        articles: Articles::Held(&articles, &[]),
        problems: &problems,
        counts: Counts { origins: 2, claims: 23_411, comparable: 6 },
        reviews,
    };
    written(&report)
}

fn written(report: &Report<'_>) -> String {
    let mut bytes = Vec::new();
    assert_eq!(Format::Html.write(report, Style::default(), &mut bytes).unwrap(), 0);
    String::from_utf8(bytes).unwrap()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap();
    rest.split_once(end).unwrap().0
}

fn body(page: &str) -> &str {
    between(page, "<body>", "<script>")
}

fn card<'a>(page: &'a str, id: &str) -> &'a str {
    between(page, &format!("<article id=\"{id}\""), "</article>")
}

/// Text as it stands in the page.
fn escaped(text: &str) -> String {
    [
        ('&', "&amp;"),
        ('<', "&lt;"),
        ('>', "&gt;"),
        ('"', "&quot;"),
        ('\'', "&#x27;"),
        ('/', "&#x2f;"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (letter, entity)| text.replace(letter, entity))
}

#[test]
fn a_small_page() {
    let page = page_of(&[outage(1), single(2)], &Reviews::default());
    insta::assert_snapshot!(body(&page));
}

/// As many findings of several sources as asked for, made of those in the articles of all cases.
fn realistic(number: usize) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    let mut inputs = Vec::new();
    for (n, case) in case::load().iter().enumerate() {
        let path = folder.path().join(n.to_string());
        case.write(&path);
        inputs.push(path.to_string_lossy().into_owned());
    }
    let listing = read::list(&Request { inputs, ..Request::default() }).unwrap();
    let rules = Rules::embedded().unwrap();
    let inputs = read::read(&listing, &rules, io::empty(), &|_| ());
    let mut findings = cross_check(inputs.articles, &rules, &Silent).expect("compared").findings;
    findings.retain(|finding| finding.verdict != Verdict::Single);
    let copy = |n: usize| {
        let finding = &findings[n % findings.len()];
        Finding { id: format!("cx-{n:010}"), ..finding.clone() }
    };
    let mut findings: Vec<Finding> = (0..number).map(copy).collect();
    report::sort_findings(&mut findings);
    findings
}

/// The report of the articles in the README, with one finding reviewed and another one new.
fn example() -> (Vec<Finding>, String) {
    let inputs = vec!["fixtures/envoy-talks".to_owned()];
    let listing = read::list(&Request { inputs, ..Request::default() }).unwrap();
    let rules = Rules::embedded().unwrap();
    let inputs = read::read(&listing, &rules, io::empty(), &|_| ());
    let outcome = cross_check(inputs.articles, &rules, &Silent).expect("compared");
    let mut findings = outcome.findings;
    report::sort_findings(&mut findings);
    let past =
        |finding: &Finding| (finding.id.clone(), Past { change: Change::Same, ..Past::default() });
    let mut reviews =
        Reviews { by_finding: findings.iter().skip(1).map(past).collect(), orphans: Vec::new() };
    let reviewed = reviews.by_finding.values_mut().next().unwrap();
    reviewed.review.status = ReviewStatus::Confirmed;
    reviewed.state = ReviewState::Kept;
    let report = Report {
        findings: Findings::Held(&findings),
        limit: None,
        articles: Articles::Held(&outcome.articles, &outcome.unchecked),
        problems: &[],
        counts: Counts {
            origins: outcome.origins,
            claims: outcome.claims,
            comparable: outcome.comparable,
        },
        reviews: &reviews,
    };
    let page = written(&report);
    assert_eq!(page, written(&report), "the same report gives the same bytes");
    (findings, page)
}

#[test]
fn every_finding_is_in_the_page_with_its_quotes() {
    let (findings, page) = example();
    assert!(findings.len() > 100);
    for finding in &findings {
        let card = card(&page, &finding.id).replace('\u{a0}', " ");
        assert_eq!(page.matches(&format!(" id=\"{}\"", finding.id)).count(), 1);
        assert!(card.contains(&escaped(&finding.subject)), "{}", finding.subject);
        for claim in finding.claims.iter().take(2) {
            assert!(card.contains(&escaped(&claim.source)), "{} in {}", claim.source, finding.id);
        }
        let lower = card.to_ascii_lowercase();
        let marked = finding.claims.iter().any(|claim| {
            lower.contains(&format!("<mark>{}</mark>", escaped(&claim.value)).to_ascii_lowercase())
        });
        assert!(marked, "no value of {} is marked", finding.id);
    }
}

#[test]
fn nothing_is_loaded_and_only_the_script_of_the_page_runs() {
    let (_, page) = example();
    for loads in
        ["<link", "<iframe", "<img", "<object", "<base", " src=", "@import", "url(", "fetch("]
    {
        assert!(!page.contains(loads), "{loads}");
    }
    for (at, _) in page.match_indices("http") {
        let before = &page[..at];
        assert!(
            before.ends_with("href=\"") || before.ends_with("<meta "),
            "{}",
            &page[at..at + 80]
        );
    }
    for tag in page.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap();
        assert!(!tag.split_whitespace().any(|word| word.starts_with("on")), "<{tag}>");
    }
    assert_eq!(page.matches("<script").count(), 1);
    let policy = between(&page, "Content-Security-Policy\" content=\"", "\">");
    let policy = policy.replace("&#x27;", "'").replace("&#x2f;", "/");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    let hash = between(&policy, "script-src 'sha256-", "'");
    let script = between(&page, "<script>", "</script>");
    assert_eq!(decoded(hash), Sha256::digest(script.as_bytes()).to_vec());
}

fn decoded(base64: &str) -> Vec<u8> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<usize> = base64.chars().filter_map(|digit| DIGITS.find(digit)).collect();
    let bits: Vec<usize> =
        digits.iter().flat_map(|digit| (0..6).rev().map(move |bit| digit >> bit & 1)).collect();
    let bytes = bits.chunks_exact(8);
    bytes.map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | *bit as u8)).collect()
}

#[test]
fn hostile_text_stays_text() {
    let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>";
    let mut finding = outage(1);
    finding.subject = evil.to_owned();
    finding.attribute = "\u{202e}gnorts".to_owned();
    finding.summary = format!("{evil}{{{{ 7 * 7 }}}}{{% for %}}");
    finding.steps = vec![Step { text: evil.to_owned(), quote: evil.to_owned() }];
    for claim in &mut finding.claims {
        claim.source = format!("\"'{evil}");
        claim.holder = vec![evil.to_owned()];
        claim.article = format!("{evil}\0.txt");
        claim.url = Some("javascript:alert(3)".to_owned());
        claim.quote = format!("\u{1b}[31m 45 minutes\n\nof {evil}");
        claim.sentence = Span::new(0, claim.quote.len());
        claim.span = Span::new(6, 16);
        claim.value = "45 minutes".to_owned();
    }
    let past = Past {
        review: Review { note: evil.to_owned(), reviewer: evil.to_owned(), ..Review::default() },
        state: ReviewState::Kept,
        change: Change::Same,
    };
    let orphan = Review { finding_id: evil.to_owned(), note: evil.to_owned(), ..Review::default() };
    let by_finding = BTreeMap::from([(finding.id.clone(), past)]);
    let page = page_of(&[finding], &Reviews { by_finding, orphans: vec![orphan] });
    assert_eq!(page.matches("<script").count(), 1);
    assert!(!page.contains("<img") && !page.contains("href=\"javascript"));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;&#x2f;script&gt;"));
    assert!(page.contains("{{ 7 * 7 }}{% for %}"));
    assert!(page.contains("&lt;U+202E&gt;gnorts"));
    assert!(page.contains("“\u{fffd}[31m <mark>45 minutes</mark> ¶ of &lt;script"));
    for letter in ['\0', '\u{1b}', '\u{202e}'] {
        assert!(!page.contains(letter), "{letter:?}");
    }
}

#[test]
fn reviews_are_shown_with_what_became_of_them() {
    let review = |note: &str| Review {
        finding_id: "cx-gone".to_owned(),
        status: ReviewStatus::NotAConflict,
        note: note.to_owned(),
        reviewer: "Ada".to_owned(),
        reviewed_on: Some(date(2024, 3, 7)),
        ..Review::default()
    };
    let past = |state, change| Past { review: review("two piers"), state, change };
    let reviews = Reviews {
        by_finding: BTreeMap::from([
            ("cx-0000000001".to_owned(), past(ReviewState::Kept, Change::Same)),
            ("cx-0000000002".to_owned(), past(ReviewState::Reopened, Change::Changed)),
        ]),
        orphans: vec![review("an old one")],
    };
    let page = page_of(&[outage(1), outage(2), outage(3)], &reviews);
    let kept = card(&page, "cx-0000000001");
    for words in ["Review: Not a conflict", "two piers", "Ada", "7 Mar 2024"] {
        assert!(kept.contains(words), "{words}");
    }
    assert!(!kept.contains("data-open") && !kept.contains("data-new"));
    let reopened = card(&page, "cx-0000000002");
    assert!(reopened.contains("data-open") && reopened.contains("Reopened: the values changed"));
    assert!(reopened.contains("Values changed"));
    let unseen = card(&page, "cx-0000000003");
    assert!(unseen.contains("data-open") && unseen.contains("data-new"));
    assert!(unseen.contains("<span class=\"badge\">New</span>") && !unseen.contains("Review:"));
    assert!(between(&page, "Reviews whose finding is gone", "</section>").contains("an old one"));
}

#[test]
fn pictures_have_a_name_a_sentence_and_their_numbers() {
    let page = page_of(&[outage(1)], &Reviews::default());
    let card = card(&page, "cx-0000000001");
    let pictures: Vec<&str> = card.split("role=\"img\"").skip(1).collect();
    assert_eq!(pictures.len(), 2, "interval plot and timeline");
    for picture in pictures {
        let label = between(picture, "aria-labelledby=\"", "\"");
        for id in label.split(' ') {
            assert!(picture.contains(&format!(" id=\"{id}\">")), "{id}");
        }
        assert!(between(picture, "<desc", "</desc>").contains("Heron says over two hours"));
    }
    let table = between(card, "<table>", "</table>");
    for words in
        ["Tern Daily", "45 minutes", "45 min", "5 Mar 2024", "over two hours", "2 h", "open"]
    {
        assert!(table.contains(words), "{words}");
    }
}

#[test]
fn past_a_thousand_findings_only_disputes_have_cards() {
    let mut findings: Vec<Finding> = (0..3).map(outage).collect();
    findings.extend((3..600).map(agreed));
    findings.extend((600..6_000).map(single));
    let page = page_of(&findings, &Reviews::default());
    assert!(page.len() < 5_000_000, "{} bytes", page.len());
    assert_eq!(page.matches("<article id=\"cx-").count(), 3);
    assert_eq!(page.matches("<tr id=\"cx-").count(), 5_997);
    let last = between(&page, "<tr id=\"cx-0000005999\"", "</tr>");
    assert!(last.contains("<mark>45 minutes</mark>"));
}

#[test]
fn pages_of_many_real_findings_stay_small() {
    let whole = page_of(&realistic(1_000), &Reviews::default());
    assert_eq!(whole.matches("<article id=\"cx-").count(), 1_000);
    assert!(whole.matches("<svg class=\"plot\"").count() > 100);
    assert!(whole.len() < 5_000_000, "{} bytes", whole.len());
    let findings = realistic(1_001);
    let page = page_of(&findings, &Reviews::default());
    let disputed = findings.iter().filter(|finding| finding.verdict < Verdict::Compatible).count();
    assert_eq!(page.matches("<article id=\"cx-").count(), disputed);
    assert_eq!(page.matches("<tr id=\"cx-").count(), 1_001 - disputed);
    assert!(page.len() < whole.len());
}

#[test]
fn an_empty_report_is_a_page() {
    let page = page_of(&[], &Reviews::default());
    assert!(page.contains("No contradictions found"));
    assert!(page.contains("Nothing was found that could be compared"));
}

/// What the browser needs: the folder of Node's packages and the browser, or why there is none.
fn browser() -> Result<(PathBuf, PathBuf), &'static str> {
    let home = || env::var_os("HOME").map(|home| Path::new(&home).join(".cache"));
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(home);
    let modules = cache.map(|cache| cache.join("crosscheck-ci/node_modules"));
    let modules = modules.filter(|it| {
        it.join("playwright-core").is_dir() && it.join("axe-core/axe.min.js").is_file()
    });
    let modules =
        modules.ok_or("playwright-core and axe-core are missing (.ci/run installs them)")?;
    let path = env::var_os("PATH").unwrap_or_default();
    let find = |names: &[&str]| {
        let paths = env::split_paths(&path)
            .flat_map(|folder| names.iter().map(move |name| folder.join(name)).collect::<Vec<_>>());
        paths.into_iter().find(|path| path.is_file())
    };
    find(&["node"]).ok_or("Node is not installed")?;
    let chromium = find(&["chromium", "chromium-browser", "google-chrome"]);
    Ok((modules, chromium.ok_or("Chromium is not installed")?))
}

#[test]
fn in_a_browser() {
    let (modules, chromium) = match browser() {
        Ok(found) => found,
        Err(why) => return eprintln!("skipped: {why}"),
    };
    let folder = tempfile::tempdir().unwrap();
    let (small, large) = (folder.path().join("small.html"), folder.path().join("large.html"));
    fs::write(&small, example().1).unwrap();
    fs::write(&large, page_of(&realistic(1_000), &Reviews::default())).unwrap();
    let output = Command::new("node")
        .arg("tests/browser/page.mjs")
        .args([&modules, &chromium, &small, &large])
        .output()
        .unwrap();
    let faults = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{faults}");
}
