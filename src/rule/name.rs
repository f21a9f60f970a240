use serde::Deserialize;

use crate::{
    model::{Problem, WordId},
    value::Symbol,
};

use super::{Lexicon, PhraseMap, Sources, WordMap, load};

/// Words that tell names of people and organisations from other capitalised words.
#[derive(Clone, Debug, Default)]
pub struct NameRules {
    words: WordMap<Traits>,
    offices: PhraseMap<usize>,
    kinds: Vec<OfficeKind>,
    organisations: PhraseMap<Symbol>,
    marks: Marks,
}

/// Lexicon words of the marks and small words that names are built with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks {
    pub dot: WordId,
    pub hyphen: WordId,
    pub comma: WordId,
    pub ampersand: WordId,
    pub of: WordId,
    pub for_: WordId,
    pub the: WordId,
    pub possessive: WordId,
}

#[derive(Clone, Debug)]
struct OfficeKind {
    id: Symbol,
    /// Wider offices that also stand for a holder of this one ("leader" for a president).
    fits: Vec<Symbol>,
    loose: bool,
}

macro_rules! traits {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// What the rules know of one word.
        #[derive(Clone, Copy, Debug, Default)]
        pub struct Traits { $($(#[$doc])* pub $name: bool,)* }

        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        struct File {
            $($name: Vec<String>,)*
            office: Vec<Office>,
            organisation: Vec<Organisation>,
        }

        impl load::Table for File {
            fn overlay(&mut self, over: File) {
                $(self.$name.extend(over.$name);)*
                let replaced = |id: &str| over.office.iter().any(|office| office.id == id);
                self.office.retain(|office| !replaced(&office.id));
                self.office.extend(over.office);
                let replaced = |name: &str| over.organisation.iter().any(|one| one.name == name);
                self.organisation.retain(|one| !replaced(&one.name));
                self.organisation.extend(over.organisation);
            }
        }

        static NO_TRAITS: Traits = Traits { $($name: false,)* };

        impl NameRules {
            fn words(&mut self, file: &File, lexicon: &mut Lexicon) {
                $(for word in &file.$name {
                    let id = lexicon.intern(&word.to_lowercase());
                    let mut traits = *self.traits(id);
                    traits.$name = true;
                    self.words.insert(id, traits);
                })*
            }
        }
    };
}

traits! {
    /// Function word: never part of a name.
    small,
    /// Never part of a name, though it is capitalised: months, weekdays, creeds.
    ordinary,
    /// No name at the start of a sentence.
    opener,
    /// Month that is also a person's name.
    also_name,
    /// Lower-case word inside a name ("van").
    particle,
    /// Address before a person's name ("Mr").
    title,
    /// Takes a full stop inside a name ("Gen.").
    abbreviation,
    /// Narrows an office ("deputy", "foreign").
    modifier,
    /// Word between an office and what it is an office of ("of", "for").
    role_link,
    /// Office that is also a surname ("King").
    surname,
    /// First name of a person.
    given,
    /// Last word of an organisation's name.
    organisation_ending,
    /// Word of an organisation's name that "of" may follow.
    organisation_head,
    /// Last word of a place's name ("Airport", "Street").
    place_ending,
    /// First word of a place's name ("Lake"), which "of" may follow.
    place_head,
    /// Last word of a street address.
    street,
    /// Common noun that makes the name before or after it a place ("town of X", "X island").
    place_noun,
    /// Preposition that makes a place of the name after it, where nothing else is known of it.
    place_preposition,
    /// Direction before a place's name.
    direction,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Office {
    id: String,
    words: Vec<String>,
    #[serde(default)]
    fits: Vec<String>,
    #[serde(default)]
    loose: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Organisation {
    name: String,
    #[serde(default)]
    also: Vec<String>,
}

impl NameRules {
    pub(super) fn compile(
        sources: &Sources,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> NameRules {
        let file: File = load::table(sources, "lang/en/name.toml", problems);
        let mut rules = NameRules::default();
        rules.words(&file, lexicon);
        // The token of an abbreviation holds its dot where one is written.
        for word in &file.abbreviation {
            let traits = *rules.traits(lexicon.intern(word));
            rules.words.insert(lexicon.intern(&format!("{word}.")), traits);
        }
        let dotted = |phrase: &str| {
            let short = |word: &&str| file.abbreviation.iter().any(|known| known == word);
            let words = phrase.split(' ');
            let words = words.map(|word| word.to_owned() + if short(&word) { "." } else { "" });
            words.collect::<Vec<_>>().join(" ")
        };
        for office in &file.office {
            let number = rules.kinds.len();
            let fits = office.fits.iter().map(|id| Symbol::from(id.as_str())).collect();
            rules.kinds.push(OfficeKind {
                id: office.id.as_str().into(),
                fits,
                loose: office.loose,
            });
            for word in &office.words {
                let word = word.to_lowercase();
                for spelling in [dotted(&word), word] {
                    rules.offices.insert(&lexicon.intern_phrase(&spelling), number);
                }
            }
        }
        for one in &file.organisation {
            let name = Symbol::from(one.name.as_str());
            for spelling in std::iter::once(&one.name).chain(&one.also) {
                let phrase = lexicon.intern_phrase(&spelling.to_lowercase());
                rules.organisations.insert(&phrase, name.clone());
            }
        }
        rules.marks = Marks {
            dot: lexicon.intern("."),
            hyphen: lexicon.intern("-"),
            comma: lexicon.intern(","),
            ampersand: lexicon.intern("&"),
            of: lexicon.intern("of"),
            for_: lexicon.intern("for"),
            the: lexicon.intern("the"),
            possessive: lexicon.intern("'s"),
        };
        rules
    }

    pub fn traits(&self, word: WordId) -> &Traits {
        self.words.get(word).unwrap_or(&NO_TRAITS)
    }

    pub fn marks(&self) -> Marks {
        self.marks
    }

    /// Whether a word is an office by itself ("adviser").
    pub fn is_office(&self, word: WordId) -> bool {
        self.office(std::iter::once(word)).is_some()
    }

    /// Longest office at the head of `words`, with its length.
    pub fn office(&self, words: impl Iterator<Item = WordId> + Clone) -> Option<(usize, &Symbol)> {
        let (length, number) = self.offices.longest(words)?;
        Some((length, &self.kinds.get(*number)?.id))
    }

    /// Whether "the" and the office point at one person.
    pub fn points(&self, office: &Symbol) -> bool {
        self.kinds.iter().any(|kind| kind.id == *office && !kind.loose)
    }

    /// Whether one office may be called by the other's name.
    pub fn same_office(&self, a: &Symbol, b: &Symbol) -> bool {
        let fits = |narrow: &Symbol, wide: &Symbol| {
            self.kinds.iter().any(|kind| kind.id == *narrow && kind.fits.contains(wide))
        };
        a == b || fits(a, b) || fits(b, a)
    }

    /// Longest well-known organisation at the head of `words`, with its length and usual name.
    pub fn organisation(
        &self,
        words: impl Iterator<Item = WordId> + Clone,
    ) -> Option<(usize, &Symbol)> {
        self.organisations.longest(words)
    }
}
