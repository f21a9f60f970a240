//! `crosscheck check` in a repository that keeps it on: the second run, its configuration, the reports
//! and the schemas.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod folder;

use std::{collections::BTreeSet, fs, path::Path};

use folder::{INSTALL, check, repository, run, two_plans, write};
use serde_json::Value;

const TABLE: &str = "# Limits\n\n| Plan | Storage | Price |\n|---|---|---|\n| Free | 10 GB | $4.50 |\n| Team | 80 GB | $9 |\n\n\
    Backups are kept for 30 days. Uploads are limited to 20 MB since May 3, 2021.\n";

/// What every format says, with the exit code.
fn everything(root: &Path, more: &[&str]) -> Vec<(i32, String)> {
    let formats = ["text", "json", "sarif", "junit", "gitlab", "github", "jsonl", "html", "md"];
    let run = |format: &&str| {
        let (code, out, _) = check(root, &[&["-f", format], more].concat());
        (code, out)
    };
    formats.iter().map(run).collect()
}

fn told(root: &Path, more: &[&str]) -> String {
    check(root, &[&["--verbose"], more].concat()).2
}

#[test]
fn the_second_run_reads_only_what_changed_and_says_the_same_byte_for_byte() {
    let root = two_plans();
    write(root.path(), "docs/limits.md", TABLE);
    let fresh = everything(root.path(), &["--no-cache", "-j1"]);
    assert!(!root.path().join(".cache").exists());
    assert!(told(root.path(), &[]).contains("0 of 3 documents had not changed"));
    assert!(told(root.path(), &[]).contains("3 of 3 documents had not changed"));
    assert_eq!(everything(root.path(), &["-j1"]), fresh);
    assert_eq!(everything(root.path(), &["-j16"]), fresh);

    write(root.path(), "docs/limits.md", &TABLE.replace("30 days", "60 days"));
    let changed = everything(root.path(), &["--no-cache"]);
    assert!(told(root.path(), &[]).contains("2 of 3 documents had not changed"));
    assert_eq!(everything(root.path(), &[]), changed);
}

#[test]
fn a_cache_that_is_damaged_or_of_other_rules_is_not_used() {
    let root = two_plans();
    let fresh = check(root.path(), &[]);
    let cache = || {
        let mut files = fs::read_dir(root.path().join(".cache")).unwrap();
        let file = files.next().unwrap().unwrap().path();
        assert!(files.next().is_none());
        file
    };
    let whole = fs::read(cache()).unwrap();
    for (cut, left) in [(7, "0 of 2"), (whole.len() / 2, " of 2"), (whole.len() - 1, "1 of 2")] {
        fs::write(cache(), &whole[..cut]).unwrap();
        let (code, out, err) = check(root.path(), &["--verbose"]);
        assert_eq!((code, &out), (fresh.0, &fresh.1));
        assert!(err.contains(&format!("{left} documents")), "{err}");
        assert_eq!(err.contains("E160"), cut < 20, "a file that was cut short is no fault: {err}");
        assert_eq!(fs::read(cache()).unwrap().len(), whole.len(), "made whole");
    }
    let mut other = whole.clone();
    other[whole.len() / 2] ^= 1;
    fs::write(cache(), &other).unwrap();
    assert!(told(root.path(), &[]).contains("E160"));

    let unit = include_str!("../rules/unit/action.toml");
    write(root.path(), "rules/unit/action.toml", &format!("{unit}# ours\n"));
    let err = told(root.path(), &["--rules", "rules"]);
    assert!(err.contains("0 of 2 documents") && !err.contains("E160"), "{err}");
}

#[test]
fn init_writes_a_file_that_holds_and_show_tells_where_each_value_comes_from() {
    let root = two_plans();
    let shown = |arguments: &[&str]| run(root.path(), &[&["config", "show"], arguments].concat());
    let (_, without, _) = shown(&[]);
    assert!(without.contains("fail_on = \"error\""), "{without}");
    assert_eq!(run(root.path(), &["init"]).0, 0);
    let text = fs::read_to_string(root.path().join("crosscheck.toml")).unwrap();
    assert_eq!(check(root.path(), &[]).0, 1);
    let (code, _, err) = run(root.path(), &["init"]);
    assert!(code == 2 && err.contains("E154"), "{err}");
    assert_eq!(fs::read_to_string(root.path().join("crosscheck.toml")).unwrap(), text);

    let own = "version = 1\n[check]\nfail_on = \"never\"\n[input]\nexclude = [\n  \"a/**\",\n  \"b/**\",\n]\n\
        [roles]\n\"docs/pricing.md\" = \"canonical\"\n";
    write(root.path(), "crosscheck.toml", own);
    fs::create_dir(root.path().join("docs/below")).unwrap();
    let (code, out, err) = run(&root.path().join("docs/below"), &["config", "show"]);
    assert_eq!(code, 0, "{err}");
    let line = |start: &str| out.lines().find(|line| line.starts_with(start)).unwrap().to_owned();
    assert!(line("fail_on = \"never\"").ends_with("crosscheck.toml:3"), "{out}");
    assert!(line("exclude = [\"a/**\", \"b/**\"]").ends_with("crosscheck.toml:5"), "{out}");
    assert!(line("\"docs/pricing.md\" = \"canonical\"").ends_with("crosscheck.toml:10"), "{out}");
    assert!(line("require_reason = true").ends_with("# default"), "{out}");
    assert_eq!(shown(&["--isolated"]).1, without);
    assert_eq!(check(root.path(), &[]).0, 0);
}

