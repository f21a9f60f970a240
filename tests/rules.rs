//! Every attribute's patterns find its examples, and rule files that are wrong say where.

use crosscheck::{
    model::{Sentence, Span, Token, TokenKind},
    rule::{Attribute, Element, Match, Rules, Sources},
    value::Kind,
};

/// A sentence cut by a rough hand: what the recogniser would make of simple wording.
struct Cut {
    sentence: Sentence,
    elements: Vec<Element>,
    /// Text of every mention.
    mentions: Vec<String>,
}

const NUMBERS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirty", "forty", "seventy",
];
const HEDGES: &[&str] = &["at least", "more than", "about", "over", "some"];
const ORDINALS: &[&str] = &["first", "second", "third", "fourth", "13th"];
const TIMES: &[&str] = &["minute", "hour", "day", "week", "month", "year"];
const LENGTHS: &[&str] = &["km", "kilometre", "mile", "metre", "millimetre"];
const BREAKS: &[&str] = &[
    "but", "while", "when", "although", "because", "which", "who", "whom", "where", "after",
    "before", "until", "as",
];
const STOPS: &[&str] = &[
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "of",
    "to",
    "with",
    "was",
    "were",
    "are",
    "is",
    "be",
    "have",
    "has",
    "had",
    "dead",
    "killed",
    "missing",
    "homeless",
    "through",
    "of",
    "still",
    "fled",
    "died",
    "remain",
    "overnight",
    "out",
    "each",
    "between",
    "and",
    "so",
    "ago",
    "rose",
    "at",
    "critically",
    "injured",
    "more",
    "an",
    "fell",
    "followed",
    "collapsed",
    "marched",
    "lost",
    "forced",
    "were",
    "survived",
    "ended",
];

fn singular(word: &str) -> String {
    let word = word.to_lowercase();
    word.strip_suffix('s').filter(|_| word.len() > 3).map_or(word.clone(), str::to_owned)
}

fn tokens(text: &str, rules: &Rules) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let run = |test: fn(char) -> bool| rest.find(|c| !test(c)).unwrap_or(rest.len());
        let (len, kind) = if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        } else if first.is_ascii_digit() {
            let len = run(|c| c.is_ascii_digit() || c == ',' || c == '.');
            (rest[..len].trim_end_matches([',', '.']).len(), TokenKind::Number)
        } else if first.is_alphabetic() {
            let upper = first.is_uppercase();
            let kind = if upper { TokenKind::Capitalized } else { TokenKind::Lower };
            (run(char::is_alphabetic), kind)
        } else if rest.starts_with("'s") {
            (2, TokenKind::Lower)
        } else {
            (first.len_utf8(), TokenKind::Punctuation)
        };
        let word = rules.lexicon.lookup(&rest[..len]);
        tokens.push(Token { span: Span::new(at, at + len), kind, word });
        at += len;
    }
    tokens
}

