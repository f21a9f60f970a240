use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    model::{Mention, Sentence, TokenKind, WordId},
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
pub fn settle(sentences: &[Sentence], text: &str, mentions: &mut [Vec<Mention>], rules: &Rules) {
    let known = learn(sentences, mentions);
    for (sentence, list) in sentences.iter().zip(mentions) {
        let scene = Scene::new(sentence, text, rules);
        if !list.is_empty() {
            let judged = std::mem::take(list);
            list.reserve(judged.len());
            for found in judged {
                decide(&scene, found, &known, list);
            }
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
                | Value::Name(_) => {}
            }
        }
    }
    if !known.openers.is_empty() {
        let tokens = sentences.iter().flat_map(|sentence| &sentence.tokens);
        for token in tokens.filter(|token| token.kind == TokenKind::Lower) {
            if let Some(small) = known.openers.get_mut(&token.word) {
                *small = true;
            }
        }
    }
    known
}

/// Number of a name's folded form.
fn folded(name: &str) -> u64 {
    folded_name(name.split_whitespace().map(folded_word))
}

impl Known {
    fn name(&mut self, name: &Name) {
        let words: Vec<u64> = name.text.split_whitespace().map(folded_word).collect();
        let (Some(&first), Some(&last)) = (words.first(), words.last()) else { return };
        let person = name.kind == NameKind::Person;
        if person {
            self.surnames.insert(last);
        }
        self.words.extend(&words);
        if self.names.insert(folded_name(words.iter().copied())) {
            if person && last != first {
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

fn decide(scene: &Scene, found: Mention, known: &Known, list: &mut Vec<Mention>) {
    let tokens = range(&found);
    match &found.value {
        Value::Name(name) if found.rule == rule::START => start(scene, tokens, name, known, list),
        Value::Name(name) if name.kind == NameKind::Unknown => {
            let whole = folded(&name.text);
            if let Some((left, right)) = pair(scene, &tokens, known) {
                list.extend([left, right]);
            } else if let Some(place) = known.places.get(&whole) {
                list.push(Mention { value: Value::Place(place.clone()), ..found });
            } else if known.surnames.contains(&whole) {
                list.push(named(scene, tokens, NameKind::Person, found.rule));
            } else {
                list.push(found);
            }
        }
        Value::Place(_) if found.rule == rule::AFTER_IN => {
            let phrase = scene.phrase(tokens.start, tokens.end);
            let whole = folded(phrase);
            let first = phrase.split_whitespace().next().map(folded_word);
            if known.surnames.contains(&whole) {
                list.push(named(scene, tokens, NameKind::Person, rule::RUN));
            } else if known.places.contains_key(&whole) {
                list.push(found);
            } else if first.is_some_and(|first| known.words.contains(&first)) {
                list.push(named(scene, tokens, NameKind::Unknown, rule::RUN));
            } else {
                list.push(found);
            }
        }
        Value::Place(place)
            if matches!(found.rule, rule::PLACE | rule::TOWN) && tokens.len() == 1 =>
        {
            // "Jackson" is the singer where the article names one.
            if known.surnames.contains(&folded(&place.name)) {
                list.push(named(scene, tokens, NameKind::Person, rule::RUN));
            } else {
                list.push(found);
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
        | Value::Name(_) => list.push(found),
    }
}

/// A run that opens a sentence: loses its first word where that is a common one, and is a name
/// where the article names it elsewhere or never writes it small.
fn start(
    scene: &Scene,
    mut tokens: Range<usize>,
    name: &Name,
    known: &Known,
    list: &mut Vec<Mention>,
) {
    let common = |index: usize| {
        let word = scene.word(index);
        let derived = word.ends_with("ing") || word.ends_with("ed") || word.ends_with("ly");
        !known.words.contains(&folded_word(word)) && (known.is_small(scene.id(index)) || derived)
    };
    let whole = folded(&name.text);
    if !known.names.contains(&whole) && common(tokens.start) && !scene.traits(tokens.start).given {
        tokens.start += 1;
    }
    if tokens.is_empty() {
        return;
    }
    let text = folded(scene.phrase(tokens.start, tokens.end));
    if let Some((left, right)) = pair(scene, &tokens, known) {
        list.extend([left, right]);
        return;
    }
    if let Some(place) = known.places.get(&text) {
        let value = Value::Place(place.clone());
        list.push(mention(scene, tokens, value, rule::CUE));
        return;
    }
    let lone = tokens.len() == 1;
    if lone && is_generic(scene, tokens.start) && !known.names.contains(&text) {
        return;
    }
    let spoken = scene.is_possessive(tokens.end) || scene.is_upper(tokens.start);
    if !lone || known.words.contains(&text) || spoken {
        let kind = if known.surnames.contains(&text) { NameKind::Person } else { name.kind };
        let mut found = named(scene, tokens, kind, rule::START);
        if let Value::Name(kept) = &mut found.value {
            kept.role.clone_from(&name.role);
        }
        list.push(found);
    }
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
