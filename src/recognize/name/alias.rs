use std::{cmp::Reverse, hash::Hasher, sync::Arc};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::{
    model::Mention,
    rule::Rules,
    value::{Name, NameKind, Role, Symbol},
};

/// Last names this alike (Jaro-Winkler) are spellings of one: Zelenskyy and Zelenskiy are at 0.96,
/// Martin and Marvin at 0.92. Measured on names with the same first two letters: it joins 43 % of
/// 7,601 pairs of spellings of one town out of a script other than Latin (GeoNames) and 1.3 % of 14,748
/// pairs out of the 6,000 commonest American surnames; 0.92 joins 59 % and 2.3 %, 0.96 joins 24 % and
/// 0.8 %. Two people made one do more harm than one person made two.
const SAME_LAST: f64 = 0.94;
/// The same for first names beside one last name: Catherine and Katherine are at 0.93. It joins 18 % of
/// 2,553 pairs of a name and its short forms (package `nicknames`) and 0.1 % of 498,608 pairs out of the
/// 1,000 commonest American first names; 0.85 joins 36 % and 0.27 %, 0.94 joins 5 % and 0.04 %.
const SAME_FIRST: f64 = 0.9;
/// People of an article that a new spelling is compared with.
const RIVALS: usize = 64;
/// Roles that are kept of one person.
const ROLES: usize = 8;

/// A name for comparing: lower case, without accents and full stops, single spaces.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            let letters = word.bytes().filter(|letter| *letter != b'.');
            folded.extend(letters.map(|letter| char::from(letter.to_ascii_lowercase())));
            continue;
        }
        let letters = word.nfkd().filter(|letter| !is_combining_mark(*letter) && *letter != '.');
        folded.extend(letters.flat_map(char::to_lowercase).map(|letter| match letter {
            '\u{2018}' | '\u{2019}' => '\'',
            other => other,
        }));
    }
    folded
}

/// A number for the folded form of a word, for sets of words; two words share one by a rare chance
/// only.
pub(super) fn folded_word(word: &str) -> u64 {
    let plain = word.is_ascii() && !word.as_bytes().contains(&b'.');
    if plain { hash(word.as_bytes()) } else { hash(fold(word).as_bytes()) }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    for chunk in bytes.chunks(8) {
        let mut eight = [0; 8];
        eight.iter_mut().zip(chunk).for_each(|(to, from)| *to = from.to_ascii_lowercase());
        hasher.write_u64(u64::from_le_bytes(eight));
    }
    hasher.finish()
}

/// The same for a name of several words, of which a word alone is the simplest.
pub(super) fn folded_name(words: impl IntoIterator<Item = u64>) -> u64 {
    let mut words = words.into_iter();
    let first = words.next().unwrap_or_default();
    words.fold(first, |name, word| name.rotate_left(7) ^ word.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// Whether two names are spellings of one person's: last names alike, and first names alike where
/// both have one ("Zelenskyy" and "Volodymyr Zelensky", not "Anderson" and "Andersen" with other
/// first names).
pub fn same_person(a: &str, b: &str) -> bool {
    same_folded(&fold(a), &fold(b))
}

fn same_folded(a: &str, b: &str) -> bool {
    let (Some((first_a, last_a)), Some((first_b, last_b))) = (parts(a), parts(b)) else {
        return false;
    };
    let same_last = last_a == last_b;
    if !same_last && strsim::jaro_winkler(last_a, last_b) < SAME_LAST {
        return false;
    }
    match (first_a, first_b) {
        (Some(a), Some(b)) => {
            let initial = a.chars().count() == 1 || b.chars().count() == 1;
            a == b
                || (initial && a.chars().next() == b.chars().next())
                || strsim::jaro_winkler(a, b) >= SAME_FIRST
        }
        (Some(_), None) | (None, Some(_)) | (None, None) => true,
    }
}

/// First and last name; "jr" is no last name.
fn parts(folded: &str) -> Option<(Option<&str>, &str)> {
    let mut words = folded.split(' ').filter(|word| !matches!(*word, "" | "jr" | "sr"));
    let first = words.next()?;
    Some(match words.next_back() {
        Some(last) => (Some(first), last),
        None => (None, first),
    })
}

/// A spelling of a name in an article.
struct Spelling<'a> {
    /// Number of its words.
    length: usize,
    folded: String,
    name: &'a Name,
}

/// Someone or something that an article names.
struct Entity<'a> {
    key: Arc<str>,
    folded: &'a str,
    roles: Vec<(Symbol, Option<String>)>,
}

