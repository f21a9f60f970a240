//! `crosscheck check` from outside: what a maintainer sees, and what fails a build.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

pub(crate) mod folder;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use folder::{INSTALL, PRICING, check, command, repository, run, two_plans, write};
use serde_json::Value;

fn code(folder: &Path, arguments: &[&str]) -> i32 {
    check(folder, arguments).0
}

#[test]
fn a_contradiction_is_shown_with_both_places_and_fails() {
    let root = two_plans();
    let (code, out, err) = check(root.path(), &[]);
    assert_eq!(code, 1, "{err}");
    insta::assert_snapshot!(out, @r##"
    docs/install.md:3:24: error: “free plan / storage”: 5 GB here, 10 GB in docs/pricing.md:3 [quantity] cx-7okv6qr76s
      3 | The free plan includes 5 GB of storage.
        |                        ^^^^
      docs/pricing.md:3 | The free plan includes 10 GB of storage.
      help: make them equal, or <!-- crosscheck: ignore-next[quantity] reason="…" -->
    "##);
    assert!(err.contains("Checked 2 documents"), "{err}");
    assert!(err.contains("1 error, 0 warnings"), "{err}");
}

#[test]
fn exit_codes() {
    let root = two_plans();
    write(root.path(), "same/a.md", INSTALL);
    write(root.path(), "bad/a.md", INSTALL);
    write(root.path(), "bad/b.md", "\0\0\0\u{1}binary\0");
    fs::create_dir(root.path().join("none")).unwrap();
    let cases: &[(&[&str], i32)] = &[
        (&["docs"], 1),
        (&["docs", "--fail-on", "never"], 0),
        (&["docs", "--fail-on", "warning"], 1),
        (&["docs", "--fail-on", "note"], 1),
        (&["same"], 0),
        (&["none"], 2),
        (&["none", "--allow-empty"], 0),
        (&["missing"], 2),
        (&["bad"], 2),
        (&["bad", "--bad-input", "skip"], 3),
        (&["docs", "bad", "--bad-input", "skip"], 1),
        (&["docs", "-f", "pdf"], 2),
        (&["docs", "-f", "json,sarif"], 2),
        (&["docs", "-f", "json=none"], 2),
        (&["docs", "--baseline", "missing.jsonl"], 2),
        (&["docs", "--config", "missing.toml"], 2),
        (&["docs", "--no-such-flag"], 2),
    ];
    for (arguments, wanted) in cases {
        let (code, _, err) = check(root.path(), arguments);
        assert_eq!(code, *wanted, "{arguments:?}: {err}");
    }
    let help = check(root.path(), &["--help"]).1;
    for line in ["0    done", "1    done", "2    did not run", "3    done", "130"] {
        assert!(help.contains(line), "{line}");
    }
}

#[test]
fn a_document_may_contradict_itself_but_not_in_what_its_sections_say_of_two_things() {
    let own = "# Plans\n\nThe free plan includes 5 GB of storage.\n\n## Details\n\nAlso, the web \
               page is fast.\n\nThe free plan includes 10 GB of storage.\n";
    let root = repository(&[("a.md", own)]);
    assert_eq!(code(root.path(), &[]), 1);
    let sections = "# Options\n\n## cache\n\nThe default is 5 seconds.\n\n## lock\n\nThe default is 9 \
                    seconds.\n\n- Limit: 5 MB\n- Limit: 6 MB\n";
    let root = repository(&[("a.md", sections)]);
    assert_eq!(code(root.path(), &["--fail-on", "note"]), 0);
}

#[test]
fn rows_of_tables_meet_sentences_and_code_says_nothing() {
    let table = "# Plans\n\n| Plan | Storage | Price |\n|---|---:|---|\n| Free | 10 GB | $0 |\n| Team | \
                 50 GB | $9 |\n";
    let root = repository(&[("a.md", INSTALL), ("b.md", table)]);
    let (code, out, _) = check(root.path(), &[]);
    assert_eq!(code, 1);
    assert!(out.contains("10 GB in b.md:5"), "{out}");
    let simple = "Plans\n=====\n\n====  =======\nPlan  Storage\n====  =======\nFree  10 GB\nTeam  50 \
                  GB\n====  =======\n";
    let grid = "Plans\n=====\n\n+------+---------+\n| Plan | Storage |\n+======+=========+\n| Free | 10 \
                GB   |\n+------+---------+\n";
    let list = "Plans\n=====\n\n.. list-table::\n   :header-rows: 1\n\n   * - Plan\n     - Storage\n   * - \
                Free\n     - 10 GB\n";
    let adoc = "= Plans\n\n|===\n|Plan |Storage\n\n|Free |10 GB\n|===\n";
    for (path, text) in [("s.rst", simple), ("g.rst", grid), ("l.rst", list), ("t.adoc", adoc)] {
        let root = repository(&[("a.md", INSTALL), (path, text)]);
        let (code, out, _) = check(root.path(), &[]);
        assert_eq!(code, 1, "{path}");
        assert!(out.contains(&format!("10 GB in {path}:")), "{out}");
    }
    let code_blocks = [
        ("b.md", "# B\n\n```\nThe free plan includes 10 GB of storage.\n```\n"),
        ("b.md", "# B\n\n    The free plan includes 10 GB of storage.\n"),
        ("b.rst", "B\n=\n\nIt prints::\n\n    The free plan includes 10 GB of storage.\n"),
        ("b.rst", "B\n=\n\n.. code-block:: text\n\n   The free plan includes 10 GB of storage.\n"),
        ("b.adoc", "= B\n\n----\nThe free plan includes 10 GB of storage.\n----\n"),
        ("CHANGELOG.md", "# 1.0\n\nThe free plan includes 10 GB of storage.\n"),
        ("releases/1.0.md", "# 1.0\n\nThe free plan includes 10 GB of storage.\n"),
    ];
    for (path, text) in code_blocks {
        let root = repository(&[("a.md", INSTALL), (path, text)]);
        assert_eq!(self::code(root.path(), &["--fail-on", "note"]), 0, "{path} {text}");
    }
    let root = repository(&[
        ("a.md", INSTALL),
        ("CHANGELOG.md", PRICING),
        ("crosscheck.toml", "[check]\nchangelogs = true\n"),
    ]);
    assert_eq!(self::code(root.path(), &[]), 1);
}

#[test]
fn marks_links_and_roles_leave_the_words() {
    let texts = [
        ("b.md", "# B\n\nThe *free* [plan](https://x.org/5) includes **10 GB** of `storage`.\n"),
        ("b.rst", "B\n=\n\nThe *free* :ref:`plan <plans>` includes **10 GB** of\n``storage``.\n"),
        ("b.adoc", "= B\n\nThe _free_ <<plans,plan>> includes *10 GB* of `storage`.\n"),
        ("b.md", "# B\n\n> - The free plan includes\n>   10 GB of storage.\n"),
    ];
    for (path, text) in texts {
        let root = repository(&[("a.md", INSTALL), (path, text)]);
        let (code, out, err) = check(root.path(), &[]);
        assert_eq!(code, 1, "{text} {err}");
        assert!(out.contains(&format!("10 GB in {path}:")), "{out}");
    }
}

#[test]
fn limits_of_one_kind_contradict_and_other_words_do_not() {
    let pair = |a: &str, b: &str| {
        let root = repository(&[("a.md", a), ("b.md", b)]);
        code(root.path(), &["--fail-on", "note"])
    };
    let one = [
        ("Uploads may be up to 5 MB each.", "Uploads may be up to 8 MB each."),
        ("Audit logs are kept for 30 days.", "Audit logs are kept for 90 days."),
        ("The team plan costs $9 a month.", "The team plan costs $12 a month."),
        ("The API gateway supports 14 languages.", "The API gateway supports 16 languages."),
        ("Support for Falcon ends on 1 June 2026.", "Support for Falcon ends on 1 July 2026."),
    ];
    for (a, b) in one {
        assert_eq!(pair(a, b), 1, "{a} {b}");
    }
    let two = [
        ("Audit logs are kept for 30 days.", "Error logs are kept for 90 days."),
        ("Audit logs are kept for 30 days.", "Audit logs are kept for one month of 30 days."),
        ("The free plan includes 5 GB of storage.", "The free plan includes 5,000 MB of storage."),
        (
            "If the disk is full, the job waits 5 seconds.",
            "If the disk is full, the job waits 9 seconds.",
        ),
        ("The default timeout is 5 seconds.", "Wait 9 seconds."),
    ];
    for (a, b) in two {
        assert_eq!(pair(a, b), 0, "{a} {b}");
    }
}

#[test]
fn defaults_of_settings_and_versions_that_are_required() {
    let verdict =
        |a: (&str, &str), b: (&str, &str)| code(repository(&[a, b]).path(), &["--fail-on", "note"]);
    let reference =
        "Settings\n========\n\n``cache_expire_max``\n--------------------\n\nDefault: ``21600``\n";
    let guide = "# Guide\n\nRaise `cache_expire_max` (default: 604800) on slow disks.\n";
    assert_eq!(verdict(("ref/a.rst", reference), ("guide/b.md", guide)), 1);
    let other = guide.replace("cache_expire_max", "cache_expire_min");
    assert_eq!(verdict(("ref/a.rst", reference), ("guide/b.md", &other)), 0);
    // Two programs of one family have settings of one name.
    let sibling = reference.replace("21600", "60");
    assert_eq!(verdict(("ref/a.rst", reference), ("ref/b.rst", &sibling)), 0);

    let needs = "# A\n\nYou need Python 3.8 or later.\n";
    assert_eq!(verdict(("a.md", needs), ("b.md", "# B\n\n- Python 3.10+ is required.\n")), 1);
    assert_eq!(verdict(("a.md", needs), ("b.md", "# B\n\nPython 3.8.1 or newer is needed.\n")), 0);
    assert_eq!(
        verdict(("a.md", needs), ("b.md", "# B\n\nThe Acme driver needs Python 3.9 or later.\n")),
        0
    );
}

/// The gravest severity over two documents: 3 for an error, 1 for a note, 0 for nothing.
fn gravest(a: (&str, &str), b: (&str, &str)) -> i32 {
    let root = repository(&[a, b]);
    let fails = |least| code(root.path(), &["--fail-on", least]);
    2 * fails("error") + fails("note")
}

#[test]
fn a_default_is_read_in_whatever_words() {
    let reference =
        ("ref/a.md", "# Options\n\n## `retry_max_wait`\n\nHow long. The default is 30 seconds.\n");
    let other = [
        "Raise `retry_max_wait` (default: 45 seconds).",
        "The `retry_max_wait` option is 45 seconds by default.",
        "- `retry_max_wait`: how long. Defaults to 45 seconds.",
        "By hand, set retry_max_wait, which defaults to 45 seconds.",
        "| Option | Default |\n|---|---|\n| `retry_max_wait` | 45 seconds |",
    ];
    for words in other {
        assert_eq!(
            gravest(reference, ("guide/b.md", &format!("# Guide\n\n{words}\n"))),
            3,
            "{words}"
        );
    }
    let forms = [
        ("b.rst", "Guide\n=====\n\n.. confval:: retry_max_wait\n\n   :Default: 45 seconds\n"),
        ("b.rst", "Guide\n=====\n\n``retry_max_wait``\n    How long. Default is 45 seconds.\n"),
        ("b.adoc", "= Guide\n\nretry_max_wait::\n  How long. Defaults to 45 seconds.\n"),
        (
            "b.html",
            "<h1>Guide</h1><dl><dt><code>retry_max_wait</code></dt><dd>How long. Default: 45 seconds</dd></dl>",
        ),
    ];
    for (path, text) in forms {
        assert_eq!(gravest(reference, (&format!("guide/{path}"), text)), 3, "{text}");
    }
    let so = ("ref/a.md", "# Options\n\n## `sync_enabled`\n\nDefault: `true`\n");
    assert_eq!(
        gravest(so, ("guide/b.md", "# Guide\n\n`sync_enabled` is disabled by default.\n")),
        3
    );
    assert_eq!(
        gravest(so, ("guide/b.md", "# Guide\n\n`sync_enabled` is enabled by default.\n")),
        0
    );
}

#[test]
fn a_default_of_something_else_is_none_of_this() {
    let reference =
        ("ref/a.md", "# Options\n\n## `retry_max_wait`\n\nHow long. The default is 30 seconds.\n");
    let nothing = [
        "`retry_max_wait` was 45 seconds by default.",
        "In older releases `retry_max_wait` defaults to 45 seconds.",
        "`retry_min_wait` defaults to 45 seconds.",
        "## `retry_delay`\n\nSee `retry_max_wait`. Default: 45 seconds",
        "- `retry_delay`: as `retry_max_wait` does, it defaults to 45 seconds.",
        "| Option | Example |\n|---|---|\n| `retry_max_wait` | 45 seconds |",
    ];
    for words in nothing {
        assert_eq!(
            gravest(reference, ("guide/b.md", &format!("# Guide\n\n{words}\n"))),
            0,
            "{words}"
        );
    }
    let several = "# Guide\n\n`retry_max_wait` defaults to 45 seconds for uploads.\n";
    assert_eq!(gravest(reference, ("guide/b.md", several)), 1, "one case of several is a note");
    // Of two programs side by side, of two versions and of what is bundled each has its own.
    let entry = "# Options\n\n## `retry_max_wait`\n\nThe default is 45 seconds.\n";
    for path in ["ref/b.md", "vendor/lib/b.md", "v2/b.md", "guide/a.md", "tests/b.md"] {
        assert_eq!(gravest(reference, (path, entry)), 0, "{path}");
    }
    let own = repository(&[reference, ("sub/b.md", entry), ("sub/README.md", "# Sub\n")]);
    assert_eq!(code(own.path(), &["--fail-on", "note"]), 0);
}

#[test]
fn versions_that_are_required_are_those_of_the_whole() {
    let needs = ("README.md", "# Falcon\n\n## Requirements\n\n- Python 3.8 or later\n");
    let other = [
        "Python 3.10+ is required.",
        "You need at least Python 3.10.",
        "Falcon runs with Python >= 3.10.",
        "It is written in Python, and requires Python 3.10 or newer.",
    ];
    for words in other {
        let text = format!("# Install\n\n{words}\n");
        assert_eq!(gravest(needs, ("docs/install.md", &text)), 3, "{words}");
    }
    let part = format!("# Metrics\n\n{}\n", other[0]);
    assert_eq!(gravest(needs, ("docs/metrics.md", &part)), 1, "a part may need more");
    let section = format!("# Install\n\n## Metrics\n\n{}\n", other[0]);
    assert_eq!(gravest(needs, ("docs/install.md", &section)), 0, "a part may need more");
}

#[test]
fn numbers_that_are_no_values_say_nothing() {
    let two = [
        ("Accept other hosts over HTTP/2.", "Accept other hosts over HTTP/3."),
        (
            "The audit job took 30 seconds and was quick.",
            "The audit job took 60 seconds and was quick.",
        ),
        ("The audit export is capped at 219.", "The audit export is capped at 179."),
        (
            "The audit job needs 3 workers only if it is large.",
            "The audit job needs 5 workers only if it is large.",
        ),
        (
            "Sizes 16 to 30 of the audit log count as 20 pages.",
            "Sizes 31 to 60 of the audit log count as 40 pages.",
        ),
    ];
    for (a, b) in two {
        assert_eq!(gravest(("a.md", a), ("b.md", b)), 0, "{a} {b}");
    }
    let words = ("a.md", "Audit logs are retained for 30 days.");
    assert_eq!(gravest(words, ("b.md", "Audit logs are stored for 90 days.")), 3);
}

#[test]
fn a_page_is_read_by_its_marks() {
    let page = "<html><head><title>T</title><style>p { top: 10 GB }</style></head><body><nav><p>The free plan \
                includes 11 GB of storage.</p></nav><h1>Plans</h1>\n<p>The <em>free</em> <a href='x'>plan</a> \
                includes\n<b>10 GB</b> of&nbsp;storage.</p><pre>The free plan includes 12 GB of \
                storage.</pre><footer><p>The free plan includes 13 GB of storage.</p></footer></body></html>";
    let table = "<table><tr><th>Plan</th><th>Storage</th></tr>\n<tr><td>Free</td><td>10 GB</td></tr></table>";
    for (text, line) in [(page, 3), (table, 2)] {
        let root = repository(&[("a.md", INSTALL), ("b.html", text)]);
        let (code, out, err) = check(root.path(), &[]);
        assert_eq!(code, 1, "{text} {err}");
        assert!(out.contains(&format!("10 GB in b.html:{line}")), "{out}");
        let other = ["11 GB", "12 GB", "13 GB"];
        assert!(other.iter().all(|other| !out.contains(&format!("{other} in"))), "{out}");
    }
    let kept = page.replace(
        "<p>The <em>",
        "<!-- crosscheck: ignore-next[quantity] reason=\"old\" -->\n<p>The <em>",
    );
    assert_eq!(gravest(("a.md", INSTALL), ("b.html", &kept)), 0);
}

#[test]
fn cells_that_span_rows_or_columns_keep_their_heads() {
    let grid = "Plans\n=====\n\n+------+---------+-------+\n| Plan | Storage | Seats |\n+======+=========+=======+\n| Free | 10 GB   | 3     |\n|      +---------+-------+\n|      | 20 GB   | 4     |\n+------+---------+-------+\n| Team | as you like     |\n+------+---------+-------+\n| Full | 90 GB   | 7     |\n+------+---------+-------+\n";
    let root =
        repository(&[("a.md", "# A\n\nThe full plan has 80 GB of storage.\n"), ("g.rst", grid)]);
    let (code, out, _) = check(root.path(), &[]);
    assert_eq!(code, 1);
    assert!(out.contains("90 GB in g.rst:13"), "{out}");
    // What is said of a row twice is no one answer.
    let root = repository(&[("a.md", INSTALL), ("g.rst", grid)]);
    assert_eq!(self::code(root.path(), &["--fail-on", "note"]), 0);
}

#[test]
fn the_body_of_an_admonition_is_prose() {
    let body = "# B\n\n!!! note \"Plans\"\n\n    Ask us.\n\n    The free plan includes **10 GB** of storage.\n\nThe end.\n";
    let root = repository(&[("a.md", INSTALL), ("b.md", body)]);
    let (code, out, _) = check(root.path(), &[]);
    assert_eq!(code, 1);
    assert!(out.contains("10 GB in b.md:7"), "{out}");
}

#[test]
fn inspect_shows_what_was_read_of_a_document() {
    let root = repository(&[("a.md", INSTALL)]);
    let claims = ["inspect", "--stage", "claims", "a.md"];
    let (code, out, _) = run(root.path(), &[&claims[..], &["--unit", "document"]].concat());
    assert_eq!(code, 0);
    let claim: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    assert_eq!(claim["value"], "5 GB");
    assert_eq!(claim["rule"], "property");
    assert_eq!(claim["subject"], "free plan storage (data)");
}

#[test]
fn every_format_says_the_same_with_the_same_code() {
    let root = two_plans();
    let all = "json=c.json,sarif=c.sarif,junit=c.xml,gitlab=c.gl.json,github=c.txt,text";
    assert_eq!(code(root.path(), &["docs", "-f", all]), 1);
    let read = |path: &str| fs::read_to_string(root.path().join(path)).unwrap();
    let json: Value = serde_json::from_str(&read("c.json")).unwrap();
    assert!(read("c.json").starts_with("{\n  \"schema_version\": 1"));
    let schema = fs::read_to_string("docs/check.schema.json").unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    schema.validate(&json).unwrap();
    let id = json["diagnostics"][0]["id"].as_str().unwrap();
    assert_eq!(json["diagnostics"][0]["places"][1]["path"], "docs/pricing.md");

    let sarif: Value = serde_json::from_str(&read("c.sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "crosscheck");
    let result = &run["results"][0];
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], result["ruleId"]);
    assert_eq!(result["level"], "error");
    assert_eq!(result["partialFingerprints"]["crosscheckFinding/v1"], id);
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "docs/install.md");
    assert_eq!(place["region"]["startColumn"], 24);
    assert_eq!(place["region"]["endColumn"], 28);
    assert_eq!(result["relatedLocations"][0]["id"], 1);
    let message = result["message"]["text"].as_str().unwrap();
    assert!(message.contains("[docs/pricing.md:3](1)"), "{message}");

    let junit = read("c.xml");
    assert!(junit.contains("tests=\"1\" failures=\"1\""), "{junit}");
    assert!(junit.contains("classname=\"docs/install.md\""), "{junit}");
    let gitlab: Value = serde_json::from_str(&read("c.gl.json")).unwrap();
    assert_eq!(gitlab[0]["fingerprint"], id);
    assert_eq!(gitlab[0]["location"]["lines"]["begin"], 3);
    let github = read("c.txt");
    assert!(github.contains("::error file=docs/install.md,line=3,endLine=3,col=24,"), "{github}");
    for format in ["text", "json", "sarif", "junit", "gitlab", "github"] {
        assert_eq!(code(root.path(), &["docs", "-f", format]), 1, "{format}");
        assert_eq!(code(root.path(), &["docs/install.md", "-f", format]), 0, "{format}");
    }
}

