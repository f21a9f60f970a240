use std::ops::Range;

use crate::{
    model::{Span, TokenKind},
    rule::{NounRole, Part, Rules, Sense},
    value::{Kind, Symbol},
};

use super::{context::Context, frame::Frame};

/// Farthest a verb may stand from the value that it goes with, in tokens.
const REACH: usize = 10;
/// Farthest its subject and object may stand from a verb, in tokens.
const NEAR: usize = 12;

/// A verb of a clause with who does it and what it is done to.
#[derive(Clone, Debug)]
pub(super) struct Predication {
    /// The predicate of the rules, else the verb's base form.
    pub(super) verb: Symbol,
    /// The sense out of the rules, `None` for a verb that they do not name.
    pub(super) sense: Option<Sense>,
    pub(super) tokens: Range<usize>,
    pub(super) subject: Option<Thing>,
    pub(super) object: Option<Thing>,
    /// A form of "be" stands in front of it ("was arrested").
    pub(super) passive: bool,
}

/// What a noun phrase stands for.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    /// Key of a name, else the head noun.
    pub(super) key: String,
    /// Whether it is a name, which tells one from all others.
    pub(super) named: bool,
    /// Whether a number counts it ("two people").
    pub(super) counted: bool,
    /// The name of whose it is ("the shares of Norvik", "Norvik's shares").
    owner: Option<String>,
    /// From its article to behind its last token.
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Thing {
    /// Whether it is told from all others of its kind.
    pub(super) fn is_told(&self) -> bool {
        self.named || self.owner.is_some()
    }

    /// Its key with whose it is.
    pub(super) fn full_key(&self) -> String {
        match &self.owner {
            Some(owner) if !self.named => format!("{} of {owner}", self.key),
            Some(_) | None => self.key.clone(),
        }
    }
}

impl Predication {
    /// Its words as they stand in the article.
    pub(super) fn words(&self, frame: &Frame<'_>) -> Option<Span> {
        let words = frame.sentence.tokens.get(self.tokens.clone())?;
        Some(words.first()?.span.cover(words.last()?.span))
    }

    /// The subject and object as the rules see them: whom a verb such as "arrest" befalls stands
    /// first, whether it is told in the active or the passive voice or of itself ("the bridge
    /// reopened").
    pub(super) fn about(&self) -> (Option<&Thing>, Option<&Thing>) {
        let (subject, object) = (self.subject.as_ref(), self.object.as_ref());
        let Some(sense) = self.sense.as_ref().filter(|sense| sense.befalls) else {
            return (subject, object);
        };
        match (self.passive, object) {
            (true, _) => (subject, None),
            (false, None) if sense.either => (subject, None),
            (false, _) => (object, None),
        }
    }
}

/// All verbs of the rules in a sentence.
pub(super) fn known(frame: &Frame<'_>, context: &Context<'_>, rules: &Rules) -> Vec<Predication> {
    let mut found = Vec::new();
    let mut index = 0;
    while let Some(token) = frame.sentence.tokens.get(index) {
        let begins = token.kind == TokenKind::Lower && rules.predicate.begins(token.word);
        match begins.then(|| sense(frame, index, rules)).flatten() {
            Some((length, sense)) => {
                let tokens = index..index + length;
                found.push(predication(
                    frame,
                    context,
                    tokens,
                    sense.id.clone(),
                    Some(sense),
                    rules,
                ));
                index += length;
            }
            None => index += 1,
        }
    }
    found
}

/// The verb that a value in a clause goes with: the nearest one in front of it, else one behind it.
pub(super) fn governing(
    frame: &Frame<'_>,
    context: &Context<'_>,
    value: &Range<u32>,
    rules: &Rules,
) -> Option<Predication> {
    let (start, end) = (value.start as usize, value.end as usize);
    let clause = frame.clause(start)?;
    let first = clause.tokens.start.max(start.saturating_sub(REACH));
    let last = clause.tokens.end.min(end + REACH);
    let fronted =
        frame.clauses.get(frame.clause_at(start) + 1).filter(|_| clause.tokens.start == 0);
    let next = fronted.map_or(0..0, |next| next.tokens.start..next.tokens.end.min(end + REACH));
    let (tokens, verb, sense) = (first..start)
        .rev()
        .chain(end..last)
        .chain(next)
        .find_map(|index| verb(frame, index, rules))
        .or_else(|| (first..start).rev().find_map(|index| copula(frame, index, rules)))?;
    Some(predication(frame, context, tokens, verb, sense, rules))
}

