use std::cell::OnceCell;

use crate::{
    rule::{Part, Rules},
    value::Kind,
};

use super::frame::Frame;

/// Words that a holder's noun phrase may have in front of its noun.
const PHRASE: usize = 5;

/// Farthest a name may stand in front of its verb of saying, in tokens.
const NEAR: usize = 4;

/// Longest apposition between a name and its verb of saying, in tokens.
const APPOSITION: usize = 12;

/// Where a sentence says who says something, the same for all its tokens.
#[derive(Debug)]
pub(super) struct Speech {
    /// The source behind "according to".
    cited: Option<String>,
    /// Verbs of saying, from left to right.
    sayings: Vec<Saying>,
    /// Words behind which a speaker no longer stands behind what is said.
    turns: Vec<usize>,
}

#[derive(Debug)]
struct Saying {
    /// Token of the verb.
    verb: usize,
    subject: OnceCell<Option<String>>,
}

impl Speech {
    pub(super) fn new(frame: &Frame<'_>, rules: &Rules) -> Speech {
        let tokens = frame.sentence.tokens.iter().enumerate();
        let (mut sayings, mut turns) = (Vec::new(), Vec::new());
        for (index, token) in tokens {
            if rules.holder.is_speech(token.word) && says(frame, index, rules) {
                sayings.push(Saying { verb: index, subject: OnceCell::new() });
            }
            if rules.holder.turns.contains(token.word) {
                turns.push(index);
            }
        }
        Speech { cited: cited(frame, rules), sayings, turns }
    }
}

/// Who says what stands at `token`, outermost first; empty where the article itself does.
pub(super) fn holders(frame: &Frame<'_>, token: usize, rules: &Rules) -> Vec<String> {
    let speech = frame.speech(rules);
    let mut chain: Vec<String> = speech.cited.iter().cloned().collect();
    if let Some(speaker) = speaker(frame, speech, token, rules)
        && !chain.contains(&speaker)
    {
        chain.push(speaker);
    }
    chain
}

/// The source behind "according to".
fn cited(frame: &Frame<'_>, rules: &Rules) -> Option<String> {
    let tokens = frame.sentence.tokens.iter().enumerate();
    let mut heads = tokens.filter(|(_, token)| rules.holder.cue.begins(token.word));
    heads.find_map(|(index, _)| {
        let words = frame.sentence.tokens.get(index..)?.iter().map(|token| token.word);
        let (length, ()) = rules.holder.cue.longest(words)?;
        phrase_after(frame, index + length, rules)
    })
}

/// The subject of the verb of saying that governs a token: the nearest one in front of it, or one
/// behind it at the end of the sentence; "but" and "while" shut a speaker off.
fn speaker(frame: &Frame<'_>, speech: &Speech, token: usize, rules: &Rules) -> Option<String> {
    let is_pronoun = |verb: usize| {
        let word = frame.sentence.id(verb.wrapping_sub(1));
        rules.clause.is(word, Part::Person)
    };
    let turn = speech.turns.partition_point(|turn| *turn < token);
    let last_turn = turn.checked_sub(1).and_then(|turn| speech.turns.get(turn)).copied();
    let next_turn = speech.turns.get(turn).copied();
    // "Ada said ..., and what she called ...": she is the one who spoke before.
    let told = speech.sayings.iter().rev().find(|saying| {
        let open = last_turn.is_none_or(|turn| turn < saying.verb);
        saying.verb < token && open && !is_pronoun(saying.verb)
    });
    let subject =
        |saying: &Saying| saying.subject.get_or_init(|| subject(frame, saying.verb, rules)).clone();
    told.and_then(subject).or_else(|| {
        let mut behind = speech.sayings.iter().filter(|saying| {
            saying.verb > token && next_turn.is_none_or(|turn| saying.verb <= turn)
        });
        behind.find_map(|saying| trailing(frame, token, saying.verb, rules))
    })
}

/// Whether a word of saying says something: it is no noun ("amid reports that", "his claim"), no participle in
/// front of one ("the reported loss") and no passive ("was confirmed").
fn says(frame: &Frame<'_>, index: usize, rules: &Rules) -> bool {
    let before = frame.sentence.id(index.wrapping_sub(1));
    let heard = rules.holder.nominal.contains(before) || rules.predicate.is_passive(before);
    // "was quoted as saying".
    let speaks = |at: usize| frame.sentence.word(at, frame.text).ends_with("ing");
    !heard || speaks(index) || speaks(index + 2)
}

/// "..., the mayor said" or "..., said the mayor": between the statement and the speaker stands a comma.
fn trailing(frame: &Frame<'_>, token: usize, verb: usize, rules: &Rules) -> Option<String> {
    if frame.clause_at(token) == frame.clause_at(verb) {
        return None;
    }
    let start = frame.clause(verb)?.tokens.start;
    // "They met on Friday, which officials said was a start": officials say only what it was.
    if rules.clause.is(frame.sentence.id(start), Part::Relative) {
        return None;
    }
    let leads = start == verb;
    if leads {
        return phrase_after(frame, verb + 1, rules);
    }
    subject(frame, verb, rules).or_else(|| phrase_after(frame, verb + 1, rules))
}

