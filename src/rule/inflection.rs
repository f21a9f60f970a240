use std::{borrow::Cow, collections::BTreeMap};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::model::Problem;

use super::{
    Sources, endings,
    load::{self, Table},
};

/// Forms of English nouns and verbs: regular endings in Rust, irregular ones in `rules/lang/en/inflection.toml`.
#[derive(Clone, Debug, Default)]
pub struct Inflection {
    tables: Tables,
    singulars: FxHashMap<String, String>,
    bases: FxHashMap<String, String>,
    /// Words without forms that an ending would mislead about.
    unchanged: FxHashSet<String>,
    doubling: FxHashSet<String>,
    either: FxHashSet<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Tables {
    /// Singular to its irregular plurals.
    nouns: BTreeMap<String, Vec<String>>,
    /// Base form to its irregular forms.
    verbs: BTreeMap<String, Vec<String>>,
    /// Verbs stressed on the last syllable, which double their last letter ("commit").
    doubling: Vec<String>,
    /// Verbs that are written both ways ("cancel").
    either: Vec<String>,
    /// Regular verbs whose base the endings alone would not give back.
    regular: Vec<String>,
    /// Words that look like a plural or a verb form and are none ("news", "hundred").
    unchanged: Vec<String>,
}

impl Table for Tables {
    fn overlay(&mut self, over: Tables) {
        self.nouns.extend(over.nouns);
        self.verbs.extend(over.verbs);
        self.doubling.extend(over.doubling);
        self.either.extend(over.either);
        self.regular.extend(over.regular);
        self.unchanged.extend(over.unchanged);
    }
}

impl Inflection {
    pub(super) fn compile(sources: &Sources, problems: &mut Vec<Problem>) -> Inflection {
        let tables: Tables = load::table(sources, "lang/en/inflection.toml", problems);
        let set = |words: &[String]| words.iter().cloned().collect();
        let inflection = Inflection {
            unchanged: set(&tables.unchanged),
            doubling: set(&tables.doubling),
            either: set(&tables.either),
            tables,
            ..Inflection::default()
        };
        let tables = &inflection.tables;
        let mut singulars = FxHashMap::default();
        for word in &tables.unchanged {
            singulars.insert(word.clone(), word.clone());
        }
        for singular in tables.nouns.keys() {
            singulars.insert(singular.clone(), singular.clone());
        }
        for (singular, plurals) in &tables.nouns {
            for plural in plurals {
                singulars.insert(plural.clone(), singular.clone());
            }
        }
        let mut bases: FxHashMap<String, String> = FxHashMap::default();
        let lists = [&tables.doubling, &tables.either, &tables.regular];
        let verbs: Vec<&String> = tables.verbs.keys().chain(lists.into_iter().flatten()).collect();
        for base in &verbs {
            bases.insert((*base).clone(), (*base).clone());
        }
        for base in verbs {
            for form in inflection.verb_forms(base) {
                bases.entry(form).or_insert_with(|| base.clone());
            }
        }
        Inflection { singulars, bases, ..inflection }
    }

    /// Singular of a lower-case noun ("people" gives "person").
    pub fn singular<'w>(&'w self, noun: &'w str) -> Cow<'w, str> {
        match self.singulars.get(noun) {
            Some(singular) => Cow::Borrowed(singular),
            None => endings::without_s(noun),
        }
    }

    /// Base form of a lower-case verb form ("lasted" gives "last").
    pub fn base<'w>(&'w self, verb: &'w str) -> Cow<'w, str> {
        match self.bases.get(verb) {
            Some(base) => Cow::Borrowed(base),
            None if self.unchanged.contains(verb) => Cow::Borrowed(verb),
            None => endings::base(verb),
        }
    }

    /// Base form of a lower-case word that its form or the list shows to be a verb.
    pub fn verb<'w>(&'w self, word: &'w str) -> Option<Cow<'w, str>> {
        if let Some(base) = self.bases.get(word) {
            return Some(Cow::Borrowed(base));
        }
        if !(word.ends_with("ed") || word.ends_with("ing")) {
            return None;
        }
        let base = self.base(word);
        (*base != *word).then_some(base)
    }