#[test]
fn sarif_keeps_to_the_limits_of_github() {
    let mut files = vec![("a.md".to_owned(), INSTALL)];
    files.extend((0..30).map(|number| (format!("b {number}.md"), PRICING)));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let root = repository(&files);
    let (_, out, _) = check(root.path(), &["-f", "sarif"]);
    let sarif: Value = serde_json::from_str(&out).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["locations"].as_array().unwrap().len(), 1);
    assert_eq!(result["relatedLocations"].as_array().unwrap().len(), 9);
    let uri = &result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "b%200.md");
}

#[test]
fn annotations_escape_what_a_document_says_and_the_summary_has_all() {
    let odd = "# A\n\nThe free plan, 100%: nice, includes 5 GB of storage.\n";
    let root = repository(&[("a,b.md", INSTALL), ("c.md", PRICING), ("d.md", odd)]);
    let summary = root.path().join("summary.md");
    let output = command(root.path(), &["check", "-f", "github"])
        .env("GITHUB_STEP_SUMMARY", &summary)
        .output()
        .unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.contains("file=a%2Cb.md,line=3"), "{out}");
    assert!(out.contains("a,b.md:3:24: error:"), "{out}");
    let summary = fs::read_to_string(summary).unwrap();
    assert!(summary.contains("| error | a,b.md:3 |"), "{summary}");
}

