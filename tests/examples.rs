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
    let attributes = rules.attribute.attributes().iter().map(|it| &*it.id);
    let units = rules.unit.iter().map(|it| &*it.id);
    let lines = rules.sentence.lines.iter().map(|it| &*it.id);
    let hedges = rules.hedge.entries().iter().filter(|it| it.hedge().is_some()).map(|it| &*it.id);
    let untried: Vec<&str> = attributes
        .chain(units)
        .chain(lines)
        .chain(hedges)
        .filter(|id| !tried.contains(id))
        .collect();
    assert!(untried.is_empty(), "no example was run of {}", untried.join(", "));
}
