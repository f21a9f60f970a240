use jiff::{ToSpan, civil::Date};

use super::{
    figure::{Form, Saying},
    name::{HEADS, MIDDLES, TAILS, name},
    random::Random,
    words::{Words, word},
};

/// Articles of a story.
pub(crate) const PIECES: usize = 20;
/// Days from the first article of a story to the last.
pub(crate) const DAYS: usize = 5;

/// One event, and what each article tells of it.
pub(crate) struct Story {
    pub(crate) number: u64,
    pub(crate) kind: usize,
    pub(crate) place: String,
    pub(crate) street: String,
    pub(crate) mayor: String,
    /// Others who speak of it, and places around it.
    pub(crate) officials: Vec<String>,
    pub(crate) villages: Vec<String>,
    /// Number of its country in the lists of countries and capitals.
    pub(crate) country: usize,
    /// When it happened: the day of the first articles, or the one before.
    pub(crate) day: Date,
    /// In the order of their days.
    pub(crate) pieces: Vec<Piece>,
}

/// What one article tells.
pub(crate) struct Piece {
    /// Days behind the first.
    pub(crate) day: usize,
    pub(crate) published: Date,
    pub(crate) outlet: usize,
    /// Decides about its words. A reprint has that of the text which it prints.
    pub(crate) seed: u64,
    /// The percentage of its paragraphs that a reprint keeps.
    pub(crate) reprints: Option<usize>,
    pub(crate) sayings: Vec<Saying>,
}

impl Story {
    /// `pieces` articles, the first of them on `first`.
    pub(crate) fn new(words: &Words, number: u64, first: Date, pieces: usize, seed: u64) -> Story {
        let mut random = Random(seed ^ number.wrapping_mul(0xd6e8_feb8_6659_fd93));
        let kind = random.below(words.kinds.len());
        let before = i64::from(random.below(3) == 0);
        let mut story = Story {
            number,
            kind,
            place: place(number, seed),
            street: name(&mut random),
            mayor: person(words, &mut random),
            officials: (0..3).map(|_| person(words, &mut random)).collect(),
            villages: (0..3).map(|_| name(&mut random)).collect(),
            country: random.below(words.list("country").len()),
            day: first.saturating_sub(before.days()),
            pieces: Vec::with_capacity(pieces),
        };
        let outlets = words.outlets.len();
        let (outlet, step) = (random.below(outlets), 2 * random.below(outlets / 10) + 1);
        let mut days: Vec<usize> = (1..pieces).map(|_| day(&mut random)).collect();
        days.sort_unstable();
        for (index, day) in std::iter::once(0).chain(days).take(pieces).enumerate() {
            story.pieces.push(Piece {
                day,
                published: first.saturating_add((day as i64).days()),
                outlet: (outlet + index * step) % outlets,
                seed: random.next(),
                reprints: None,
                sayings: Vec::new(),
            });
        }
        story.tell(words, &mut random);
        story.print_again(&mut random);
        story
    }

    /// Decides who tells which number in which form, and who tells a wrong one.
    fn tell(&mut self, words: &Words, random: &mut Random) {
        let facts: Vec<usize> =
            (0..words.facts.len()).filter(|fact| words.facts[*fact].kinds[self.kind]).collect();
        for &fact in &facts {
            let told = &words.facts[fact].told;
            let values = told.values(DAYS, random);
            for piece in &mut self.pieces {
                if random.below(100) < told.told {
                    let value = if told.each { told.value(random) } else { values[piece.day] };
                    piece.sayings.push(Saying::new(fact, value, &words.facts[fact], random));
                }
            }
        }
        // Of the 20 articles one gives another number, in a third of the stories two, of two facts.
        let disputes = random.below(3);
        let facts: Vec<usize> =
            facts.into_iter().filter(|fact| !words.facts[*fact].told.each).collect();
        let first = random.below(facts.len());
        for fact in facts.iter().cycle().skip(first).take(disputes) {
            self.dispute(*fact, words, random);
        }
    }

    fn dispute(&mut self, fact: usize, words: &Words, random: &mut Random) {
        let told = &words.facts[fact].told;
        let values: Vec<u64> =
            self.pieces.iter().filter_map(|piece| Some(piece.says(fact)?.value)).collect();
        let off = self.pieces.len() / 3 + random.below(self.pieces.len());
        let who = (0..self.pieces.len()).map(|at| (off + at) % self.pieces.len());
        for at in who.filter(|at| *at > 0) {
            let Some(saying) = self.pieces[at].says(fact) else { continue };
            let wrong = told.wrong(saying.value, random);
            if values.iter().any(|value| told.is_near(*value, wrong)) {
                continue;
            }
            for saying in self.pieces[at].sayings.iter_mut().filter(|it| it.fact == fact) {
                let sentence = saying.sentence;
                *saying = Saying { value: wrong, form: Form::Exact, wrong: true, fact, sentence };
            }
            return;
        }
    }

    /// Some outlets print the text of the first article.
    fn print_again(&mut self, random: &mut Random) {
        let Some((wire, others)) = self.pieces.split_first_mut() else { return };
        let is_free = |piece: &&mut Piece| {
            piece.day == wire.day && !piece.sayings.iter().any(|saying| saying.wrong)
        };
        for piece in others.iter_mut().filter(is_free) {
            if random.below(3) == 0 {
                piece.seed = wire.seed;
                piece.reprints = Some(60 + random.below(41));
                piece.sayings.clear();
            }
        }
    }
}

impl Piece {
    pub(crate) fn says(&self, fact: usize) -> Option<&Saying> {
        self.sayings.iter().find(|saying| saying.fact == fact)
    }
}

fn person(words: &Words, random: &mut Random) -> String {
    format!("{} {}", word(words.list("first"), random), name(random))
}

fn day(random: &mut Random) -> usize {
    match random.below(20) {
        0..8 => 0,
        8..14 => 1,
        14..17 => 2,
        17..19 => 3,
        _ => 4,
    }
}

/// Every story has a place of its own.
fn place(number: u64, seed: u64) -> String {
    let middles = MIDDLES.len();
    let count = HEADS.len() * middles.pow(3) * TAILS.len();
    // A prime, so that all names come up before one does again.
    let mut at = ((number * 311_137 + seed % 1000) % count as u64) as usize;
    let mut digit = |base: usize| {
        let digit = at % base;
        at /= base;
        digit
    };
    let mut place = HEADS[digit(HEADS.len())].to_owned();
    for _ in 0..3 {
        place.push_str(MIDDLES[digit(middles)]);
    }
    place + TAILS[digit(TAILS.len())]
}