#[test]
fn the_limit_of_findings_is_named_and_changes_no_code() {
    let mut a = String::from("# A\n\n");
    let mut b = String::from("# B\n\n");
    for name in ["free", "team", "school", "office"] {
        a += &format!("The {name} plan includes 5 GB of storage.\n\n");
        b += &format!("The {name} plan includes 7 GB of storage.\n\n");
    }
    let root = repository(&[("a.md", &a), ("b.md", &b)]);
    let (code, out, err) = check(root.path(), &["--max-findings", "1"]);
    assert_eq!((code, out.matches("error:").count()), (1, 1));
    assert!(err.contains("4 errors") && err.contains("3 findings not shown"), "{err}");
}

#[test]
fn threads_change_nothing() {
    let root = two_plans();
    write(root.path(), "docs/c.rst", "C\n=\n\nThe free plan includes 7 GB of storage.\n");
    let one = check(root.path(), &["-j", "1", "-f", "json"]);
    let many = check(root.path(), &["-j", "16", "-f", "json"]);
    assert_eq!(one.1, many.1);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let root = two_plans();
    let mut child = command(root.path(), &["check", "-f", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panic"));
}

#[test]
fn colours_only_where_asked_for() {
    let root = two_plans();
    assert!(!check(root.path(), &[]).1.contains('\u{1b}'));
    assert!(check(root.path(), &["--color", "always"]).1.contains("\u{1b}[1;31m"));
}

#[test]
fn the_baseline_holds_through_moved_lines_and_not_through_new_values() {
    let root = two_plans();
    let (code, _, err) = run(root.path(), &["baseline", "create"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("+1 -0"), "{err}");
    let path = root.path().join(".crosscheck/baseline.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("{\"crosscheck_baseline\":1}\n{\"id\":\"cx-"), "{text}");
    assert!(text.contains("\"values\":[\"10 GB\",\"5 GB\"]"), "{text}");
    let (code, out, err) = check(root.path(), &[]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(err.contains("1 known"), "{err}");
    assert_eq!(self::code(root.path(), &["--no-baseline"]), 1);
    assert_eq!(run(root.path(), &["baseline", "create"]).0, 2);

    let moved =
        format!("{}{}", "A line of words.\n\n".repeat(50), INSTALL.replace("Install", "Setup"));
    write(root.path(), "docs/install.md", &moved);
    assert_eq!(self::code(root.path(), &[]), 0);
    write(root.path(), "docs/install.md", &INSTALL.replace("5 GB", "6 GB"));
    assert_eq!(self::code(root.path(), &[]), 1);

    let (_, _, err) = run(root.path(), &["baseline", "update"]);
    assert!(err.contains("+0 -1; 1 new left out"), "{err}");
    let (_, _, err) = run(root.path(), &["baseline", "update", "--accept-new"]);
    assert!(err.contains("+1 -0"), "{err}");
    assert_eq!(self::code(root.path(), &[]), 0);
    assert!(run(root.path(), &["baseline", "show"]).1.contains("10 GB, 6 GB"));
}

#[test]
fn one_fault_mended_and_another_made_of_its_kind_is_new() {
    let a = "# A\n\nThe free plan includes 5 GB of storage.\n\nThe team plan includes 9 GB of storage.\n";
    let b = "# B\n\nThe free plan includes 6 GB of storage.\n\nThe team plan includes 9 GB of storage.\n";
    let root = repository(&[("a.md", a), ("b.md", b)]);
    run(root.path(), &["baseline", "create"]);
    assert_eq!(code(root.path(), &[]), 0);
    let mended = b.replace("6 GB", "5 GB").replace("9 GB", "8 GB");
    write(root.path(), "b.md", &mended);
    let (code, _, err) = check(root.path(), &[]);
    assert_eq!(code, 1);
    assert!(err.contains("E413"), "{err}");
}

#[test]
fn what_no_finding_needs_is_told_and_pruned() {
    let root = two_plans();
    run(root.path(), &["baseline", "create"]);
    write(root.path(), "docs/install.md", PRICING);
    let (code, _, err) = check(root.path(), &[]);
    assert_eq!(code, 0);
    assert!(err.contains("no finding needs this entry"), "{err}");
    assert_eq!(self::code(root.path(), &["--strict-baseline"]), 1);
    assert!(run(root.path(), &["baseline", "prune"]).2.contains("+0 -1"));
    assert_eq!(self::code(root.path(), &["--strict-baseline"]), 0);
}

#[test]
fn a_baseline_that_cannot_be_read_stops_the_check() {
    let root = two_plans();
    run(root.path(), &["baseline", "create"]);
    let path = root.path().join(".crosscheck/baseline.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    for broken in [text.replace("{\"crosscheck_baseline\":1}\n", ""), text.clone() + "{\"id\":\n"] {
        fs::write(&path, broken).unwrap();
        let (code, out, err) = check(root.path(), &[]);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(err.contains("error[E410]"), "{err}");
    }
    let over = text.replace("\"until\":null", "\"until\":\"2020-01-01\"");
    fs::write(&path, over).unwrap();
    assert_eq!(code(root.path(), &[]), 1);
}

#[test]
fn comments_take_claims_out() {
    let line = "The free plan includes 5 GB of storage.";
    let reason = "ignore-next[quantity] reason=\"kept for the old plan\"";
    let texts = [
        ("a.md", format!("# A\n\n<!-- crosscheck: {reason} -->\n{line}\n")),
        ("a.md", format!("# A\n\n- item\n- <!-- crosscheck: {reason} --> {line}\n")),
        ("a.md", format!("# A\n\n{line} <!-- crosscheck: ignore[quantity] reason=\"old\" -->\n")),
        (
            "a.md",
            format!(
                "# A\n\n<!-- crosscheck: off[quantity,money] reason=\"old\" -->\n\n{line}\n\n<!-- \
                 crosscheck: on[quantity,money] -->\n"
            ),
        ),
        (
            "a.md",
            String::from(
                "# A\n\n| Plan | Storage |\n|---|---|\n| Free | 5 GB <!-- crosscheck: ignore[quantity] reason=\"old\" --> |\n",
            ),
        ),
        ("a.rst", format!("A\n=\n\n.. crosscheck: {reason}\n\n{line}\n")),
        ("a.adoc", format!("= A\n\n// crosscheck: {reason}\n{line}\n")),
        ("a.txt", format!("A\n\n% crosscheck: {reason}\n{line}\n")),
    ];
    for (path, text) in texts {
        let root = repository(&[(path, &text), ("b.md", PRICING)]);
        let (code, out, err) = check(root.path(), &[]);
        assert_eq!(code, 0, "{text}\n{out}");
        assert!(err.contains("1 claims taken out"), "{text}\n{err}");
        assert!(!err.contains("warning["), "{err}");
    }
}

#[test]
fn a_comment_that_lacks_something_takes_out_nothing_and_is_named() {
    let cases = [
        ("ignore-next[quantity]", "E401", "no reason"),
        ("ignore-next reason=\"x\"", "E401", "no type"),
        ("ignore-next[size] reason=\"x\"", "E401", "unknown type `size`"),
        ("ignore-nxt[quantity] reason=\"x\"", "E401", "unknown word `ignore-nxt`"),
        ("ignore-next[quantity] reason=\"x\" until=soon", "E401", "`soon` is no day"),
        ("ignore-next[quantity] reason=\"x\" until=2020-01-01", "E403", "held until 2020-01-01"),
        ("ignore-next[money] reason=\"x\"", "E402", "takes out nothing"),
    ];
    for (words, code, message) in cases {
        let text = format!(
            "# A\n\n<!-- crosscheck: {words} -->\nThe free plan includes 5 GB of storage.\n"
        );
        let root = repository(&[("a.md", &text), ("b.md", PRICING)]);
        let (exit, _, err) = check(root.path(), &[]);
        assert_eq!(exit, 1, "{words}");
        assert!(
            err.contains(&format!("warning[{code}]")) && err.contains(message),
            "{words}: {err}"
        );
        assert!(err.contains("a.md:3"), "{err}");
    }
}

#[test]
fn roles_say_who_is_measured_and_what_is_past() {
    let config = "[roles]\n\"docs/facts.md\" = \"canonical\"\n\"docs/old/**\" = \"historical\"\n";
    let root = repository(&[
        ("crosscheck.toml", config),
        ("docs/facts.md", INSTALL),
        ("docs/zeta.md", PRICING),
    ]);
    let (code, out, _) = check(root.path(), &[]);
    assert_eq!(code, 1);
    assert!(out.starts_with("docs/zeta.md:3:24: error:"), "{out}");
    assert!(out.contains("5 GB in docs/facts.md:3 (canonical)"), "{out}");
    let root = repository(&[
        ("crosscheck.toml", config),
        ("docs/facts.md", INSTALL),
        ("docs/old/a.md", PRICING),
    ]);
    let (code, _, err) = check(root.path(), &[]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("1 notes not shown"), "{err}");
    let front = format!(
        "---\ntitle: B\ncrosscheck: {{ role: historical, asof: 2019-05-01 }}\n---\n{PRICING}"
    );
    let root = repository(&[("a.md", INSTALL), ("b.md", &front)]);
    assert_eq!(self::code(root.path(), &[]), 0);
}

#[test]
fn a_configuration_is_found_above_and_its_slips_are_named() {
    let config = "[input]\ninclude = [\"docs/**/*.md\"]\nexclude = [\"docs/draft/**\"]\n\n[check]\nfail_on = \
                  \"never\"\n";
    let root = two_plans();
    write(root.path(), "crosscheck.toml", config);
    write(root.path(), "docs/draft/c.md", "The free plan includes 1 GB of storage.\n");
    let (code, out, err) = check(root.path(), &[]);
    assert_eq!(code, 0);
    assert!(out.contains("error:") && err.contains("Checked 2 documents"), "{err}");
    assert_eq!(self::code(root.path(), &["--isolated", "docs"]), 1);
    assert_eq!(self::code(root.path(), &["--fail-on", "error"]), 1);
    write(
        root.path(),
        "crosscheck.toml",
        "[check]\nfail_onn = \"never\"\n\n[roles]\n\"a.md\" = \"cannonical\"\n",
    );
    let (code, _, err) = check(root.path(), &[]);
    assert_eq!(code, 2);
    assert!(err.contains("unknown key `fail_onn`, did you mean `fail_on`?"), "{err}");
    assert!(err.contains("crosscheck.toml:2:1"), "{err}");
    assert!(err.contains("did you mean `canonical`?"), "{err}");
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main"];
    let done =
        Command::new("git").args(identity).args(arguments).current_dir(folder).output().unwrap();
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_change_shows_the_findings_that_it_touches() {
    let root = two_plans();
    let path = root.path();
    git(path, &["init", "-q"]);
    git(path, &["add", "."]);
    git(path, &["commit", "-qm", "a"]);
    git(path, &["branch", "base"]);
    assert_eq!(code(path, &["--diff", "base"]), 0);
    write(path, "docs/pricing.md", &format!("{PRICING}\nPay by card.\n"));
    git(path, &["commit", "-qam", "b"]);
    let (exit, _, err) = check(path, &["--diff", "base"]);
    assert_eq!(exit, 0);
    assert!(err.contains("1 touch nothing that changed"), "{err}");
    assert_eq!(code(path, &["--diff", "base", "--diff-scope", "files"]), 1);
    write(path, "docs/pricing.md", &PRICING.replace("10 GB", "11 GB"));
    let (exit, out, _) = check(path, &["--diff", "base", "-f", "sarif"]);
    assert_eq!(exit, 1);
    let sarif: Value = serde_json::from_str(&out).unwrap();
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "docs/pricing.md");
    assert_eq!(code(path, &["--staged"]), 0);
    git(path, &["add", "."]);
    assert_eq!(code(path, &["--staged"]), 1);
    write(path, "docs/new.md", "# New\n\nThe free plan includes 7 GB of storage.\n");
    let (_, out, _) = check(path, &["--diff", "HEAD"]);
    assert!(
        out.starts_with("docs/new.md:3:24") || out.starts_with("docs/pricing.md:3:24"),
        "{out}"
    );
}

#[test]
fn without_a_common_commit_nothing_is_checked() {
    let root = two_plans();
    let path = root.path();
    git(path, &["init", "-q"]);
    git(path, &["add", "."]);
    git(path, &["commit", "-qm", "a"]);
    git(path, &["checkout", "-q", "--orphan", "other"]);
    git(path, &["commit", "-qm", "b"]);
    for revision in ["main", "no-such-branch"] {
        let (exit, out, err) = check(path, &["--diff", revision]);
        assert_eq!((exit, out.as_str()), (2, ""), "{err}");
        assert!(err.contains("fetch-depth: 0"), "{err}");
    }
    let plain = two_plans();
    assert_eq!(code(plain.path(), &["--staged"]), 2);
}

#[test]
fn what_git_ignores_is_left_out() {
    let root = two_plans();
    let path = root.path();
    git(path, &["init", "-q"]);
    write(path, ".gitignore", "build/\n");
    write(path, "build/c.md", "The free plan includes 1 GB of storage.\n");
    let (_, out, err) = check(path, &[]);
    assert!(!out.contains("build/") && err.contains("Checked 2 documents"), "{out}{err}");
}

#[test]
fn completions_and_a_manual_page() {
    let root = two_plans();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, out, _) = run(root.path(), &["completions", shell]);
        assert!(code == 0 && out.contains("crosscheck"), "{shell}");
    }
    let (code, out, _) = run(root.path(), &["completions", "man"]);
    assert!(code == 0 && out.contains(".TH crosscheck 1"), "{out}");
}
