use serde::Deserialize;

use crate::{
    model::{Identity, Problem, WordId},
    value::{Kind, Symbol},
};

use super::{Inflection, Lexicon, PhraseMap, Sources, load};

/// Classes of events and the words that name them, out of `rules/event/*.toml`.
#[derive(Clone, Debug, Default)]
pub struct EventRules {
    classes: Vec<EventClass>,
    triggers: PhraseMap<Option<Trigger>>,
}

/// A class of events, such as meetings.
#[derive(Clone, Debug)]
pub struct EventClass {
    pub id: Symbol,
    pub label: Symbol,
    pub identity: Identity,
    /// Whether it only goes with a greater event, as aftershocks do.
    pub minor: bool,
    /// Kinds of value that are claims about the event itself: its date, time or place.
    pub claims: Vec<Kind>,
    /// What it is done with, and the verbs that do it: bombs that are dropped.
    pub means: Vec<Symbol>,
    pub deeds: Vec<Symbol>,
    pub examples: Vec<EventExample>,
    pub counterexamples: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventExample {
    pub text: String,
    /// The words that name the event.
    pub trigger: String,
}

/// A word or phrase that names an event of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trigger {
    pub class: usize,
    pub verb: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    label: String,
    /// `participants` or `place`: what tells two events of the class apart first.
    identity: IdentityName,
    #[serde(default)]
    minor: bool,
    claims: Vec<String>,
    nouns: Vec<String>,
    #[serde(default)]
    verbs: Vec<String>,
    /// Nouns for what it is done with, and the verbs that do it: bombs that are dropped.
    #[serde(default)]
    means: Vec<String>,
    #[serde(default)]
    deeds: Vec<String>,
    /// Phrases that hold a trigger but name no such event.
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    example: Vec<EventExample>,
    #[serde(default)]
    counterexample: Vec<Counterexample>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum IdentityName {
    Participants,
    Place,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counterexample {
    text: String,
}

/// Nouns come in the singular and the plural only: "flooded" is no flood.
fn is_noun_form(form: &str, phrase: &str) -> bool {
    form.ends_with('s')
        || form.split(' ').eq(phrase.split(' ').map(|word| word.trim_end_matches('~')))
}

impl EventRules {
    pub(super) fn compile(
        sources: &Sources,
        inflection: &Inflection,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> EventRules {
        let mut entries: Vec<Entry> = Vec::new();
        for file in sources.at("event/") {
            if let Some(entry) = load::parse::<Entry>(file, problems) {
                entries.retain(|known| known.id != entry.id);
                entries.push(entry);
            }
        }
        let mut rules = EventRules::default();
        // First, because what is no strike may be an attack.
        for form in entries
            .iter()
            .flat_map(|entry| &entry.except)
            .flat_map(|it| inflection.phrase_forms(it))
        {
            rules.triggers.insert(&lexicon.intern_phrase(&form), None);
        }
        for entry in entries {
            let class = rules.classes.len();
            for (phrases, verb) in [(&entry.verbs, true), (&entry.nouns, false)] {
                for phrase in phrases {
                    let mut forms = inflection.phrase_forms(phrase);
                    forms.retain(|form| verb || is_noun_form(form, phrase));
                    let trigger = Some(Trigger { class, verb });
                    for form in forms {
                        rules.triggers.insert(&lexicon.intern_phrase(&form), trigger);
                    }
                }
            }
            rules.classes.push(EventClass {
                id: entry.id.into(),
                label: entry.label.into(),
                identity: match entry.identity {
                    IdentityName::Participants => Identity::Participants,
                    IdentityName::Place => Identity::Place,
                },
                minor: entry.minor,
                means: entry.means.into_iter().map(Symbol::from).collect(),
                deeds: entry.deeds.into_iter().map(Symbol::from).collect(),
                claims: entry.claims.iter().filter_map(|kind| Kind::parse(kind)).collect(),
                examples: entry.example,
                counterexamples: entry.counterexample.into_iter().map(|case| case.text).collect(),
            });
        }
        rules
    }

    pub fn class(&self, index: usize) -> Option<&EventClass> {
        self.classes.get(index)
    }

    pub fn by_id(&self, id: &str) -> Option<&EventClass> {
        self.classes.iter().find(|class| &*class.id == id)
    }

    pub fn classes(&self) -> &[EventClass] {
        &self.classes
    }

    /// Trigger at the head of `words` with its length, `None` inside for a phrase that is none.
    pub fn trigger(
        &self,
        words: impl Iterator<Item = WordId> + Clone,
    ) -> Option<(usize, Option<Trigger>)> {
        self.triggers.longest(words).map(|(length, trigger)| (length, *trigger))
    }
}