#[derive(Default)]
struct Cast<'a> {
    entities: Vec<Entity<'a>>,
    /// Entities by the names as written.
    by_text: FxHashMap<&'a str, usize>,
    /// Entities by folded names.
    by_name: FxHashMap<&'a str, usize>,
    /// Entities of people by the first two letters of their last names.
    by_letters: FxHashMap<[Option<char>; 2], Vec<usize>>,
    /// Full names by their initials.
    by_initials: FxHashMap<String, usize>,
    /// Whether some organisation's name may be the initials of another.
    acronyms: bool,
    /// The first entities with a role, for role phrases.
    holders: Vec<usize>,
}

/// Keys for the mentions of an article, one list for each sentence: equal keys name the same
/// person, organisation or place. A key is the folded longest full name. "the Russian leader" gets
/// the key of the one person whose role fits; mentions that name nothing have none.
pub fn aliases(mentions: &[Vec<Mention>], rules: &Rules) -> Vec<Vec<Option<Arc<str>>>> {
    let spellings = spellings(mentions, rules);
    let cast = cast(mentions, &spellings);
    let mut places: FxHashMap<&str, Arc<str>> = FxHashMap::default();
    let mut keys = Vec::with_capacity(mentions.len());
    for list in mentions {
        let list = list.iter().map(|mention| {
            if let Some(place) = mention.value.place() {
                let key = places.entry(&place.name).or_insert_with(|| fold(&place.name).into());
                return Some(key.clone());
            }
            cast.key(mention.value.name()?, rules)
        });
        keys.push(list.collect());
    }
    keys
}

fn names(mentions: &[Vec<Mention>]) -> impl Iterator<Item = &Name> {
    let names = mentions.iter().flatten().filter_map(|mention| mention.value.name());
    names.filter(|name| name.kind != NameKind::Role)
}

/// Every spelling once, full names first, so that last names find them.
fn spellings<'a>(mentions: &'a [Vec<Mention>], rules: &Rules) -> Vec<Spelling<'a>> {
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut spellings: Vec<Spelling> = Vec::new();
    for name in names(mentions) {
        if seen.insert(&name.text) {
            let folded = usual(name, rules);
            let length = 1 + folded.bytes().filter(|letter| *letter == b' ').count();
            spellings.push(Spelling { length, folded, name });
        }
    }
    spellings.sort_by_key(|spelling| Reverse(spelling.length));
    spellings
}

fn cast<'a>(mentions: &'a [Vec<Mention>], spellings: &'a [Spelling]) -> Cast<'a> {
    let short = |one: &Spelling| one.length == 1 && one.name.kind == NameKind::Organisation;
    let mut cast = Cast { acronyms: spellings.iter().any(short), ..Cast::default() };
    cast.by_text.reserve(spellings.len());
    cast.by_name.reserve(spellings.len());
    for Spelling { folded, name, .. } in spellings {
        let number = match cast.by_name.get(folded.as_str()).copied() {
            Some(number) => number,
            None => cast.add(folded, name.kind),
        };
        cast.by_text.insert(&name.text, number);
    }
    for name in names(mentions) {
        if let Some(role) = &name.role {
            cast.appoint(name, role);
        }
    }
    cast
}

/// The folded name, for a well-known organisation its usual one, without the article.
fn usual(name: &Name, rules: &Rules) -> String {
    if name.kind != NameKind::Person {
        let words = name.text.split_whitespace().map(|word| rules.lexicon.lookup(word));
        if let Some((length, known)) = rules.name.organisation(words.clone())
            && length == words.count()
        {
            return fold(known);
        }
    }
    fold(&name.text)
}