fn sense(frame: &Frame<'_>, index: usize, rules: &Rules) -> Option<(usize, Sense)> {
    let words = frame.sentence.tokens.get(index..)?;
    words.first().filter(|token| token.kind == TokenKind::Lower)?;
    let (length, sense) = rules.predicate.longest(words.iter().map(|token| token.word))?;
    let owner = rules.clause.is(frame.sentence.id(index + length), Part::Possessive);
    let noun = owner || follows_determiner(frame, index, rules);
    (!noun && !in_mention(frame, index)).then(|| (length, sense.clone()))
}

/// A word behind an article or a possessive is a noun ("the vote", "its support").
fn follows_determiner(frame: &Frame<'_>, index: usize, rules: &Rules) -> bool {
    let before = frame.sentence.id(index.wrapping_sub(1));
    rules.number.noun.is_determiner(before) || rules.clause.is(before, Part::Possessive)
}

fn in_mention(frame: &Frame<'_>, index: usize) -> bool {
    let at = frame.mentions.partition_point(|mention| (mention.tokens.end as usize) <= index);
    frame.mentions.get(at).is_some_and(|mention| mention.tokens.start as usize <= index)
}

fn verb(
    frame: &Frame<'_>,
    index: usize,
    rules: &Rules,
) -> Option<(Range<usize>, Symbol, Option<Sense>)> {
    if let Some((length, sense)) = sense(frame, index, rules) {
        return Some((index..index + length, sense.name.clone(), Some(sense)));
    }
    let token = frame.sentence.tokens.get(index)?;
    let hollow = rules.clause.is(token.word, Part::Auxiliary);
    if token.kind != TokenKind::Lower
        || hollow
        || in_mention(frame, index)
        || follows_determiner(frame, index, rules)
    {
        return None;
    }
    let base = rules.inflection.verb(token.span.of(frame.text))?;
    Some((index..index + 1, Symbol::from(&*base), None))
}

/// "Is" and "was", where no other verb stands.
fn copula(
    frame: &Frame<'_>,
    index: usize,
    rules: &Rules,
) -> Option<(Range<usize>, Symbol, Option<Sense>)> {
    let is = rules.predicate.is_passive(frame.sentence.id(index));
    is.then(|| (index..index + 1, Symbol::from("be"), None))
}

fn predication(
    frame: &Frame<'_>,
    context: &Context<'_>,
    tokens: Range<usize>,
    verb: Symbol,
    sense: Option<Sense>,
    rules: &Rules,
) -> Predication {
    let clause = frame.clause(tokens.start).map_or(0..0, |clause| clause.tokens.clone());
    let first = clause.start.max(tokens.start.saturating_sub(NEAR));
    let last = clause.end.min(tokens.end + NEAR);
    let passive = (first.max(tokens.start.saturating_sub(3))..tokens.start)
        .any(|token| rules.predicate.is_passive(frame.sentence.id(token)));
    let subject = subject(frame, context, first..tokens.start, rules)
        .or_else(|| carried(frame, context, tokens.start, rules));
    let object = thing(frame, tokens.end..last, rules);
    let owned = |thing: Thing| Thing { owner: owner(frame, &thing, rules), ..thing };
    let (subject, object) = (subject.map(owned), object.map(owned));
    Predication { verb, sense, tokens, subject, object, passive }
}

