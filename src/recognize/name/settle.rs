use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    model::{Mention, Sentence, Token, TokenKind, WordId},
    rule::Rules,
    value::{Name, NameKind, Place, Value},
};

use super::{
    alias::{folded_name, folded_word},
    is_generic, mention, rule,
    scene::{Case, Scene},
};

/// What the certain mentions and the small words of an article tell; words and names are the
/// numbers of their folded forms.
#[derive(Default)]
struct Known {
    /// Words of the certain names.
    words: FxHashSet<u64>,
    /// Last words of the certain names of people.
    surnames: FxHashSet<u64>,
    /// Names of people and organisations.
    names: FxHashSet<u64>,
    /// Unknown names that a noun beside them makes places.
    places: FxHashMap<u64, Place>,
    /// Words that open a sentence as a name would, and whether they also occur in lower case.
    openers: FxHashMap<WordId, bool>,
    /// Word runs of the certain names by their first word, for headlines.
    runs: FxHashMap<u64, Vec<(Vec<u64>, NameKind)>>,
}

/// Names with one first word that a headline is searched for.
const NAMESAKES: usize = 16;

/// Decides with the whole article in view what one sentence could not: whether a capitalised word
/// that opens a sentence is a name, whether "in X" is a place, and which names a headline holds.
/// `mentions` holds one list for each sentence.
pub fn settle(
    sentences: &[Sentence],
    text: &str,
    cases: &[Case],
    mentions: &mut [Vec<Mention>],
    rules: &Rules,
) {
    let known = learn(sentences, mentions);
    for ((sentence, case), list) in sentences.iter().zip(cases).zip(mentions) {
        let scene = Scene::new(sentence, text, rules, *case);
        let mut at = 0;
        while let Some(found) = list.get_mut(at) {
            at += match decide(&scene, found, &known) {
                Verdict::Stays => 1,
                Verdict::Goes => {
                    list.remove(at);
                    0
                }
                Verdict::Two(right) => {
                    list.insert(at + 1, *right);
                    2
                }
            };
        }
        if scene.case != Case::Normal {
            headline(&scene, &known, list);
        }
    }
}

fn learn(sentences: &[Sentence], mentions: &[Vec<Mention>]) -> Known {
    let mut known = Known::default();
    for (sentence, list) in sentences.iter().zip(mentions) {
        for mention in list {
            match &mention.value {
                Value::Name(_) if mention.rule == rule::START => {
                    let opener = sentence.id(mention.tokens.start as usize);
                    known.openers.insert(opener, false);
                }
                Value::Name(name) if name.kind != NameKind::Role => known.name(name),
                Value::Place(place) if mention.rule == rule::CUE => {
                    known.places.entry(folded(&place.name)).or_insert_with(|| place.clone());
                }
                Value::Count(_)
                | Value::Money(_)
                | Value::Duration(_)
                | Value::Quantity(_)
                | Value::Percent { .. }
                | Value::Ordinal(_)
                | Value::Date(_)
                | Value::Time(_)
                | Value::Age(_)
                | Value::Place(_)
                | Value::Name(_)
                | Value::Statement { .. } => {}
            }
        }
    }
    if !known.openers.is_empty() {
        // A bit for each opener's number turns most tokens away.
        let bit = |word: WordId| 1u64 << (word.0 % 64);
        let bits = known.openers.keys().fold(0, |bits, word| bits | bit(*word));
        let tokens = sentences.iter().flat_map(|sentence| &sentence.tokens);
        let lower = |token: &&Token| token.kind == TokenKind::Lower && bits & bit(token.word) != 0;
        for token in tokens.filter(lower) {
            if let Some(small) = known.openers.get_mut(&token.word) {
                *small = true;
            }
        }
    }
    known
}

/// Number of a name's folded form.
fn folded(name: &str) -> u64 {
    folded_name(words(name).map(folded_word))
}

/// Words of a name, which mostly has but spaces between them.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let ascii = name.is_ascii();
    let plain = if ascii { name } else { "" };
    let rest = if ascii { "" } else { name };
    plain.split_ascii_whitespace().chain(rest.split_whitespace())
}

impl Known {
    fn name(&mut self, name: &Name) {
        let Some(last) = words(&name.text).last().map(folded_word) else { return };
        let person = name.kind == NameKind::Person;
        if person {
            self.surnames.insert(last);
        }
        if self.names.insert(folded(&name.text)) {
            let words: Vec<u64> = words(&name.text).map(folded_word).collect();
            self.words.extend(&words);
            if person && words.first() != Some(&last) {
                self.run(vec![last], NameKind::Person);
            }
            self.run(words, name.kind);
        }
    }

    fn run(&mut self, words: Vec<u64>, kind: NameKind) {
        let Some(&first) = words.first() else { return };
        let runs = self.runs.entry(first).or_default();
        if runs.len() < NAMESAKES {
            runs.push((words, kind));
        }
    }

    /// Whether a word that opens a sentence is also written small.
    fn is_small(&self, word: WordId) -> bool {
        self.openers.get(&word) == Some(&true)
    }
}

/// What becomes of a mention.
enum Verdict {
    /// It stays, though it may be another one now.
    Stays,
    Goes,
    /// It is the left one of a pair now.
    Two(Box<Mention>),
}