    /// All forms of a verb's base form or a noun's singular, itself among them.
    pub fn forms(&self, base: &str) -> Vec<String> {
        let mut forms = vec![base.to_owned()];
        let plurals = self.tables.nouns.get(base);
        forms.extend(plurals.into_iter().flatten().cloned());
        if plurals.is_none() || self.tables.verbs.contains_key(base) {
            forms.extend(self.verb_forms(base));
        }
        let mut distinct: Vec<String> = Vec::with_capacity(forms.len());
        for form in forms {
            if !distinct.contains(&form) {
                distinct.push(form);
            }
        }
        distinct
    }

    /// Phrases that a phrase of the rules stands for: a word marked `~` stands for all its forms.
    pub fn phrase_forms(&self, phrase: &str) -> Vec<String> {
        let mut phrases = vec![String::new()];
        for word in phrase.split_whitespace() {
            let forms = match word.strip_suffix('~') {
                Some(base) => self.forms(base),
                None => vec![word.to_owned()],
            };
            phrases = phrases
                .iter()
                .flat_map(|head| {
                    forms.iter().map(move |form| format!("{head} {form}").trim_start().to_owned())
                })
                .collect();
        }
        phrases
    }

    /// Forms of a verb besides its base. A listed form stands in for the regular one of its
    /// ending; any listed past stands in for the regular past.
    fn verb_forms(&self, base: &str) -> Vec<String> {
        let listed = self.tables.verbs.get(base).map_or(&[][..], Vec::as_slice);
        let mut forms = listed.to_vec();
        let is_third = |form: &String| form.ends_with('s');
        let is_present = |form: &String| form.ends_with("ing") && form.len() > base.len();
        if !listed.iter().any(is_third) {
            forms.push(endings::with_s(base));
        }
        let either = self.either.contains(base);
        let doubles = either || endings::doubles(base) || self.doubling.contains(base);
        let plain = either || !doubles;
        let spellings = [(plain, false), (doubles, true)];
        for doubled in spellings.into_iter().filter(|(used, _)| *used).map(|(_, doubled)| doubled) {
            if !listed.iter().any(is_present) {
                forms.push(endings::with_ing(base, doubled));
            }
            if listed.iter().all(|form| is_third(form) || is_present(form)) {
                forms.push(endings::with_ed(base, doubled));
            }
        }
        forms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inflection() -> Inflection {
        Inflection::compile(&Sources::embedded(), &mut Vec::new())
    }

    #[test]
    fn every_form_of_a_listed_word_leads_back() {
        let inflection = inflection();
        let tables = &inflection.tables;
        let lists = [&tables.doubling, &tables.either, &tables.regular];
        for base in tables.verbs.keys().chain(lists.into_iter().flatten()) {
            for form in inflection.forms(base) {
                let noun = tables.nouns.get(base).is_some_and(|forms| forms.contains(&form));
                assert!(noun || inflection.base(&form) == *base, "{form} of {base}");
            }
        }
        for (noun, plurals) in &tables.nouns {
            for form in plurals {
                assert_eq!(inflection.singular(form), *noun);
            }
        }
    }

    #[test]
    fn regular_endings() {
        let inflection = inflection();
        let verbs = [
            ("stopped", "stop"),
            ("running", "run"),
            ("carries", "carry"),
            ("denied", "deny"),
            ("injured", "injure"),
            ("evacuated", "evacuate"),
            ("lasted", "last"),
            ("killing", "kill"),
            ("passes", "pass"),
            ("exceeded", "exceed"),
            ("used", "use"),
            ("visited", "visit"),
            ("charged", "charge"),
            ("measuring", "measure"),
            ("required", "require"),
            ("played", "play"),
            ("seized", "seize"),
            ("left", "leave"),
        ];
        for (form, base) in verbs {
            assert_eq!(inflection.base(form), base);
        }
        let nouns = [
            ("people", "person"),
            ("houses", "house"),
            ("bodies", "body"),
            ("lives", "life"),
            ("churches", "church"),
            ("viruses", "virus"),
            ("news", "news"),
            ("losses", "loss"),
            ("crisis", "crisis"),
            ("boxes", "box"),
            ("shoes", "shoe"),
            ("women", "woman"),
        ];
        for (form, singular) in nouns {
            assert_eq!(inflection.singular(form), singular);
        }
        assert_eq!(inflection.forms("child"), ["child", "children"]);
        assert_eq!(inflection.forms("stop"), ["stop", "stops", "stopping", "stopped"]);
        assert_eq!(inflection.forms("die"), ["die", "dying", "dies", "died"]);
    }
}