/// Who does it: the first noun phrase of the clause in front of the verb that no preposition
/// governs. "Who" stands for the name before it, "he" for the person named last.
fn subject(
    frame: &Frame<'_>,
    context: &Context<'_>,
    tokens: Range<usize>,
    rules: &Rules,
) -> Option<Thing> {
    let (start, end) = (tokens.start, tokens.start);
    let person = |key: String| Thing { key, named: true, counted: false, owner: None, start, end };
    let head = frame.sentence.id(tokens.start);
    if rules.clause.is(head, Part::Relative) {
        let name = frame
            .of_kind(Kind::Name)
            .rfind(|(_, mention)| (mention.tokens.end as usize) <= tokens.start);
        return name.and_then(|(_, mention)| Some(person(String::from(&**mention.key.as_ref()?))));
    }
    // Who says it does nothing ("he said the bridge was closed").
    let said = tokens.clone().rev().find(|token| rules.holder.is_speech(frame.sentence.id(*token)));
    let mut index = said.map_or(tokens.start, |said| said + 1);
    if index >= tokens.end {
        index = tokens.start;
    }
    while index < tokens.end {
        let id = frame.sentence.id(index);
        if rules.clause.is(id, Part::Person) {
            return spoken_of(frame, context, index).map(person);
        }
        if rules.clause.is(id, Part::Preposition) {
            index = thing(frame, index + 1..tokens.end, rules).map_or(index + 1, |thing| thing.end);
            continue;
        }
        if said.is_some() && rules.clause.is(id, Part::Pronoun) {
            return None;
        }
        if in_mention(frame, index) || is_head(frame, index, rules) {
            let thing = thing(frame, index..tokens.end, rules).filter(|it| it.end <= tokens.end);
            if thing.is_some() {
                return thing;
            }
        }
        index += 1;
    }
    None
}

/// Whom "he" stands for: the one person that the sentence names in front of it, else the one named
/// last before the sentence; nobody where the sentence names two.
fn spoken_of(frame: &Frame<'_>, context: &Context<'_>, pronoun: usize) -> Option<String> {
    let mut names = frame
        .of_kind(Kind::Name)
        .filter(|(_, name)| (name.tokens.end as usize) <= pronoun)
        .filter_map(|(_, name)| name.key.as_deref());
    match names.next() {
        Some(name) => names.all(|other| other == name).then(|| name.to_owned()),
        None => context.person.clone(),
    }
}

/// The subject of the clause before, for a verb joined to it without one of its own ("hit the roof,
/// but did not explode") or with a pronoun.
fn carried(frame: &Frame<'_>, context: &Context<'_>, verb: usize, rules: &Rules) -> Option<Thing> {
    let number = frame.clause_at(verb);
    let own = frame.clauses.get(number)?;
    let (first, second) = (own.tokens.start, own.tokens.start + 1);
    let joins = |token| {
        let id = frame.sentence.id(token);
        rules.clause.is(id, Part::Link)
            || rules.clause.is(id, Part::Break)
            || rules.clause.is(id, Part::Pronoun)
    };
    let opens = first == verb || rules.clause.is(frame.sentence.id(first), Part::Auxiliary);
    let place = match (joins(first) || joins(second), opens) {
        (true, _) => number.checked_sub(1)?,
        (false, true) => number.checked_sub(2).filter(|_| is_aside(frame, number - 1, rules))?,
        (false, false) => return None,
    };
    let before = frame.clauses.get(place)?;
    subject(frame, context, before.tokens.clone(), rules)
}

/// Longest remark between a subject and its verb ("Ada Lind, 34, was"), in tokens.
const ASIDE: usize = 10;

/// Whether a clause is a remark without a verb about what stands in front of it.
fn is_aside(frame: &Frame<'_>, clause: usize, rules: &Rules) -> bool {
    let Some(clause) = frame.clauses.get(clause) else { return false };
    let verb = |token: usize| {
        let id = frame.sentence.id(token);
        rules.clause.is(id, Part::Auxiliary) || rules.clause.is(id, Part::Relative)
    };
    clause.tokens.len() <= ASIDE && !clause.tokens.clone().any(verb)
}

/// Words between "of" and the name of whose a thing is ("of the minister Ada Lind").
const OF: usize = 3;

/// Whose a thing is: a name in front of its noun, or behind "of".
fn owner(frame: &Frame<'_>, thing: &Thing, rules: &Rules) -> Option<String> {
    if thing.owner.is_some() || !rules.clause.is(frame.sentence.id(thing.end), Part::Of) {
        return thing.owner.clone();
    }
    let behind = self::thing(frame, thing.end + 1..thing.end + 2 + OF, rules)?;
    behind.named.then_some(behind.key)
}