impl<'a> Cast<'a> {
    fn add(&mut self, folded: &'a str, kind: NameKind) -> usize {
        let number = match kind {
            NameKind::Organisation => self.by_initials.get(folded).copied(),
            NameKind::Person | NameKind::Unknown | NameKind::Role => self.likeness(folded),
        };
        let number = number.unwrap_or_else(|| {
            self.entities.push(Entity { key: folded.into(), folded, roles: Vec::new() });
            let number = self.entities.len() - 1;
            match kind {
                NameKind::Organisation => {}
                NameKind::Person | NameKind::Unknown | NameKind::Role => {
                    let rivals = self.by_letters.entry(letters(folded)).or_default();
                    if rivals.len() < RIVALS {
                        rivals.push(number);
                    }
                }
            }
            if self.acronyms
                && let Some(initials) = initials(folded)
            {
                self.by_initials.entry(initials).or_insert(number);
            }
            number
        });
        self.by_name.insert(folded, number);
        number
    }

    /// The person this is another spelling or the last name of.
    fn likeness(&self, folded: &str) -> Option<usize> {
        let rivals = self.by_letters.get(&letters(folded))?;
        let alike = |same: fn(&str, &str) -> bool| {
            let mut fit = rivals.iter().copied().filter(|number| {
                let rival = self.entities.get(*number);
                rival.is_some_and(|rival| same(rival.folded, folded))
            });
            let first = fit.next();
            // A last name that two people share names neither.
            first.filter(|_| folded.contains(' ') || fit.next().is_none())
        };
        alike(|a, b| a.rsplit(' ').next() == b.rsplit(' ').next() && same_folded(a, b))
            .or_else(|| alike(same_folded))
    }

    fn appoint(&mut self, name: &Name, role: &Role) {
        let Some(number) = self.by_text.get(name.text.as_str()).copied() else { return };
        let Some(entity) = self.entities.get_mut(number) else { return };
        let role = (role.office.clone(), role.of.as_deref().map(fold));
        if entity.roles.is_empty() && self.holders.len() < RIVALS {
            self.holders.push(number);
        }
        if !entity.roles.contains(&role) && entity.roles.len() < ROLES {
            entity.roles.push(role);
        }
    }

    fn key(&self, name: &Name, rules: &Rules) -> Option<Arc<str>> {
        let number = match (&name.kind, &name.role) {
            (NameKind::Role, Some(role)) => self.holder(role, rules)?,
            (NameKind::Role, None) => return None,
            (NameKind::Person | NameKind::Organisation | NameKind::Unknown, _) => {
                *self.by_text.get(name.text.as_str())?
            }
        };
        self.entities.get(number).map(|entity| entity.key.clone())
    }

    /// The one person whose role fits, of the same place or person where one is stated.
    fn holder(&self, role: &Role, rules: &Rules) -> Option<usize> {
        let of = role.of.as_deref().map(fold);
        let fits = |office: &Symbol| rules.name.same_office(office, &role.office);
        let only = |wanted: &dyn Fn(&Entity<'_>) -> bool| {
            let mut found = self
                .holders
                .iter()
                .copied()
                .filter(|number| self.entities.get(*number).is_some_and(wanted));
            let first = found.next();
            first.filter(|_| found.next().is_none())
        };
        let Some(of) = of else {
            return only(&|entity| entity.roles.iter().any(|(office, _)| fits(office)));
        };
        let same = |known: &Option<String>| {
            known.as_deref().is_some_and(|known| {
                known == of || known.rsplit(' ').next() == of.rsplit(' ').next()
            })
        };
        let exact = |entity: &Entity| entity.roles.iter().any(|(o, known)| fits(o) && same(known));
        only(&exact)
    }
}

/// First two letters of the last name.
fn letters(folded: &str) -> [Option<char>; 2] {
    let mut letters = parts(folded).map_or("", |(_, last)| last).chars();
    [letters.next(), letters.next()]
}

/// "imf" of "international monetary fund", if there are two; small words do not count.
fn initials(folded: &str) -> Option<String> {
    let words =
        folded.split([' ', '-']).filter(|word| !matches!(*word, "of" | "the" | "and" | "for"));
    let initials = words.filter_map(|word| word.chars().next());
    (initials.clone().nth(1).is_some()).then(|| initials.collect())
}