fn decide(scene: &Scene, found: &mut Mention, known: &Known) -> Verdict {
    let tokens = range(found);
    match &found.value {
        Value::Name(_) if found.rule == rule::START => return start(scene, tokens, found, known),
        Value::Name(name) if name.kind == NameKind::Unknown => {
            if let Some((left, right)) = pair(scene, &tokens, known) {
                *found = left;
                return Verdict::Two(Box::new(right));
            }
            let whole = folded(&name.text);
            if let Some(place) = known.places.get(&whole) {
                found.value = Value::Place(place.clone());
            } else if known.surnames.contains(&whole) {
                *found = named(scene, tokens, NameKind::Person, found.rule);
            }
        }
        Value::Place(_) if found.rule == rule::AFTER_IN => {
            let phrase = scene.phrase(tokens.start, tokens.end);
            let whole = folded(phrase);
            let first = phrase.split_whitespace().next().map(folded_word);
            if known.surnames.contains(&whole) {
                *found = named(scene, tokens, NameKind::Person, rule::RUN);
            } else if !known.places.contains_key(&whole)
                && first.is_some_and(|first| known.words.contains(&first))
            {
                *found = named(scene, tokens, NameKind::Unknown, rule::RUN);
            }
        }
        Value::Place(place)
            if matches!(found.rule, rule::PLACE | rule::TOWN) && tokens.len() == 1 =>
        {
            // "Jackson" is the singer where the article names one.
            if known.surnames.contains(&folded(&place.name)) {
                *found = named(scene, tokens, NameKind::Person, rule::RUN);
            }
        }
        Value::Count(_)
        | Value::Money(_)
        | Value::Duration(_)
        | Value::Quantity(_)
        | Value::Percent { .. }
        | Value::Ordinal(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::Age(_)
        | Value::Place(_)
        | Value::Name(_)
        | Value::Statement { .. } => {}
    }
    Verdict::Stays
}

/// A run that opens a sentence: loses its first word where that is a common one, and is a name
/// where the article names it elsewhere or never writes it small.
fn start(scene: &Scene, mut tokens: Range<usize>, found: &mut Mention, known: &Known) -> Verdict {
    let Value::Name(name) = &mut found.value else { return Verdict::Stays };
    let common = |index: usize| {
        let word = scene.word(index);
        let derived = word.ends_with("ing") || word.ends_with("ed") || word.ends_with("ly");
        !known.words.contains(&folded_word(word)) && (known.is_small(scene.id(index)) || derived)
    };
    let mut text = folded(&name.text);
    if !known.names.contains(&text) && common(tokens.start) && !scene.traits(tokens.start).given {
        tokens.start += 1;
        text = folded(scene.phrase(tokens.start, tokens.end));
    }
    if tokens.is_empty() {
        return Verdict::Goes;
    }
    if let Some((left, right)) = pair(scene, &tokens, known) {
        *found = left;
        return Verdict::Two(Box::new(right));
    }
    if let Some(place) = known.places.get(&text) {
        let value = Value::Place(place.clone());
        *found = mention(scene, tokens, value, rule::CUE);
        return Verdict::Stays;
    }
    let lone = tokens.len() == 1;
    if lone && is_generic(scene, tokens.start) && !known.names.contains(&text) {
        return Verdict::Goes;
    }
    let spoken = scene.is_possessive(tokens.end) || scene.is_upper(tokens.start);
    if lone && !known.words.contains(&text) && !spoken {
        return Verdict::Goes;
    }
    let kind = if known.surnames.contains(&text) { NameKind::Person } else { name.kind };
    let text = scene.phrase(tokens.start, tokens.end).to_owned();
    let name = Name { text, kind, role: name.role.take() };
    *found = mention(scene, tokens, Value::Name(name), rule::START);
    Verdict::Stays
}

/// "Trump-Putin": two people known by their last names.
fn pair(scene: &Scene, tokens: &Range<usize>, known: &Known) -> Option<(Mention, Mention)> {
    let joint = tokens.start + 1;
    if tokens.len() != 3 || !scene.is_joint(joint) {
        return None;
    }
    let is_known = |index: usize| known.surnames.contains(&folded_word(scene.word(index)));
    let one = |index: usize| named(scene, index..index + 1, NameKind::Person, rule::RUN);
    (is_known(tokens.start) && is_known(joint + 1)).then(|| (one(tokens.start), one(joint + 1)))
}

/// Adds the names of the body that a headline repeats.
fn headline(scene: &Scene, known: &Known, list: &mut Vec<Mention>) {
    let mut taken = vec![false; scene.len()];
    for tokens in list.iter().map(range) {
        taken.iter_mut().take(tokens.end).skip(tokens.start).for_each(|taken| *taken = true);
    }
    let folded: Vec<u64> = (0..scene.len()).map(|index| folded_word(scene.word(index))).collect();
    let mut index = 0;
    while index < scene.len() {
        let free = taken.get(index) == Some(&false) && scene.is_piece(index);
        let found = folded.get(index).filter(|_| free).and_then(|word| known.runs.get(word));
        let longest = found.into_iter().flatten().filter(|(words, _)| {
            folded.get(index..index + words.len()).is_some_and(|here| here == words.as_slice())
        });
        match longest.max_by_key(|(words, _)| words.len()) {
            Some((words, kind)) => {
                let tokens = index..index + words.len();
                index = tokens.end;
                let person = words.last().is_some_and(|last| known.surnames.contains(last));
                let kind = if person { NameKind::Person } else { *kind };
                list.push(named(scene, tokens, kind, rule::HEADLINE));
            }
            None => index += 1,
        }
    }
    list.sort_by_key(|mention| mention.span);
}

fn named(scene: &Scene, tokens: Range<usize>, kind: NameKind, rule: &'static str) -> Mention {
    let text = scene.phrase(tokens.start, tokens.end).to_owned();
    mention(scene, tokens, Value::Name(Name { text, kind, role: None }), rule)
}

fn range(mention: &Mention) -> Range<usize> {
    mention.tokens.start as usize..mention.tokens.end as usize
}
