use crate::{rule::Rules, split::split};

use super::{Trial, article};

/// File of the rules that have no ids of their own.
const FILE: &str = "lang/en/sentence.toml";
/// Prose around a line, so that it does not stand at an end of the article.
const ABOVE: &str = "The council met on Monday and said that it would vote on the plan again.";
const BELOW: &str = "The mayor left the hall before the vote and did not speak to reporters.";

/// Each example falls into the sentences listed; of a rule for lines, each example is a line of its
/// block, a counter-example is not.
pub(super) fn trials(rules: &Rules, wanted: &dyn Fn(&str) -> bool) -> Vec<Trial> {
    let mut trials = Vec::new();
    for example in rules.sentence.examples.iter().filter(|_| wanted(FILE)) {
        let text = example.text.as_str();
        let found: Vec<String> = split(&article(text), rules)
            .iter()
            .map(|sentence| sentence.span.of(text).to_owned())
            .collect();
        let want = example.sentences.join(" | ");
        trials.push(Trial::new(FILE, text, found == example.sentences, want, &found));
    }
    for line in rules.sentence.lines.iter().filter(|line| wanted(&line.id)) {
        for (texts, positive) in [(&line.examples, true), (&line.counterexamples, false)] {
            for text in texts {
                let article = article(&format!("{ABOVE}\n\n{text}\n\n{BELOW}"));
                let found = split(&article, rules);
                let inner = || {
                    found.iter().filter(|it| ![ABOVE, BELOW].contains(&it.span.of(&article.text)))
                };
                let holds = found.len() > 2 && inner().all(|it| it.block == line.block);
                let blocks: Vec<String> = inner().map(|it| it.block.name().to_owned()).collect();
                let not = if positive { "" } else { "not " };
                let want = format!("{not}{}", line.block.name());
                trials.push(Trial::new(&line.id, text, holds == positive, want, &blocks));
            }
        }
    }
    trials
}
