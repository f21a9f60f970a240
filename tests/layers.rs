//! Reads the paths in every source file and fails on one that points up.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{fs, path::Path};

const VALUES: &[&str] = &["value"];
const MODEL: &[&str] = &["model", "value"];
const GROUP: &[&str] = &["model", "rule", "spill", "value"];
const REPORT: &[&str] = &["model", "spill", "value"];
const RULES: &[&str] = &["model", "rule", "value"];
const STAGES: &[&str] = &[
    "cache",
    "claim",
    "group",
    "judge",
    "model",
    "read",
    "recognize",
    "report",
    "rule",
    "spill",
    "split",
    "value",
];
const KEPT: &[&str] = &["model", "report", "value"];
const CHECK: &[&str] = &["model", "rule", "value"];
const CONFIG: &[&str] = &["model", "rule", "value"];
const GAUGE: &[&str] = &["model", "pipeline", "rule", "split", "value"];
const PAIR: &[&str] = &["model", "pipeline", "rule", "value"];
const EXAMPLE: &[&str] = &["model", "pair", "pipeline", "rule", "split", "value"];

/// What a layer may use beside itself; `None` where there is no such layer.
fn allowed(layer: &str) -> Option<&'static [&'static str]> {
    match layer {
        "value" => Some(VALUES),
        "spill" => Some(&[]),
        "model" => Some(MODEL),
        "cache" | "report" => Some(REPORT),
        "group" => Some(GROUP),
        "rule" | "read" | "split" | "recognize" | "claim" | "judge" => Some(RULES),
        "pipeline" => Some(STAGES),
        "example" => Some(EXAMPLE),
        "review" | "saved" => Some(KEPT),
        "check" => Some(CHECK),
        "config" => Some(CONFIG),
        "gauge" => Some(GAUGE),
        "pair" => Some(PAIR),
        _ => None,
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Colons,
    Mark(char),
}

/// Tokens with their lines. Comments and literals are left out, but for a string that is a path,
/// as in `#[serde(with = "super::exact")]`.
fn tokens(source: &str) -> Vec<(usize, Token)> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (source, 1);
    while let Some(first) = rest.chars().next() {
        let long = |found: Option<usize>| found.unwrap_or(rest.len());
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = if rest.starts_with("//") {
            long(rest.find('\n'))
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some((open, close)) = raw_string(rest) {
            open + long(rest[open..].find(&close)) + close.len()
        } else if let Some(inside) = rest.strip_prefix('"') {
            let end = string_end(inside);
            let text = &inside[..end];
            let is_path = text.starts_with("crate::") || text.starts_with("super::");
            if is_path && text.chars().all(|c| is_word(c) || c == ':') {
                tokens.extend(self::tokens(text).into_iter().map(|(_, token)| (line, token)));
            }
            end + 2
        } else if first == '\'' {
            character(rest)
        } else if is_word(first) {
            let word = &rest[..long(rest.find(|c| !is_word(c)))];
            tokens.push((line, Token::Word(word.into())));
            word.len()
        } else if rest.starts_with("::") {
            tokens.push((line, Token::Colons));
            2
        } else {
            if !first.is_whitespace() {
                tokens.push((line, Token::Mark(first)));
            }
            first.len_utf8()
        };
        let (taken, left) = rest.split_at(length.min(rest.len()));
        line += taken.matches('\n').count();
        rest = left;
    }
    tokens
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    loop {
        let (open, close) = (rest[at..].find("/*"), rest[at..].find("*/"));
        match (open, close) {
            (Some(open), Some(close)) if open < close => (depth, at) = (depth + 1, at + open + 2),
            (_, Some(close)) => (depth, at) = (depth - 1, at + close + 2),
            (_, None) => return rest.len(),
        }
        if depth == 0 {
            return at;
        }
    }
}

/// Length of the opening of a raw string, and what closes it.
fn raw_string(rest: &str) -> Option<(usize, String)> {
    let marks = ["r", "br", "cr"].into_iter().find_map(|prefix| rest.strip_prefix(prefix))?;
    let inside = marks.trim_start_matches('#');
    let hashes = marks.len() - inside.len();
    let open = rest.len() - inside.len() + 1;
    inside.starts_with('"').then(|| (open, format!("\"{}", "#".repeat(hashes))))
}

fn string_end(inside: &str) -> usize {
    let mut escaped = false;
    let end = inside.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.unwrap_or(inside.len())
}

/// Length of a character literal, or of the quote that starts a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => rest[3..].find('\'').map_or(1, |end| end + 4),
        Some(_) if chars.next().is_some_and(|(_, c)| c == '\'') => {
            chars.next().map_or(rest.len(), |(at, _)| at)
        }
        _ => 1,
    }
}