#[test]
fn the_schema_of_the_configuration_knows_what_the_program_knows() {
    let root = two_plans();
    let schema: Value = serde_json::from_str(&run(root.path(), &["config", "schema"]).1).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert_eq!(run(root.path(), &["init"]).0, 0);
    let text = fs::read_to_string(root.path().join("crosscheck.toml")).unwrap();
    let is_setting = |line: &str| line.contains(" = ") || line.starts_with('[');
    let set: Vec<&str> = text
        .lines()
        .map(|line| line.trim_start_matches("# "))
        .filter(|it| is_setting(it))
        .collect();
    let text = set.join("\n");
    let set: toml::Table = text.parse().unwrap();
    let value = serde_json::to_value(&set).unwrap();
    validator.validate(&value).unwrap();
    let keys = |value: &Value| -> BTreeSet<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(keys(&value), keys(&schema["properties"]));
    for (section, table) in &set {
        if let Some(known) = schema["properties"][section].get("properties") {
            assert_eq!(keys(&serde_json::to_value(table).unwrap()), keys(known), "{section}");
        }
    }
    // The same file with everything set holds.
    write(root.path(), "crosscheck.toml", &text.replace("my-rules", "docs"));
    assert_eq!(run(root.path(), &["config", "show"]).0, 0);
    write(root.path(), "crosscheck.toml", "[check]\nfail_no = \"note\"\n");
    let (code, _, err) = run(root.path(), &["config", "show"]);
    assert!(code == 2 && err.contains("crosscheck.toml:2:1") && err.contains("fail_on"), "{err}");
    let wrong: toml::Table = "[check]\nfail_no = \"note\"".parse().unwrap();
    assert!(!validator.is_valid(&serde_json::to_value(wrong).unwrap()));
}

#[test]
fn types_and_attributes_can_be_left_out() {
    let root = two_plans();
    write(root.path(), "crosscheck.toml", "[rules]\ndisable = [\"quantity\"]\n");
    let (code, _, err) = check(root.path(), &[]);
    assert!(code == 0 && err.contains("2 claims of disabled types"), "{err}");
    let (code, _, err) = run(root.path(), &["run", "docs", "-f", "jsonl"]);
    assert!(code == 0 && err.contains("claims of disabled types"), "{err}");
    write(root.path(), "crosscheck.toml", "[rules]\ndisable = [\"quantities\"]\n");
    let (code, _, err) = check(root.path(), &[]);
    assert!(code == 2 && err.contains("E153") && err.contains("`quantities`"), "{err}");
}

#[test]
fn a_list_takes_claims_out_of_files_that_hold_no_comments() {
    let root = two_plans();
    let list = |quote: &str, more: &str| {
        format!(
            "[[suppress]]\npath = \"docs/pricing.md\"\nquote = \"{quote}\"\ntypes = [\"quantity\"]\n{more}\n"
        )
    };
    let file = ".crosscheck/suppressions.toml";
    let because = "reason = \"the old plan\"";
    write(root.path(), file, &list("free plan  includes 10 GB", because));
    let (code, _, err) = check(root.path(), &[]);
    assert!(code == 0 && err.contains("1 claims taken out"), "{err}");
    let wrong = [
        (list("free plan includes 12 GB", because), "do not stand"),
        (list("10 GB", "reason = \" \""), "no reason"),
        (list("10 GB", &format!("{because}\nuntil = \"2020-01-01\"")), "held until 2020-01-01"),
        (list("# Pricing", because), "takes out nothing"),
        (list("10 GB", because).replace("pricing.md", "prices.md"), "no document"),
        (list("10 GB", because).replace("quantity", "quantities"), "unknown type"),
    ];
    for (text, wanted) in wrong {
        write(root.path(), file, &text);
        let (code, _, err) = check(root.path(), &[]);
        assert!(code == 1 && err.contains(wanted) && err.contains(".toml:1"), "{wanted}: {err}");
    }
    write(root.path(), file, &list("10 GB", ""));
    let (code, _, err) = check(root.path(), &[]);
    assert!(code == 2 && err.contains("reason"), "{err}");
}

