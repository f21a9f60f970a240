use std::ops::Range;

use crate::{
    model::{Block, Claim, Mention, Modality, Sentence, Span, TokenKind},
    rule::PropertyRules,
    value::{Kind, Symbol, Value},
};

use super::{
    identifier::{identifiers, is_marked},
    property::{Line, is_amount},
};

/// Words between "default" and its value: "defaults to a value of 5".
const REACH: usize = 6;
/// Words of a heading that is the name of a setting.
const HEADING: usize = 8;
/// Word of a question about the default of a setting.
const DEFAULT: &str = "(default)";

/// The default that a sentence or cell gives: the tokens of the value, and what it is.
struct Default {
    tokens: Range<usize>,
    span: Span,
    value: Value,
    unit: Option<Symbol>,
    rule: &'static str,
}

/// Where the name of a setting stands.
struct Named {
    name: Span,
    pattern: &'static str,
}

/// What a heading names.
enum Head {
    Named(Span),
    Several,
    Nameless,
}

impl Default {
    fn is_truth(&self) -> bool {
        self.value.kind() == Kind::Statement
    }
}

impl<'a> Line<'a> {
    /// The default of a setting that the sentence, what stands before it in its paragraph, or the heading
    /// above names as programs spell it: "`max_age` (default: five minutes)".
    pub(super) fn default(&self, opening: Span, above: Option<&Sentence>) -> Option<Claim> {
        let rules = &self.rules.property;
        let mut defaults = self.defaults();
        let (default, None) = (defaults.pop()?, defaults.pop()) else { return None };
        let outside = |at: &usize| !default.tokens.contains(at);
        let past = self.tokens().filter(outside).any(|at| rules.is_past(&self.lower(at)));
        if past {
            return None;
        }
        let named = self.named(&default, opening, above)?;
        // An argument is that of the function around it.
        let mut behind = self.sentence.tokens.iter().filter(|it| it.span.start >= named.name.end);
        let role = behind
            .find(|token| token.kind.is_word())
            .map(|it| it.span.of(self.text).to_lowercase());
        let argument = role.is_some_and(|role| rules.is_argument(&role));
        if argument && named.pattern != Claim::ENTRY {
            return None;
        }
        let behind = self.lower(default.tokens.end);
        let first = self.lower(0);
        let opens = rules.is_opening(&first) && !rules.is_default(&first) && first != "by";
        let conditional = rules.is_conditional(&behind)
            || opens
            || self.tokens().any(|at| rules.is_case(&self.lower(at)));
        self.setting(&default, &named, conditional)
    }

    /// The default in a cell of a table, of the setting that its row names.
    pub(super) fn default_cell(&self, row: Span) -> Option<Claim> {
        let rules = &self.rules.property;
        let amounts: Vec<&Mention> = self.amounts().collect();
        let whole = |tokens: &Range<usize>| {
            self.tokens().filter(|at| !tokens.contains(at)).all(|at| self.is_mark(at))
        };
        let default = match amounts.as_slice() {
            [one] => self.amount(one),
            [] => self.tokens().find_map(|at| self.truth(at))?,
            _ => return None,
        };
        let names = identifiers(row, self.text, rules);
        let [name] = names.as_slice() else { return None };
        let named = Named { name: *name, pattern: Claim::ENTRY };
        self.setting(&default, &named, false).filter(|_| whole(&default.tokens))
    }

    fn setting(&self, default: &Default, named: &Named, conditional: bool) -> Option<Claim> {
        let name = named.name.of(self.text).to_lowercase();
        let modality = if conditional { Modality::Conditional } else { Modality::Happened };
        Some(Claim {
            subject: Some(format!("{name} {DEFAULT}")),
            rule: Symbol::from(Claim::PROPERTY),
            pattern: Some(Symbol::from(named.pattern)),
            unit: default.unit.clone(),
            about: Some(named.name),
            normalised_by: default.rule,
            modality,
            ..Claim::new(
                Symbol::from("default"),
                default.value.clone(),
                self.sentence.span,
                default.span,
            )
        })
    }

