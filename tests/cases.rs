//! Runs the program on every `fixtures/cases/*.md` and holds its findings against the case.

#![allow(clippy::expect_used, reason = "a test may panic")]

mod case;

use crosscheck::{
    gauge::{Expected as Label, Labelled, Place, evaluate},
    model::{Article as Text, Claim, Mention, Score},
    pipeline,
    read::{self, Request},
    rule::{Rules, Sources},
    value::Kind,
};
use serde_json::Value;
use std::{fs, io, process::Command};

use case::{Article, Case};

const FORM: &str = r#"want `- KIND ATTRIBUTE: "..." (article) against "..." (article); reason`"#;
const ATTRIBUTES: &str = "* killed injured missing rescued arrested displaced magnitude depth \
    population age duration money turnout vote-share revenue profit sentence transfer-fee \
    contract-length strike-length efficacy participants ceasefire-length ransom crew delay budget \
    temperature rainfall wind-speed date place time name";
const DIFFER: &str = "disjoint-values holders-differ opposite-polarity other-date other-place \
    other-name misquote";
const SAME: &str = "same-value rounding bounds converted-unit converted-currency ordinal-count \
    derived-sum place-contains date-resolved";
const CONFLICTS: &str = "contradict changed";

struct Expected {
    line: String,
    kind: String,
    left: Phrase,
    right: Phrase,
    reason: String,
}

struct Phrase {
    file: String,
    bytes: std::ops::Range<usize>,
}