/// The noun phrase at the head of a range: a name, with or without an office before it, or the last
/// of a run of nouns. Articles are passed over; a preposition, a verb or a mark ends it.
pub(super) fn thing(frame: &Frame<'_>, tokens: Range<usize>, rules: &Rules) -> Option<Thing> {
    // Its last noun so far, and whether that is a name.
    let mut head: Option<(usize, bool)> = None;
    let mut owner: Option<String> = None;
    let start = tokens.start;
    let told = |key: String, end: usize| Thing {
        key,
        named: false,
        counted: false,
        owner: None,
        start,
        end,
    };
    for index in tokens.clone() {
        let token = frame.sentence.tokens.get(index)?;
        let at = frame.mentions.partition_point(|mention| (mention.tokens.end as usize) <= index);
        if let Some(mention) =
            frame.mentions.get(at).filter(|mention| mention.tokens.start as usize <= index)
        {
            let end = mention.tokens.end as usize;
            let possessive = rules.clause.is(frame.sentence.id(end), Part::Possessive);
            let next = frame.sentence.tokens.get(end);
            let more = end < tokens.end
                && next.is_some_and(|token| {
                    token.kind == TokenKind::Lower && is_noun(frame, end, rules)
                });
            match (&mention.key, !possessive && !more) {
                (Some(key), true) => {
                    return Some(Thing { named: true, ..told(String::from(&**key), end) });
                }
                (Some(key), false) => {
                    owner.get_or_insert_with(|| String::from(&**key));
                    continue;
                }
                // "the first offer"
                (None, _) if mention.value.kind() == Kind::Ordinal => continue,
                (None, _) if mention.noun.is_some() => {
                    let noun = mention.noun.as_ref()?;
                    return Some(Thing { counted: true, ..told(noun.head.clone(), end) });
                }
                (None, _) if mention.value.kind() == Kind::Name => {
                    let last = frame.sentence.word(end.checked_sub(1)?, frame.text).to_lowercase();
                    return Some(told(rules.inflection.singular(&last).into_owned(), end));
                }
                (None, _) => break,
            }
        }
        if rules.number.noun.is_determiner(token.word)
            || rules.clause.is(token.word, Part::Possessive)
        {
            if head.is_some() && !rules.clause.is(token.word, Part::Possessive) {
                break;
            }
            continue;
        }
        let named = is_name(frame, index, tokens.end, rules);
        if !named && !is_noun(frame, index, rules) {
            break;
        }
        head = Some((index, named));
    }
    let (last, named) = head?;
    let word = frame.sentence.word(last, frame.text).to_lowercase();
    let key = if named { word } else { rules.inflection.singular(&word).into_owned() };
    Some(Thing { named, owner, ..told(key, last + 1) })
}

/// Whether a word outside mentions is a noun phrase by itself.
fn is_head(frame: &Frame<'_>, index: usize, rules: &Rules) -> bool {
    let word = frame.sentence.id(index);
    !rules.number.noun.is_determiner(word)
        && !rules.clause.is(word, Part::Possessive)
        && (is_noun(frame, index, rules) || is_name(frame, index, index + 1, rules))
}

/// Whether a word outside mentions is a name; `end` is where the words that may belong to it end.
fn is_name(frame: &Frame<'_>, index: usize, end: usize, rules: &Rules) -> bool {
    let Some(token) = frame.sentence.tokens.get(index) else { return false };
    let singular = || {
        let word = token.span.of(frame.text).to_lowercase();
        *rules.inflection.singular(&word) == *word
    };
    index > 0 && token.kind == TokenKind::Capitalized
        || index == 0 && opens_with_name(frame, end, rules) && singular()
}

/// Whether a sentence opens with one unknown word that does what the verb behind it says ("Norvik
/// accepted").
fn opens_with_name(frame: &Frame<'_>, verb: usize, rules: &Rules) -> bool {
    let first = frame.sentence.tokens.first();
    verb == 1
        && first.is_some_and(|token| token.kind == TokenKind::Capitalized && !token.word.is_known())
        && sense(frame, verb, rules).is_some()
}

fn is_noun(frame: &Frame<'_>, index: usize, rules: &Rules) -> bool {
    let Some(token) = frame.sentence.tokens.get(index) else { return false };
    let word = token.span.of(frame.text);
    let told = || word.ends_with("ed") && rules.inflection.verb(word).is_some();
    let opens = index == 0 && token.kind.is_word() && token.word.is_known();
    (opens || token.kind == TokenKind::Lower)
        && word.len() > 2
        && !word.ends_with("ly")
        && !told()
        && !rules.clause.is(token.word, Part::Auxiliary)
        && match rules.number.noun.role(token.word) {
            Some(NounRole::Stop | NounRole::Verb | NounRole::State) => false,
            Some(NounRole::Plural | NounRole::Singular) | None => true,
        }
}