    fn defaults(&self) -> Vec<Default> {
        let amounts = self.amounts().map(|mention| self.amount(mention));
        let truths = self.tokens().filter_map(|at| self.truth(at));
        amounts.chain(truths).filter(|it| self.is_default(&it.tokens)).collect()
    }

    fn amounts(&self) -> impl Iterator<Item = &'a Mention> {
        let factor =
            |at: usize| matches!(&*self.lower(at), "*" | "×" | "x" | "/" | "+" | "-" | "^");
        self.mentions.iter().filter(move |mention| {
            let alone = !factor(mention.tokens.end as usize);
            alone && is_amount(mention) && self.is_whole(mention.span)
        })
    }

    fn amount(&self, mention: &Mention) -> Default {
        Default {
            tokens: mention.tokens.start as usize..mention.tokens.end as usize,
            span: mention.span,
            value: mention.value.clone(),
            unit: mention.noun.as_ref().map(|noun| Symbol::from(noun.head.as_str())),
            rule: mention.rule,
        }
    }

    /// A word that says whether something is so: "true", "off".
    fn truth(&self, at: usize) -> Option<Default> {
        let word = self.rules.property.truth(&self.lower(at))?;
        let span = self.sentence.tokens.get(at)?.span;
        let denied = (at.saturating_sub(1)..at).any(|at| self.lower(at) == "not");
        let affirmed = word != denied;
        let value = Value::Statement { affirmed };
        Some(Default { tokens: at..at + 1, span, value, unit: None, rule: Kind::Statement.name() })
    }

    /// Whether "default" stands in front of a value with nothing but small words between, or "by
    /// default" behind it.
    fn is_default(&self, value: &Range<usize>) -> bool {
        let rules = &self.rules.property;
        let behind = self.lower(value.end) == "by" && self.is_default_word(value.end + 1);
        let before = (value.start.saturating_sub(REACH)..value.start).rev();
        let small = |at: &usize| {
            let word = self.lower(*at);
            self.is_mark(*at) && !matches!(&*word, "." | ";" | ")")
                || rules.is_hollow(&word)
                || rules.is_measure(&word)
        };
        let first = before.into_iter().find(|at| !small(at));
        behind || first.is_some_and(|at| self.is_default_word(at))
    }

    /// Whether a token is the word "default", and no part of a name.
    fn is_default_word(&self, at: usize) -> bool {
        let Some(token) = self.sentence.tokens.get(at) else { return false };
        let joint = |letter: char| matches!(letter, '_' | '.' | '-' | '/');
        let before = self.text.get(..token.span.start as usize).unwrap_or_default();
        let behind = self.text.get(token.span.end as usize..).unwrap_or_default();
        let part = before.ends_with(joint) || behind.starts_with(['_', '-', '/']);
        !part && self.rules.property.is_default(&self.lower(at))
    }

    fn is_mark(&self, at: usize) -> bool {
        self.sentence.tokens.get(at).is_some_and(|token| match token.kind {
            TokenKind::Punctuation | TokenKind::Symbol => true,
            TokenKind::Lower | TokenKind::Capitalized | TokenKind::Upper | TokenKind::Number => {
                false
            }
        })
    }

    /// What the default is of. Below the name of a setting that is this one, unless the sentence says of
    /// another that it defaults to something.
    fn named(&self, default: &Default, opening: Span, above: Option<&Sentence>) -> Option<Named> {
        let rules: &PropertyRules = &self.rules.property;
        let text = self.text;
        let sentence = Span { end: default.span.start, ..self.sentence.span };
        let paragraph = Span { start: opening.start, ..sentence };
        let told = identifiers(sentence, text, rules);
        let head = self.head(above);
        let first = identifiers(paragraph, text, rules).first().copied();
        let first = first.filter(|name| {
            let before = Span { start: paragraph.start, end: name.start };
            !before.of(text).contains(char::is_alphanumeric)
        });
        let subject = told.last().copied().filter(|name| self.is_subject(*name, default));
        let entry = |name| Some(Named { name, pattern: Claim::ENTRY });
        match (first, head) {
            // An item opens with its name.
            (Some(first), _) => match subject {
                Some(subject) if subject.of(text) != first.of(text) => {
                    Some(Named { name: subject, pattern: Claim::WITHIN })
                }
                Some(name) if self.sentence.block != Block::ListItem => {
                    Some(Named { name, pattern: Claim::TOLD })
                }
                _ => entry(first),
            },
            (None, Head::Named(head)) => match (told.as_slice(), subject) {
                ([], _) => entry(head),
                ([one], _) if one.of(text) == head.of(text) => entry(head),
                (_, Some(name)) => Some(Named { name, pattern: Claim::WITHIN }),
                _ => None,
            },
            (None, Head::Several) => None,
            (None, Head::Nameless) => {
                let opens = text.get(opening.start as usize..).and_then(|text| text.chars().next());
                let other = opens.is_some() && is_marked(opening, text);
                let bracket = |name: &Span| {
                    let between = Span { start: name.end, end: default.span.start };
                    let between = between.of(text).trim_start_matches(['`', '"', '\'', '*', ' ']);
                    between.starts_with('(')
                };
                let name = subject.or(match told.as_slice() {
                    [one] if !default.is_truth() || bracket(one) => Some(*one),
                    [.., last] if bracket(last) => Some(*last),
                    _ => None,
                });
                name.filter(|_| !other).map(|name| Named { name, pattern: Claim::TOLD })
            }
        }
    }

    /// Whether the sentence says of a name that it has the default: nothing but small words between.
    fn is_subject(&self, name: Span, default: &Default) -> bool {
        let rules = &self.rules.property;
        // "The program sets `max_age` to off by default": then it is not the default of the setting.
        let behind = self.lower(default.tokens.end) == "by";
        let start = |at: &usize| self.sentence.tokens.get(*at).map(|token| token.span.start);
        let mut before = self.tokens().filter(|at| start(at).is_some_and(|it| it < name.start));
        let small = |at: usize| {
            let word = self.lower(at);
            self.is_mark(at) || rules.is_hollow(&word) || rules.is_generic(&word)
        };
        if behind && !before.all(small) {
            return false;
        }
        let mut between = (0..default.tokens.start).filter(|at| {
            self.sentence.tokens.get(*at).is_some_and(|token| token.span.start >= name.end)
        });
        between.all(|at| {
            let word = self.lower(at);
            let mark = self.is_mark(at) && !matches!(&*word, "." | ";" | "(" | ")" | ":");
            mark || rules.is_hollow(&word)
                || rules.is_default(&word)
                || rules.is_measure(&word)
                || rules.is_generic(&word)
        })
    }

    /// The setting that a heading names.
    fn head(&self, above: Option<&Sentence>) -> Head {
        let Some(above) = above.filter(|above| self.is_below(above)) else { return Head::Nameless };
        let short = above.tokens.iter().filter(|token| token.kind.is_word()).count() <= HEADING;
        match identifiers(above.span, self.text, &self.rules.property).as_slice() {
            [] => Head::Nameless,
            [one] if short => Head::Named(*one),
            _ => Head::Several,
        }
    }

    /// Whether the sentence stands in what a heading heads: below the term of a definition only what is
    /// indented does.
    fn is_below(&self, above: &Sentence) -> bool {
        let text = self.text;
        let line = |at: u32| {
            let before = text.get(..at as usize).unwrap_or_default();
            let start = before.rfind('\n').map_or(0, |at| at + 1);
            before.get(start..).unwrap_or_default()
        };
        let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
        let (own, head) = (line(self.sentence.span.start), line(above.span.start));
        let rest = text.get(above.span.end as usize..).unwrap_or_default();
        let below = rest.lines().nth(1).unwrap_or_default().trim();
        let ruled = !below.is_empty() && below.chars().all(|letter| letter.is_ascii_punctuation());
        let marked = head.trim_start().starts_with(['#', '=', '<']) || rest.starts_with("::");
        ruled || marked || indent(own) > indent(head)
    }
}
