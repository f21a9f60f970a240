use super::words::Words;

/// A sentence with places for words to come.
pub(crate) struct Template(Vec<Part>);

enum Part {
    Text(String),
    Slot(Slot, Case),
}

#[derive(Clone, Copy)]
enum Case {
    Given,
    First,
    All,
}

/// What stands in a slot.
#[derive(Clone, Copy)]
pub(crate) enum Slot {
    /// A number between these.
    Number(u64, u64),
    /// A word of the list with this number.
    List(usize),
    /// Something that whoever fills the template knows.
    Known(Known),
}

#[derive(Clone, Copy)]
pub(crate) enum Known {
    Value,
    Noun,
    Verb,
    Place,
    Street,
    Mayor,
    Official,
    Village,
    Day,
    Country,
    Capital,
    Person,
    Town,
    Firm,
}

impl Template {
    /// Reads `{slot}`, `{Slot}`, `{SLOT}` and `{low-high}`; panics on a name that nobody knows.
    pub(crate) fn new(source: &str, list: impl Fn(&str) -> Option<usize>) -> Template {
        let mut parts = Vec::new();
        let mut rest = source;
        while let Some((text, behind)) = rest.split_once('{') {
            let (name, behind) = behind.split_once('}').expect("a brace is not closed");
            if !text.is_empty() {
                parts.push(Part::Text(text.to_owned()));
            }
            let lower = name.to_lowercase();
            let slot = number(name)
                .or_else(|| known(&lower).map(Slot::Known))
                .or_else(|| list(&lower).map(Slot::List))
                .unwrap_or_else(|| panic!("no slot is called {name}"));
            let capitals = name.chars().filter(|letter| letter.is_uppercase()).count();
            let case = match capitals {
                0 => Case::Given,
                1 => Case::First,
                _ => Case::All,
            };
            parts.push(Part::Slot(slot, case));
            rest = behind;
        }
        parts.push(Part::Text(rest.to_owned()));
        Template(parts)
    }

    /// Appends the sentence, its first letter a capital.
    pub(crate) fn fill(&self, out: &mut String, mut write: impl FnMut(Slot, &mut String)) {
        let start = out.len();
        for part in &self.0 {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Slot(slot, case) => {
                    let start = out.len();
                    write(*slot, out);
                    match case {
                        Case::Given => {}
                        Case::First => capitalize(out, start),
                        Case::All => {
                            let word = out.split_off(start).to_uppercase();
                            out.push_str(&word);
                        }
                    }
                    fit_article(out, start);
                }
            }
        }
        capitalize(out, start);
    }
}

/// Makes "a" before a word an "an" where that begins with a vowel.
fn fit_article(text: &mut String, start: usize) {
    let vowel = text[start..].starts_with(['a', 'e', 'i', 'o', 'u']);
    if vowel && [" a ", "A "].iter().any(|article| text[..start].ends_with(article)) {
        text.insert(start - 1, 'n');
    }
}

/// Makes the first letter of a part of a text a capital; marks may stand in front of it.
fn capitalize(text: &mut String, start: usize) {
    let letter = text[start..].char_indices().find(|(_, letter)| letter.is_alphanumeric());
    if let Some((at, letter)) = letter.filter(|(_, letter)| letter.is_ascii_lowercase()) {
        let at = start + at;
        text.replace_range(at..=at, &letter.to_ascii_uppercase().to_string());
    }
}

fn number(name: &str) -> Option<Slot> {
    let (low, high) = name.split_once('-')?;
    Some(Slot::Number(low.parse().ok()?, high.parse().ok()?))
}

fn known(name: &str) -> Option<Known> {
    Some(match name {
        "value" => Known::Value,
        "noun" => Known::Noun,
        "verb" => Known::Verb,
        "place" => Known::Place,
        "street" => Known::Street,
        "mayor" => Known::Mayor,
        "official" => Known::Official,
        "village" => Known::Village,
        "day" => Known::Day,
        "country" => Known::Country,
        "capital" => Known::Capital,
        "person" => Known::Person,
        "town" => Known::Town,
        "firm" => Known::Firm,
        _ => return None,
    })
}

impl Words {
    pub(crate) fn template(&self, source: &str) -> Template {
        Template::new(source, |name| self.list_number(name))
    }
}