/// Every path of a file, imports in braces written out, `crate`, `self` and `super` resolved
/// against `module`; a path from the root of the crate begins with `crate`.
fn paths(source: &str, module: &[&str]) -> Vec<(usize, Vec<String>)> {
    let tokens = tokens(source);
    let mut modules: Vec<String> = module.iter().map(|part| (*part).to_owned()).collect();
    let (mut paths, mut depths, mut depth, mut at) = (Vec::new(), Vec::new(), 0, 0);
    while let Some((_, token)) = tokens.get(at) {
        match token {
            Token::Mark('{') => depth += 1,
            Token::Mark('}') => {
                depth -= 1;
                if depths.pop_if(|opened| *opened == depth).is_some() {
                    modules.pop();
                }
            }
            Token::Word(word) if word == "mod" => {
                if let (Some((_, Token::Word(name))), Some((_, Token::Mark('{')))) =
                    (tokens.get(at + 1), tokens.get(at + 2))
                {
                    modules.push(name.clone());
                    depths.push(depth);
                    at += 1;
                }
            }
            // Reads on behind the word, so that `pub(crate)` is a path of one part.
            Token::Word(_) | Token::Colons => {
                let mut found = Vec::new();
                at = tree(&tokens, at, &[], &mut found);
                for (line, path) in found {
                    paths.push((line, resolve(path, &modules)));
                }
                continue;
            }
            Token::Mark(_) => {}
        }
        at += 1;
    }
    paths
}

/// Reads one path or tree of paths; gives the position behind it.
fn tree(
    tokens: &[(usize, Token)],
    mut at: usize,
    prefix: &[String],
    found: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let mut path = prefix.to_vec();
    let mut line = tokens.get(at).map_or(0, |(line, _)| *line);
    if tokens.get(at).is_some_and(|(_, token)| *token == Token::Colons) {
        at += 1;
    }
    loop {
        match tokens.get(at) {
            Some((here, Token::Word(word))) => {
                line = *here;
                path.push(word.clone());
            }
            Some((here, Token::Mark('*'))) if !path.is_empty() => {
                line = *here;
                path.push("*".to_owned());
            }
            Some((_, Token::Mark('{'))) if !path.is_empty() => {
                at += 1;
                while let Some((_, token)) = tokens.get(at) {
                    match token {
                        Token::Mark('}') => return at + 1,
                        Token::Word(_) | Token::Colons => at = tree(tokens, at, &path, found),
                        Token::Mark(_) => at += 1,
                    }
                }
                return at;
            }
            _ => break,
        }
        at += 1;
        if tokens.get(at).is_none_or(|(_, token)| *token != Token::Colons) {
            break;
        }
        at += 1;
    }
    found.push((line, path));
    let word = |at: usize| matches!(tokens.get(at), Some((_, Token::Word(_))));
    let colons = |at: usize| tokens.get(at).is_some_and(|(_, token)| *token == Token::Colons);
    let renamed = tokens.get(at).is_some_and(|(_, token)| *token == Token::Word("as".to_owned()));
    if renamed && word(at + 1) && !colons(at + 2) { at + 2 } else { at }
}

fn resolve(path: Vec<String>, modules: &[String]) -> Vec<String> {
    let mut base = match path.first().map(String::as_str) {
        Some("self" | "super") => modules.to_vec(),
        _ => return path,
    };
    let mut parts = path.into_iter().peekable();
    while let Some(part) = parts.next_if(|part| part == "self" || part == "super") {
        if part == "super" {
            base.pop();
        }
    }
    std::iter::once("crate".to_owned()).chain(base).chain(parts).collect()
}

/// What is wrong with a file of the library, as lines and messages; `file` is its path in `src/`.
fn faults(file: &str, source: &str) -> Vec<(usize, String)> {
    let mut module: Vec<&str> = file.trim_end_matches(".rs").split('/').collect();
    if matches!(module.last(), Some(&"mod" | &"lib")) {
        module.pop();
    }
    let mut faults = Vec::new();
    let layer = module.first().copied();
    let known = layer.and_then(allowed);
    if let (Some(layer), None) = (layer, known) {
        faults.push((1, format!("`{layer}` is not among the layers of tests/layers.rs")));
    }
    for (line, path) in paths(source, &module) {
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        if let (["crate", used, ..], Some(layer), Some(known)) = (&parts[..], layer, known)
            && *used != layer
            && !known.contains(used)
        {
            faults.push((line, format!("`{layer}` may not use `{}`", parts.join("::"))));
        }
        if parts.windows(2).any(|pair| matches!(pair, ["env", "args" | "args_os" | "*"])) {
            faults.push((line, "the library may not read the command line".to_owned()));
        }
    }
    let tokens = tokens(source);
    for (index, (line, token)) in tokens.iter().enumerate() {
        let next = tokens.get(index + 1).map(|(_, token)| token);
        match token {
            Token::Word(word) if next == Some(&Token::Mark('!')) => {
                if ["print", "println", "eprint", "eprintln", "dbg"].contains(&word.as_str()) {
                    faults.push((*line, format!("the library may not use `{word}!`")));
                }
            }
            // `use crate as name` would hide what is used.
            Token::Word(word) if word == "crate" => {
                if next == Some(&Token::Word("as".to_owned())) {
                    faults.push((*line, "the crate may not get another name".to_owned()));
                }
            }
            Token::Word(_) | Token::Colons | Token::Mark(_) => {}
        }
    }
    faults.sort();
    faults
}

