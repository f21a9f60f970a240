use std::fmt::Write;

use serde::Serialize;

use super::{
    figure::Saying,
    name::name,
    random::Random,
    story::{Piece, Story},
    template::{Known, Slot, Template},
    words::{Words, any, word},
};

/// An article as a feed gives it.
#[derive(Serialize)]
pub(crate) struct Article {
    pub(crate) id: String,
    pub(crate) source: String,
    pub(crate) published: String,
    pub(crate) title: String,
    pub(crate) url: String,
    pub(crate) text: String,
}

/// Sentences beside the facts: the fewest, and one more than the most.
const FILLERS: (usize, usize) = (28, 41);

impl Story {
    pub(crate) fn id(&self, piece: usize) -> String {
        format!("s{:06}-{piece:02}", self.number)
    }

    /// The article with this number.
    pub(crate) fn article(&self, number: usize, words: &Words) -> Article {
        let piece = &self.pieces[number];
        // The wire text and its reprints differ in their headlines.
        let mut random = Random(piece.seed ^ number as u64);
        let source = words.outlets[piece.outlet].clone();
        let id = self.id(number);
        let mut title = String::new();
        self.write(any(&words.titles, &mut random), words, &mut title, None, &mut random);
        let host = source.to_lowercase().replace(' ', "-");
        let url = format!("https://www.{host}.example/{}/{id}", piece.published.year());
        let mut random = Random(piece.seed);
        let (text, ends) = match piece.reprints {
            None => self.text(piece, words, &mut random),
            Some(_) => self.text(&self.pieces[0], words, &mut random),
        };
        let kept = piece.reprints.map_or(ends.len(), |percent| ends.len() * percent / 100);
        let end = ends.get(kept.max(1) - 1).copied().unwrap_or(text.len());
        let text = text[..end].to_owned();
        Article { id, source, published: piece.published.to_string(), title, url, text }
    }

    /// The text and where its paragraphs end.
    fn text(&self, piece: &Piece, words: &Words, random: &mut Random) -> (String, Vec<usize>) {
        let mut text = String::with_capacity(4096);
        let mut ends = Vec::new();
        if random.below(3) == 0 {
            self.write(any(&words.datelines, random), words, &mut text, None, random);
        }
        let (lead, rest) = match piece.sayings.split_first() {
            // The dead come first, where the article has them.
            Some((first, rest)) if first.fact == 0 => (Some(first), rest),
            _ => (None, piece.sayings.as_slice()),
        };
        match lead {
            Some(saying) => self.say(saying, words, &mut text, random),
            None => self.write(any(&words.openings, random), words, &mut text, None, random),
        }
        let mut facts: Vec<&Saying> = rest.iter().collect();
        for at in (1..facts.len()).rev() {
            facts.swap(at, random.below(at + 1));
        }
        let fillers = FILLERS.0 + random.below(FILLERS.1 - FILLERS.0);
        let (mut told, mut filled) = (0, 0);
        let mut full = 1;
        while told < facts.len() || filled < fillers {
            if full == 0 || random.below(4) < full {
                ends.push(text.len());
                text.push_str("\n\n");
                full = 0;
            } else {
                text.push(' ');
            }
            full += 1;
            let left = facts.len() - told;
            // Facts stand towards the top.
            if random.below(left * 2 + fillers - filled) < left * 2 {
                self.say(facts[told], words, &mut text, random);
                told += 1;
            } else {
                let aside = random.below(5) == 0;
                let sentences = if aside { &words.asides } else { &words.fillers };
                self.write(any(sentences, random), words, &mut text, None, random);
                filled += 1;
            }
        }
        ends.push(text.len());
        (text, ends)
    }

    fn say(&self, saying: &Saying, words: &Words, out: &mut String, random: &mut Random) {
        let fact = &words.facts[saying.fact];
        let hard = saying.sentence.checked_sub(fact.sentences.len());
        let template = hard.map_or_else(|| &fact.sentences[saying.sentence], |at| &fact.hard[at]);
        self.write(template, words, out, Some(saying), random);
    }

    fn write(
        &self,
        template: &Template,
        words: &Words,
        out: &mut String,
        saying: Option<&Saying>,
        random: &mut Random,
    ) {
        let kind = &words.kinds[self.kind];
        template.fill(out, |slot, out| match slot {
            Slot::Number(low, high) => {
                let number = low + random.next() % (high - low + 1);
                // Writing to a string cannot fail.
                let _ = write!(out, "{number}");
            }
            Slot::List(list) => out.push_str(words.word_of(list, random)),
            Slot::Known(known) => match known {
                Known::Value => {
                    if let Some(saying) = saying {
                        saying.write(&words.facts[saying.fact].told, words, out, random);
                    }
                }
                Known::Noun => out.push_str(word(&kind.nouns, random)),
                Known::Verb => out.push_str(word(&kind.verbs, random)),
                Known::Place => out.push_str(&self.place),
                Known::Street => out.push_str(&self.street),
                Known::Mayor => out.push_str(&self.mayor),
                Known::Official => out.push_str(word(&self.officials, random)),
                Known::Village => out.push_str(word(&self.villages, random)),
                Known::Day => {
                    let _ = write!(out, "{}", self.day.strftime("%A"));
                }
                Known::Country => out.push_str(&words.list("country")[self.country]),
                Known::Capital => out.push_str(&words.list("capital")[self.country]),
                Known::Person => {
                    out.push_str(word(words.list("first"), random));
                    out.push(' ');
                    out.push_str(&name(random));
                }
                Known::Town => out.push_str(&name(random)),
                Known::Firm => {
                    out.push_str(&name(random));
                    out.push(' ');
                    out.push_str(word(words.list("firm"), random));
                }
            },
        });
    }
}