fn one_of(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

fn expected(line: &str, articles: &[Article]) -> Result<Expected, String> {
    let parts: Vec<&str> = line.split('"').collect();
    let &[head, left, middle, right, tail] = parts.as_slice() else { return Err(FORM.into()) };
    let head = head.strip_prefix("- ").and_then(|head| head.strip_suffix(": ")).ok_or(FORM)?;
    let (kind, attribute) = head.split_once(' ').unwrap_or((head, ""));
    let (joint, reasons) = match kind {
        "contradict" => ("against", DIFFER),
        "changed" => ("against", "later-update regression"),
        "agree" | "compatible" => ("with", SAME),
        "silent" => ("against", ""),
        _ => return Err(format!("unknown kind `{kind}`")),
    };
    let silent = kind == "silent";
    if silent != attribute.is_empty() || !silent && !one_of(ATTRIBUTES, attribute) {
        return Err(format!("`{attribute}` is no attribute for `{kind}`"));
    }
    let (left_in, word) = middle.trim().split_once(' ').ok_or(FORM)?;
    let (right_in, reason) = tail.split_once("; ").unwrap_or((tail, ""));
    let known = if silent { !reason.is_empty() } else { one_of(reasons, reason) };
    if word != joint || !known && (silent || !reason.is_empty()) {
        return Err(format!("`{kind}` wants `{joint}` and, as its reason, one of: {reasons}"));
    }
    let (left, right) = (find(left, left_in, articles)?, find(right, right_in, articles)?);
    Ok(Expected { line: line.into(), kind: kind.into(), left, right, reason: reason.into() })
}

fn find(text: &str, article: &str, articles: &[Article]) -> Result<Phrase, String> {
    let file = format!("{}.txt", article.trim().trim_matches(['(', ')']));
    let found = articles.iter().find(|article| article.file == file);
    let text_of = found.map(|article| &article.text).ok_or_else(|| format!("no article {file}"))?;
    let starts: Vec<usize> = text_of.match_indices(text).map(|(start, _)| start).collect();
    match starts.as_slice() {
        &[at] => Ok(Phrase { file, bytes: at..at + text.len() }),
        _ => Err(format!("\"{text}\" is {} times in {file}, must be once", starts.len())),
    }
}

/// What a case expects; panics with file and line where an expectation is malformed.
fn expectations(case: &Case) -> Vec<Expected> {
    let name = &case.name;
    let read = |(line, text): &(usize, String)| {
        expected(text, &case.articles).unwrap_or_else(|why| panic!("{name}:{line}: {why}"))
    };
    let list: Vec<Expected> = case.expected.iter().map(read).collect();
    let count = |kinds| list.iter().filter(|e| one_of(kinds, &e.kind)).count();
    let enough = [count("contradict"), count("silent") / 2, count("agree compatible")];
    assert!(!enough.contains(&0), "{name}:1: want 1 contradict, 2 silent, 1 agree/compatible");
    list
}

/// Writes the articles and their manifest, runs the program, returns its findings.
fn run(case: &Case) -> Result<Vec<Value>, String> {
    let temp = tempfile::tempdir().expect("temporary folder");
    let (input, output) = (temp.path().join("articles"), temp.path().join("out"));
    case.write(&input);
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck"));
    command.current_dir(temp.path()).arg("run").arg(&input).arg("-o").arg(&output);
    let done = command.output().expect("crosscheck starts");
    if !done.status.success() {
        return Err(format!(
            "the run failed, {}: {}",
            done.status,
            String::from_utf8_lossy(&done.stderr)
        ));
    }
    let wrong = |error: &dyn std::fmt::Display| format!("findings.jsonl: {error}");
    let lines = fs::read_to_string(output.join("findings.jsonl")).map_err(|e| wrong(&e))?;
    lines.lines().map(|line| serde_json::from_str(line).map_err(|e| wrong(&e))).collect()
}

/// The positions at which a finding holds a claim whose value overlaps the phrase.
fn positions(finding: &Value, phrase: &Phrase) -> Vec<u64> {
    let claims = finding["claims"].as_array().into_iter().flatten();
    let answers = claims.filter(|claim| {
        let path = claim["article"].as_str().unwrap_or_default();
        let offset = |key| claim[key].as_u64().map_or(0, |byte| byte as usize);
        path.rsplit(['/', '\\']).next() == Some(&phrase.file)
            && offset("value_start") < phrase.bytes.end
            && phrase.bytes.start < offset("value_end")
    });
    answers.filter_map(|claim| claim["position"].as_u64()).collect()
}

/// The pairs of positions, lower first, at which the two phrases meet in a finding.
fn meetings(finding: &Value, expected: &Expected) -> Vec<(u64, u64)> {
    let (left, right) = (positions(finding, &expected.left), positions(finding, &expected.right));
    left.iter().flat_map(|&a| right.iter().map(move |&b| (a.min(b), a.max(b)))).collect()
}

/// The pairs of positions that differ, lower first, and how.
fn conflicts(finding: &Value) -> Vec<((u64, u64), &str)> {
    let triples = finding["conflicts"].as_array().into_iter().flatten();
    let triples = triples.filter_map(|c| Some((c[0].as_u64()?, c[1].as_u64()?, c[2].as_str()?)));
    triples.map(|(a, b, kind)| ((a.min(b), a.max(b)), kind)).collect()
}

/// What is wrong with one expectation, if anything.
fn miss(expected: &Expected, findings: &[Value]) -> Option<String> {
    let (wanted, mut met) = (expected.kind.as_str(), Vec::new());
    for finding in findings {
        for pair in meetings(finding, expected) {
            let conflict = conflicts(finding).into_iter().find(|conflict| conflict.0 == pair);
            met.push((conflict.map_or("no conflict", |conflict| conflict.1), finding));
        }
    }
    let found = match wanted {
        "silent" => !met.iter().any(|(kind, _)| one_of(CONFLICTS, kind)),
        "agree" | "compatible" => met.iter().any(|(kind, _)| *kind == "no conflict"),
        _ => met.iter().any(|(kind, _)| *kind == wanted),
    };
    if !found {
        let claimed = |phrase| findings.iter().any(|f| !positions(f, phrase).is_empty());
        let claimed = [claimed(&expected.left), claimed(&expected.right)];
        let kinds: Vec<&str> = met.iter().map(|(kind, _)| *kind).collect();
        return Some(format!("claimed: {claimed:?}; together in a finding: {kinds:?}"));
    }
    // A finding has one reason, that of its verdict, so it says nothing of its lesser conflicts.
    met.retain(|(kind, finding)| *kind == wanted && finding["verdict"] == wanted);
    let right = met.iter().any(|(_, finding)| finding["reason"] == expected.reason);
    let checked = one_of(CONFLICTS, wanted) && !expected.reason.is_empty() && !right;
    Some(format!("found, but its reason is {}", met.first().filter(|_| checked)?.1["reason"]))
}

/// Conflicts that the case does not list.
fn unexpected(expected: &[Expected], finding: &Value) -> Vec<String> {
    let listed = |(pair, kind): &(_, &str)| {
        let mut lines = expected.iter().filter(|expected| expected.kind == *kind);
        lines.any(|expected| meetings(finding, expected).contains(pair))
    };
    let quote = |position: u64| {
        let mut claims = finding["claims"].as_array().into_iter().flatten();
        let claim = claims.find(|claim| claim["position"] == position);
        claim.map_or("?".into(), |c| format!("{} in {}: {}", c["value"], c["article"], c["quote"]))
    };
    let wrong = conflicts(finding).into_iter().filter(|c| one_of(CONFLICTS, c.1) && !listed(c));
    let describe = |((a, b), kind)| {
        let title = format!("unexpected {kind} {} ({})", finding["attribute"], finding["reason"]);
        [title, quote(a), quote(b)].join("\n      ")
    };
    wrong.map(describe).collect()
}

/// Everything that is wrong with one case.
fn check(case: &Case) -> Vec<String> {
    let expected = expectations(case);
    let compare = |findings: Vec<Value>| {
        let miss = |e: &Expected| Some(format!("{}\n      {}", e.line, miss(e, &findings)?));
        let missed = expected.iter().filter_map(miss);
        missed.chain(findings.iter().flat_map(|finding| unexpected(&expected, finding))).collect()
    };
    let failures: Vec<String> = run(case).map_or_else(|why| vec![why], compare);
    failures.iter().map(|failure| format!("{}: {failure}", case.name)).collect()
}

#[test]
fn findings_are_those_of_the_cases() {
    let failures: Vec<String> = case::load().iter().flat_map(check).collect();
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

fn is_number(mention: &Mention) -> bool {
    !matches!(
        mention.value.kind(),
        Kind::Date | Kind::Time | Kind::Place | Kind::Name | Kind::Statement
    )
}

#[test]
fn every_number_is_a_claim_or_in_the_ledger_of_the_unchecked() {
    let rules = Rules::compile(&Sources::embedded()).expect("rules");
    let (mut claimed, mut listed) = (0, 0);
    for article in case::load().into_iter().flat_map(|case| case.articles) {
        let article = Text { id: article.file, text: article.text, ..Text::default() };
        let (_, mentions) = pipeline::mentions(&article, &rules);
        let document = pipeline::document(article, &rules);
        for mention in mentions.iter().flatten().filter(|mention| is_number(mention)) {
            let told = |claim: &&Claim| claim.span == mention.span && claim.untold.is_none();
            let is_claim = document.claims.iter().any(|claim| told(&claim));
            let rows = document.unchecked.iter().filter(|value| value.span == mention.span);
            let (rows, words) = (rows.count(), mention.span.of(&document.article.text));
            assert_eq!(rows, usize::from(!is_claim), "{}: {words}", document.article.id);
            claimed += usize::from(is_claim);
            listed += rows;
        }
    }
    assert!(claimed > listed && listed > 20, "{claimed} claims, {listed} in the ledger");
}

/// The expectations of a case as labels.
fn labels(case: &Case, cluster: &str) -> Vec<Labelled> {
    let place = |phrase: &Phrase| {
        let article = case.articles.iter().find(|it| it.file == phrase.file).expect("article");
        Place {
            doc: phrase.file.trim_end_matches(".txt").to_owned(),
            quote: article.text[phrase.bytes.clone()].to_owned(),
            start: article.text[..phrase.bytes.start].chars().count(),
        }
    };
    let label = |it: Expected| Labelled {
        cluster: cluster.to_owned(),
        a: place(&it.left),
        b: place(&it.right),
        expected: match it.kind.as_str() {
            "contradict" => Label::Contradict,
            "agree" => Label::Agree,
            "silent" => Label::Distinct,
            _ => Label::Compatible,
        },
    };
    // A changed value is a conflict that time explains; it is no label of its own.
    expectations(case).into_iter().filter(|it| it.kind != "changed").map(label).collect()
}

#[test]
fn the_default_threshold_is_that_of_the_labelled_articles() {
    let rules = Rules::compile(&Sources::embedded()).expect("rules");
    let (mut articles, mut labelled) = (Vec::new(), Vec::new());
    for case in case::load() {
        let cluster = case.name.rsplit(['/', '.']).nth(1).expect("a name").to_owned();
        labelled.extend(labels(&case, &cluster));
        let temp = tempfile::tempdir().expect("temporary folder");
        let folder = temp.path().join(&cluster);
        case.write(&folder);
        let inputs = vec![folder.to_string_lossy().into_owned()];
        let listing = read::list(&Request { inputs, ..Request::default() }).expect("a listing");
        articles.extend(read::read(&listing, &rules, io::empty(), &|_| ()).articles);
    }
    let outcome = pipeline::cross_check(articles, &rules, &pipeline::Silent).expect("compared");
    let found = evaluate(&outcome.findings, &outcome.articles, &labelled);
    let all = found.conflicts_from(Score(80));
    assert!(found.contradictions.all > 20 && found.agreements.all > 20, "{found:?}");
    assert!(all.all > 20 && all.right * 100 >= all.all * 95, "{found:?}");
    assert!(found.threshold(95).is_some_and(|score| score <= Score(80)), "{found:?}");
}