fn subject(frame: &Frame<'_>, verb: usize, rules: &Rules) -> Option<String> {
    if let Some(name) = described(frame, verb, rules) {
        return Some(name);
    }
    let clause = frame.clause_at(verb);
    let start = frame.clauses.get(clause).map_or(0, |clause| clause.tokens.start);
    let name = frame.of_kind(Kind::Name).rfind(|(_, mention)| {
        let end = mention.tokens.end as usize;
        let owns = rules.clause.is(frame.sentence.id(end), Part::Possessive);
        end <= verb && verb - end <= NEAR && mention.tokens.start as usize >= start && !owns
    });
    let noun =
        (start..verb).rev().find(|&index| rules.holder.source.contains(frame.sentence.id(index)));
    match (name, noun) {
        (Some((index, mention)), noun)
            if noun.is_none_or(|noun| noun < mention.tokens.end as usize) =>
        {
            frame.mentions.get(index)?.key.as_ref()?;
            Some(mention.span.of(frame.text).to_owned())
        }
        (_, Some(noun)) => phrase(frame, start, noun, rules),
        (_, None) => apposition(frame, start, rules),
    }
}

/// "Ada Lovelace of Wick, the mayor, said": the name stands in front of what is put between commas.
fn described(frame: &Frame<'_>, verb: usize, rules: &Rules) -> Option<String> {
    let is_comma = |token: &usize| frame.sentence.word(*token, frame.text) == ",";
    let last = verb.checked_sub(1).filter(is_comma)?;
    let first = (last.saturating_sub(APPOSITION)..last).rev().find(is_comma)?;
    let (_, mention) = frame.of_kind(Kind::Name).rfind(|(_, mention)| {
        let end = mention.tokens.end as usize;
        let of = rules.clause.is(frame.sentence.id(end), Part::Preposition);
        end == first || of && (end..=end + NEAR).contains(&first)
    })?;
    Some(mention.span.of(frame.text).to_owned())
}

/// "Ada Lovelace, the mayor, said": the name stands between commas in front of the clause. "The survey in
/// Tolland, Ohio, said": so does where it is.
fn apposition(frame: &Frame<'_>, start: usize, rules: &Rules) -> Option<String> {
    let is_comma = |token: usize| frame.sentence.word(token, frame.text) == ",";
    let is_placed = |end: usize| {
        let mut places = frame.of_kind(Kind::Place);
        places.any(|(_, place)| {
            place.tokens.start as usize == end + 1 && is_comma(place.tokens.end as usize)
        })
    };
    let leads = |end: usize| end < start && (is_comma(end) || is_placed(end));
    if !is_comma(start.wrapping_sub(1)) {
        return None;
    }
    let first = start.saturating_sub(APPOSITION);
    let name = frame.of_kind(Kind::Name).rfind(|(_, name)| leads(name.tokens.end as usize));
    let name = name.filter(|(_, name)| name.tokens.end as usize >= first);
    if let Some((_, name)) = name {
        return Some(name.span.of(frame.text).to_owned());
    }
    let source = |index: usize| rules.holder.source.contains(frame.sentence.id(index));
    let noun = (first..start).rfind(|&index| source(index) && is_placed(index + 1))?;
    phrase(frame, first, noun, rules)
}

/// The noun phrase that begins at `start`.
fn phrase_after(frame: &Frame<'_>, start: usize, rules: &Rules) -> Option<String> {
    let opens = |word| rules.clause.is(word, Part::Preposition) || rules.holder.that.contains(word);
    if opens(frame.sentence.id(start)) {
        return None;
    }
    let end = start + PHRASE + 2;
    let name = frame
        .of_kind(Kind::Name)
        .find(|(_, mention)| (start..end).contains(&(mention.tokens.start as usize)));
    let noun = (start..end.min(frame.sentence.tokens.len()))
        .find(|&index| rules.holder.source.contains(frame.sentence.id(index)));
    match (name, noun) {
        (Some((_, mention)), _) => Some(mention.span.of(frame.text).to_owned()),
        (None, Some(noun)) => phrase(frame, start, noun, rules),
        (None, None) => None,
    }
}

/// The noun phrase that ends with a source noun, without its article.
fn phrase(frame: &Frame<'_>, start: usize, noun: usize, rules: &Rules) -> Option<String> {
    let mut first = noun;
    while first > start && noun - first < PHRASE {
        let part = frame.sentence.tokens.get(first - 1)?;
        let stops =
            rules.clause.is(part.word, Part::Lead) || rules.clause.is(part.word, Part::Break);
        if stops || !part.kind.is_word() {
            break;
        }
        first -= 1;
    }
    let (from, to) = (frame.sentence.tokens.get(first)?, frame.sentence.tokens.get(noun)?);
    Some(from.span.cover(to.span).of(frame.text).split_whitespace().collect::<Vec<_>>().join(" "))
}
