use std::{borrow::Cow, sync::OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::model::{Keyword, Problem, WordId};

use super::{Inflection, Lexicon, PredicateRules, Sources, WordSet, load};

/// What words tell two sentences about one thing from two about others, out of
/// `rules/lang/en/keyword.toml`.
#[derive(Clone, Debug, Default)]
pub struct KeywordRules {
    light: WordSet,
    whole: FxHashSet<String>,
    /// By their last letter, each list from the longest.
    endings: FxHashMap<u8, Vec<String>>,
    /// Root of a synonym to the key of its entry.
    keys: FxHashMap<String, u32>,
    /// Keys of the words of the lexicon by their numbers, each worked out when a text first has it.
    by_word: Vec<OnceLock<u32>>,
    /// Keys of the predicates.
    predicates: FxHashSet<u32>,
    /// Keys of what finds its own number each time.
    sampled: FxHashSet<u32>,
    pub synonyms: Vec<Synonym>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Synonym {
    pub id: String,
    words: Vec<String>,
    /// Pairs of sentences that differ in synonyms only.
    pub examples: Vec<[String; 2]>,
    /// Pairs of sentences that do not.
    pub counterexamples: Vec<[String; 2]>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    /// Words that any sentence may hold.
    light: Vec<String>,
    /// Endings that words of one root differ in.
    endings: Vec<String>,
    /// Words that an ending would mislead about.
    whole: Vec<String>,
    /// What finds its own number each time: two polls do not contradict one another.
    sampled: Vec<String>,
    synonym: Vec<Synonym>,
}

impl load::Table for Table {
    fn overlay(&mut self, over: Table) {
        self.light.extend(over.light);
        self.endings.extend(over.endings);
        self.whole.extend(over.whole);
        self.sampled.extend(over.sampled);
        self.synonym.retain(|entry| over.synonym.iter().all(|other| other.id != entry.id));
        self.synonym.extend(over.synonym);
    }
}

/// Letters that a long ending has to leave of a word.
const ROOT: usize = 4;
/// The same for an ending of one or two letters.
const LONG_ROOT: usize = 5;

impl KeywordRules {
    pub(super) fn compile(
        sources: &Sources,
        inflection: &Inflection,
        predicate: &PredicateRules,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> KeywordRules {
        let table: Table = load::table(sources, "lang/en/keyword.toml", problems);
        let mut rules =
            KeywordRules { whole: table.whole.into_iter().collect(), ..KeywordRules::default() };
        let mut endings = table.endings;
        endings.sort_by_key(|ending| std::cmp::Reverse(ending.len()));
        for ending in endings {
            if let Some(last) = ending.bytes().last() {
                rules.endings.entry(last).or_default().push(ending);
            }
        }
        for form in table.light.iter().flat_map(|word| inflection.phrase_forms(word)) {
            rules.light.insert(lexicon.intern(&form));
        }
        let verbs = predicate.entries.iter().map(|entry| (&entry.id, entry.verbs().collect()));
        let names = table.synonym.iter().map(|entry| (&entry.id, entry.words.iter().collect()));
        let entries: Vec<(&String, Vec<&String>)> = verbs.chain(names).collect();
        for (id, words) in entries {
            let key = Keyword::key(id);
            for word in words.into_iter().filter(|word| !word.contains(' ')) {
                let root = rules.root(word.trim_end_matches('~'), inflection);
                rules.keys.entry(root.into_owned()).or_insert(key);
            }
        }
        rules.predicates = predicate.entries.iter().map(|entry| Keyword::key(&entry.id)).collect();
        rules.sampled = table.sampled.iter().map(|word| rules.key(word, inflection)).collect();
        rules.synonyms = table.synonym;
        rules
    }

    /// Makes room for the keys of all words, once the lexicon has them.
    pub(super) fn number(&mut self, lexicon: &Lexicon) {
        self.by_word = vec![OnceLock::new(); lexicon.len() + 1];
    }

    /// Whether a word tells nothing.
    pub fn is_light(&self, word: WordId) -> bool {
        self.light.contains(word)
    }

    /// Whether a key is that of a predicate of the rules, which differs from all others.
    pub fn is_predicate(&self, key: u32) -> bool {
        self.predicates.contains(&key)
    }

    /// Whether a key is that of what finds its own number each time, as a poll does.
    pub fn is_sampled(&self, key: u32) -> bool {
        self.sampled.contains(&key)
    }

    /// The key of a word that some rule names, `None` where a text may spell it otherwise than the
    /// rule, as with a curly apostrophe.
    pub fn key_of(&self, word: WordId, lexicon: &Lexicon, inflection: &Inflection) -> Option<u32> {
        let known = self.by_word.get(word.0 as usize)?;
        if let Some(key) = known.get() {
            return Some(*key);
        }
        let spelled = lexicon.word(word);
        let plain = !spelled.is_empty() && spelled.bytes().all(|byte| byte.is_ascii_lowercase());
        plain.then(|| *known.get_or_init(|| self.key(spelled, inflection)))
    }

    /// The key of a lower-case word: one for all words of its root and for their synonyms.
    pub fn key(&self, word: &str, inflection: &Inflection) -> u32 {
        let root = self.root(word, inflection);
        self.keys.get(&*root).copied().unwrap_or_else(|| Keyword::key(&root))
    }

    fn root<'w>(&self, word: &'w str, inflection: &'w Inflection) -> Cow<'w, str> {
        let singular = inflection.singular(word);
        if self.whole.contains(&*singular) {
            return singular;
        }
        let base = inflection.base(word);
        if self.whole.contains(&*base) {
            return base;
        }
        let fits = |root: &&str, ending: &str| {
            root.len() >= if ending.len() > 2 { ROOT } else { LONG_ROOT }
        };
        let last = base.bytes().last();
        let mut endings = last.and_then(|last| self.endings.get(&last)).into_iter().flatten();
        let root = endings
            .find_map(|ending| base.strip_suffix(ending.as_str()).filter(|root| fits(root, ending)))
            .unwrap_or(&base);
        let length =
            root.strip_suffix('e').filter(|root| root.len() >= LONG_ROOT).unwrap_or(root).len();
        match base {
            Cow::Borrowed(base) => Cow::Borrowed(base.get(..length).unwrap_or(base)),
            Cow::Owned(mut base) => {
                base.truncate(length);
                Cow::Owned(base)
            }
        }
    }
}
