//! Invented news as a feed brings it, with what stands in it: stories of some twenty articles each, told
//! within days of one another, over three years.

mod article;
mod figure;
#[path = "../../../tests/news/name.rs"]
mod name;
pub(crate) mod planted;
#[path = "../../../tests/news/random.rs"]
mod random;
mod story;
mod template;
mod words;

use std::{collections::VecDeque, rc::Rc};

use jiff::{ToSpan, civil::Date};

pub(crate) use words::Words;

use random::Random;
use story::{PIECES, Story};

/// The first day of the news, and how many days on the last story begins.
const FIRST: Date = Date::constant(2023, 1, 2);
const SPAN: u64 = 3 * 365;

/// Articles in the order in which they were published, those of one day mixed: each a story and the
/// number of its article. Only the stories of the last days are held.
pub(crate) struct Feed<'w> {
    words: &'w Words,
    seed: u64,
    articles: usize,
    random: Random,
    stories: u64,
    begun: u64,
    day: u64,
    open: Vec<Rc<Story>>,
    waiting: VecDeque<(Rc<Story>, usize)>,
}

impl<'w> Feed<'w> {
    pub(crate) fn new(words: &'w Words, articles: usize, seed: u64) -> Feed<'w> {
        Feed {
            words,
            seed,
            articles,
            random: Random(seed),
            stories: articles.div_ceil(PIECES) as u64,
            begun: 0,
            day: 0,
            open: Vec::new(),
            waiting: VecDeque::new(),
        }
    }

    /// Begins the stories of a day and lines up its articles.
    fn begin_day(&mut self) {
        let today = FIRST.saturating_add((self.day as i64).days());
        while self.begun < self.stories && self.begun * SPAN / self.stories <= self.day {
            let pieces = PIECES.min(self.articles - self.begun as usize * PIECES);
            let story = Story::new(self.words, self.begun, today, pieces, self.seed);
            self.open.push(Rc::new(story));
            self.begun += 1;
        }
        let mut lined: Vec<(Rc<Story>, usize)> = Vec::new();
        for story in &self.open {
            let pieces = story.pieces.iter().enumerate();
            let pieces = pieces.filter(|(_, piece)| piece.published == today);
            lined.extend(pieces.map(|(number, _)| (Rc::clone(story), number)));
        }
        for at in (1..lined.len()).rev() {
            lined.swap(at, self.random.below(at + 1));
        }
        self.waiting.extend(lined);
        let is_over = |story: &Story| story.pieces.iter().all(|piece| piece.published <= today);
        self.open.retain(|story| !is_over(story));
        self.day += 1;
    }
}

impl Iterator for Feed<'_> {
    type Item = (Rc<Story>, usize);

    fn next(&mut self) -> Option<(Rc<Story>, usize)> {
        while self.waiting.is_empty() && (self.begun < self.stories || !self.open.is_empty()) {
            self.begin_day();
        }
        self.waiting.pop_front()
    }
}