#[test]
fn reports_for_people_hold_what_the_check_tells() {
    let root = two_plans();
    write(root.path(), "docs/same.md", INSTALL);
    let all =
        "csv=r.csv,xlsx=r.xlsx,html=r.html,md=r.md,jsonl=r.jsonl,claims-csv=c.csv,json=r.json";
    assert_eq!(check(root.path(), &["-f", all]).0, 1);
    let text = |name: &str| fs::read_to_string(root.path().join(name)).unwrap();
    let read = |name: &str| text(name).replace("&#x2f;", "/");
    let json: Value = serde_json::from_str(&read("r.json")).unwrap();
    let id = json["diagnostics"][0]["id"].as_str().unwrap();
    for name in ["r.csv", "r.html", "r.md", "r.jsonl", "c.csv"] {
        assert!(read(name).contains(id) && read(name).contains("docs/pricing.md"), "{name}");
    }
    assert!(fs::metadata(root.path().join("r.xlsx")).unwrap().len() > 5000);
    for format in ["csv", "claims-csv", "jsonl", "html", "md", "xlsx"] {
        assert_eq!(check(root.path(), &["-f", &format!("{format}=x")]).0, 1, "{format}");
        let target = format!("{format}=x");
        assert_eq!(check(root.path(), &["docs/same.md", "-f", &target]).0, 0, "{format}");
    }
}

#[test]
fn sarif_is_valid_against_its_schema() {
    let schema: Value = serde_json::from_str(include_str!("schema/sarif-2.1.0.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let root = two_plans();
    write(root.path(), "docs/b c.md", "The free plan includes 12 GB of storage.\n");
    write(root.path(), "docs/d.md", "<!-- crosscheck: ignore[money] -->\n");
    for more in [&[][..], &["--max-findings", "1"], &["docs/install.md"]] {
        let (_, out, err) = check(root.path(), &[&["-f", "sarif"], more].concat());
        let sarif: Value = serde_json::from_str(&out).unwrap();
        let faults: Vec<String> = validator
            .iter_errors(&sarif)
            .map(|it| format!("{}: {it}", it.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{faults:#?}\n{err}");
        for result in sarif["runs"][0]["results"].as_array().unwrap() {
            let places = result["locations"].as_array().unwrap().len();
            assert!((1..=10).contains(&places), "{places}");
        }
    }
    let broken = serde_json::json!({"version": "2.1.0", "runs": [{"results": []}]});
    assert!(!validator.is_valid(&broken));
}

#[test]
fn an_empty_folder_is_an_error_but_where_it_is_allowed() {
    let root = repository(&[]);
    let (code, _, err) = check(root.path(), &[]);
    assert!(code == 2 && err.contains("E130"), "{err}");
    assert_eq!(check(root.path(), &["--allow-empty"]).0, 0);
}

#[test]
fn the_configuration_says_where_metadata_stands_and_what_encoding_files_have() {
    let root = repository(&[
        ("articles/echo/2024-05-06-quake.txt", "The quake killed 12 people in the harbour town.\n"),
        (
            "dump.jsonl",
            "{\"id\": \"d1\", \"story\": \"The storm shut five schools.\", \"desk\": \"Coast News\"}\n",
        ),
        (
            "crosscheck.toml",
            "[input]\ntext = [\"story\"]\nsource = [\"json:desk\", \"path:articles/{source}/**\"]\n\
             published = [\"path:**/{date}-*\"]\nexclude = [\"**/draft-*\"]\n\
             encoding = { default = \"auto\", \"old/**\" = \"windows-1252\" }\n",
        ),
        ("articles/echo/draft-1.txt", "Nothing here yet.\n"),
    ]);
    fs::create_dir(root.path().join("old")).unwrap();
    fs::write(root.path().join("old/a.txt"), b"The caf\xE9 was shut for 3 days.\n").unwrap();
    let (code, out, err) =
        run(root.path(), &["inspect", "--stage", "articles", "articles", "dump.jsonl", "old"]);
    assert_eq!(code, 0, "{err}");
    let articles: Vec<Value> =
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told = |at: usize, key: &str| articles[at][key].as_str().unwrap_or_default().to_owned();
    assert_eq!(articles.len(), 3, "{out}");
    assert_eq!((told(0, "source"), told(0, "published")), ("echo".into(), "2024-05-06".into()));
    assert_eq!((told(1, "source"), told(1, "article")), ("Coast News".into(), "d1".into()));
    assert!(told(2, "text").starts_with("The café"), "{out}");
    let (_, shown, _) = run(root.path(), &["config", "show"]);
    assert!(shown.contains("\"old/**\" = \"windows-1252\" }"), "{shown}");
}