/// Checks every file below `folder`; gives the number of files.
fn check(root: &Path, folder: &Path, report: &mut Vec<String>) -> usize {
    let mut entries: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let mut count = 0;
    for path in entries {
        let file = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        // The binary may use everything.
        if file == "main.rs" || file == "cli" {
            continue;
        }
        if path.is_dir() {
            count += check(root, &path, report);
        } else if file.ends_with(".rs") {
            let source = fs::read_to_string(&path).unwrap();
            let faults = faults(&file, &source);
            report.extend(faults.iter().map(|(line, fault)| format!("src/{file}:{line}: {fault}")));
            count += 1;
        }
    }
    count
}

#[test]
fn no_arrow_points_up() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut report = Vec::new();
    let count = check(&root, &root, &mut report);
    assert!(count > 20, "only {count} files found");
    assert!(report.is_empty(), "{}", report.join("\n"));
}

#[test]
fn checker_finds_what_points_up() {
    let cases: &[(&str, &str, &[usize])] = &[
        ("value/a.rs", "use crate::model::Span;", &[1]),
        ("value/a.rs", "use std::fmt;\nuse super::{Bound, figure::Figure};\nuse jiff::Span;", &[]),
        ("value/mod.rs", "use super::model;\nmod a;", &[1]),
        (
            "model/a.rs",
            "use crate::{\n    value::{Kind, Value},\n    rule::{\n        Rules,\n    },\n};",
            &[4],
        ),
        ("model/a.rs", "use crate::{value::Kind, model::Span};", &[]),
        ("rule/a.rs", "fn f() { let x = crate::split::split(a, b); }", &[1]),
        ("rule/load.rs", "use super::super::claim;\nuse super::source;", &[1]),
        ("claim/a.rs", "use crate::{model::Claim, rule, value::{self, Kind}};", &[]),
        ("claim/a.rs", "use crate::{model::{Claim, Span}, group::{self}};", &[1]),
        ("claim/a.rs", "mod tests {\n    use super::super::{model, super::judge};\n}\n", &[2]),
        (
            "claim/a.rs",
            "mod tests {\n    use super::*;\n    use super::super::super::judge::x;\n}",
            &[3],
        ),
        ("claim/a.rs", "mod tests {\n}\nuse super::super::judge;", &[3]),
        ("group/mod.rs", "use crate::*;", &[1]),
        ("group/mod.rs", "use crate::{self as all};", &[1]),
        ("group/mod.rs", "use crate as all;", &[1]),
        ("group/mod.rs", "pub(crate) fn f(x: &'a str) -> Vec<crate::pipeline::Outcome> {}", &[1]),
        ("group/mod.rs", "pub(in crate::group) use crate::rule::Rules;", &[]),
        ("report/a.rs", "use crate::model::Finding;\nuse crate::rule::Rules;", &[2]),
        ("report/a.rs", "#[serde(serialize_with = \"crate::judge::id\")]", &[1]),
        (
            "read/a.rs",
            "// use crate::claim;\n/* crate::claim /* */ crate::claim */ \"crate::claim x\"",
            &[],
        ),
        (
            "read/a.rs",
            "r#\"\" crate::claim\"# ; '\"' ; crate::claim::x ; '\\'' ; b'\"' ; \"\\\"\"",
            &[1],
        ),
        (
            "read/a.rs",
            "/// See [`crate::pipeline`].\nmacro_rules! m { () => { $crate::claim::x } }",
            &[2],
        ),
        ("pipeline.rs", "use crate::{judge::judge, report::Report};\nuse crate::cli::Run;", &[2]),
        ("lib.rs", "pub mod pipeline;\npub use crate::judge::judge;", &[]),
        ("lib.rs", "println!(\"\");\neprintln!();\nlet a = env::args();", &[1, 2, 3]),
        ("read/a.rs", "use std::{fs, env::{self, args_os}};\nlet x = env::var_os(\"A\");", &[1]),
        ("read/a.rs", "use crate::model::Span as S; let y = x as crate::claim::Number;", &[1]),
        ("helper/a.rs", "use std::fs;", &[1]),
    ];
    for (file, source, lines) in cases {
        let found = faults(file, source);
        let at: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(&at, lines, "{file}\n{source}\n{found:?}");
    }
}
