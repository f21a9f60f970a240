//! Every rule carries examples; all of them come out as their rule says.

#![allow(clippy::expect_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use crosscheck::{
    example::{Trial, trials},
    rule::Rules,
};

#[test]
fn the_examples_of_all_rules_hold() {
    let rules = Rules::embedded().expect("the rules compile");
    let trials = trials(&rules, &|_| true);
    let shown = |trial: &Trial| {
        let fault = trial.fault.as_ref()?;
        let Trial { rule, text, .. } = trial;
        Some(format!("{rule}: {text:?}\n  wanted {}\n  found  {}", fault.wanted, fault.found))
    };
    let failures: Vec<String> = trials.iter().filter_map(shown).collect();
    let (failed, all) = (failures.len(), trials.len());
    assert!(failures.is_empty(), "{failed} of {all} fail\n{}", failures.join("\n"));

    let tried: BTreeSet<&str> = trials.iter().map(|trial| trial.rule.as_str()).collect();
    for attribute in rules.attribute.attributes() {
        assert!(tried.contains(&*attribute.id), "no example of {} was run", attribute.id);
    }
}