fn cut(text: &str, rules: &Rules) -> Cut {
    let tokens = tokens(text, rules);
    let word = |index: usize| tokens.get(index).map_or("", |token: &Token| token.span.of(text));
    let lower = |index: usize| word(index).to_lowercase();
    let is_number = |index: usize| {
        tokens.get(index).is_some_and(|token| token.kind == TokenKind::Number)
            && !ORDINALS.contains(&&*format!("{}{}", word(index), word(index + 1)))
            || NUMBERS.contains(&&*lower(index))
    };
    let mut elements = Vec::new();
    let mut mentions = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let hedge = HEDGES.iter().map(|hedge| hedge.split(' ')).find(|hedge| {
            hedge.clone().zip(index..).all(|(part, at)| lower(at) == part)
                && (is_number(index + hedge.clone().count()) || word(index + 1) == "$")
        });
        if let Some(hedge) = hedge {
            index += hedge.count();
        }
        let (start, mut noun) = (index, 0..0);
        let mut dimension = None;
        let ordinal = [lower(index), format!("{}{}", word(index), word(index + 1))];
        let kind = if word(index) == "$" || is_number(index) {
            let money = word(index) == "$";
            index += 1 + usize::from(money);
            if lower(index) == "and" && lower(index + 2) == "half" {
                index += 3;
            }
            let scaled = ["million", "billion", "dozen"].contains(&&*lower(index));
            index += usize::from(scaled);
            let dash = usize::from(word(index) == "-");
            let unit = singular(word(index + dash));
            let after = lower(index + dash + 1);
            let old = after == "-" && lower(index + dash + 2) == "old";
            let mut take = |count: usize| index += dash + count;
            if money {
                Kind::Money
            } else if ["euro", "dollar", "pound"].contains(&&*unit) {
                take(1);
                Kind::Money
            } else if unit == "percentage" {
                take(2);
                dimension = Some("percentage points");
                Kind::Percent
            } else if unit == "percent" {
                take(1);
                dimension = Some("percent");
                Kind::Percent
            } else if unit == "year" && (after == "old" || old) {
                take(if after == "old" { 2 } else { 3 });
                Kind::Age
            } else if TIMES.contains(&&*unit) {
                take(1);
                Kind::Duration
            } else if unit == "magnitude" {
                take(1);
                dimension = Some("magnitude");
                Kind::Quantity
            } else if LENGTHS.contains(&&*unit) {
                let speed = after == "an";
                take(if speed { 3 } else { 1 });
                dimension = Some(if speed { "speed" } else { "length" });
                Kind::Quantity
            } else if unit == "degree" {
                take(2);
                dimension = Some("temperature");
                Kind::Quantity
            } else if start > 0 && word(start - 1) == "," && word(index) == "," {
                Kind::Age
            } else {
                let from = index;
                while tokens.get(index).is_some_and(|token| token.kind == TokenKind::Lower)
                    && !STOPS.contains(&&*lower(index))
                    && index < from + 3
                {
                    index += 1;
                }
                noun = from..index;
                Kind::Count
            }
        } else if lower(index) == "no" && lower(index + 1) == "one" {
            index += 2;
            Kind::Count
        } else if lower(index) == "magnitude" && is_number(index + 1) {
            index += 2;
            dimension = Some("magnitude");
            Kind::Quantity
        } else if let Some(which) = ordinal.iter().position(|it| ORDINALS.contains(&&**it)) {
            index += 1 + which;
            Kind::Ordinal
        } else if tokens[index].kind == TokenKind::Capitalized
            && (index > 0 || !tokens[index].word.is_known())
            && word(index) != "Celsius"
        {
            while tokens.get(index).is_some_and(|token| token.kind == TokenKind::Capitalized) {
                index += 1;
            }
            Kind::Name
        } else {
            let joins = ["and", "or"].contains(&&*lower(index)) && is_number(index + 1);
            if BREAKS.contains(&&*lower(index)) || joins {
                elements.push(Element::Break);
            }
            let mark = [",", ";", ":", "(", ")"].contains(&word(index));
            let token = u32::try_from(index).unwrap();
            elements.push(if mark {
                Element::Break
            } else {
                Element::Word { word: tokens[index].word, token }
            });
            index += 1;
            continue;
        };
        let head = noun.clone().next_back();
        elements.push(Element::Mention {
            index: u32::try_from(mentions.len()).unwrap(),
            kind,
            dimension: dimension.map(|name| rules.lexicon.lookup(name)),
            head: head.map(|at| rules.lexicon.lookup(&rules.inflection.singular(&lower(at)))),
            noun: u32::try_from(noun.start).unwrap()..u32::try_from(noun.end).unwrap(),
        });
        let (first, last) = (tokens[start].span.start, tokens[index - 1].span.end);
        mentions.push(text[first as usize..last as usize].to_owned());
    }
    let span = Span::new(0, text.len());
    let block = crosscheck::model::Block::Paragraph;
    Cut { sentence: Sentence { span, block, paragraph: 0, tokens }, elements, mentions }
}

/// Matches of a text; an attribute of certain events fits where a word names such an event, or
/// where the article is `known` to be about one.
fn matches(text: &str, known: &str, rules: &Rules) -> (Cut, Vec<Match>) {
    let cut = cut(text, rules);
    let words = || cut.sentence.tokens.iter().map(|token| token.word);
    let told = |class: &str| {
        (0..cut.sentence.tokens.len()).any(|at| {
            let trigger = rules.event.trigger(words().skip(at));
            let class_of = |index| rules.event.class(index).map(|found| &*found.id);
            trigger
                .and_then(|(_, trigger)| class_of(trigger?.class))
                .is_some_and(|found| found == class)
        })
    };
    let fits = |attribute: &Attribute, _: &Match| {
        *attribute.id == *known
            || attribute.events.is_empty()
            || attribute.events.iter().any(|class| told(class))
    };
    let found = rules.attribute.matches(&cut.sentence, &cut.elements, fits);
    (cut, found)
}

#[test]
fn every_example_is_reached_and_no_counterexample() {
    let rules = Rules::embedded().unwrap();
    let mut failures = Vec::new();
    for (index, attribute) in rules.attribute.attributes().iter().enumerate() {
        for example in &attribute.examples {
            let (cut, found) = matches(&example.text, &attribute.id, &rules);
            let hit = found.iter().find(|found| {
                let value = &cut.mentions[found.value as usize];
                found.attribute == index && example.value.ends_with(value.as_str())
            });
            let told: Vec<_> = found
                .iter()
                .map(|found| (&*found.rule, &*cut.mentions[found.value as usize], &found.scopes))
                .collect();
            let Some(hit) = hit else {
                failures.push(format!(
                    "{}: {:?}: {told:?} {:?}",
                    attribute.id, example.text, cut.mentions
                ));
                continue;
            };
            let scope = example
                .scope
                .as_ref()
                .is_none_or(|want| hit.scopes.iter().any(|scope| **scope == **want));
            let subject = example.subject.as_ref().is_none_or(|want| {
                hit.subject.is_some_and(|subject| cut.mentions[subject as usize] == *want)
            });
            if !scope || !subject {
                failures.push(format!("{}: {:?}: {told:?} {hit:?}", attribute.id, example.text));
            }
        }
        for text in &attribute.counterexamples {
            let (_, found) = matches(text, "", &rules);
            if let Some(found) = found.iter().find(|found| found.attribute == index) {
                failures.push(format!("{}: {text:?} is a match of {}", attribute.id, found.rule));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
