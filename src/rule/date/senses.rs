use jiff::civil::Weekday;
use serde::Deserialize;

use crate::value::{Days, Direction, Lapse, PartOfDay, Season, Stage, Tense};

/// What a word can mean in a date; most words mean nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Senses {
    pub month: Option<MonthWord>,
    pub weekday: Option<WeekdayWord>,
    pub unit: Option<UnitWord>,
    /// "minute", "hours".
    pub clock_unit: Option<Lapse>,
    pub part: Option<PartOfDay>,
    /// The season, and whether the word is an ordinary word too.
    pub season: Option<(Season, bool)>,
    /// The stage, and whether it may stand right before a date, without an "of".
    pub stage: Option<(Stage, bool)>,
    pub pointer: Option<Direction>,
    pub cardinal: Option<u16>,
    pub ordinal: Option<u8>,
    /// "Q3" is 3.
    pub quarter: Option<i8>,
    /// "H2" is 2.
    pub half: Option<i8>,
    /// "nineties" is 90.
    pub decade: Option<u8>,
    pub tense: Option<Tense>,
    /// A word in -ed that is no past tense.
    pub no_tense: bool,
    pub(super) roles: u64,
    pub(super) phrase: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthWord {
    pub number: i8,
    pub short: bool,
    /// Whether it is an ordinary word too.
    pub doubtful: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekdayWord {
    pub weekday: Weekday,
    pub short: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitWord {
    pub unit: Days,
    pub many: bool,
}

/// Small words that hold dates together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Of,
    The,
    A,
    In,
    Within,
    Over,
    On,
    At,
    From,
    To,
    Between,
    And,
    Since,
    Until,
    By,
    Before,
    After,
    Ago,
    Earlier,
    Later,
    FromNow,
    Every,
    LastOf,
    Suffix,
    Plural,
    Hours,
    Oclock,
    Half,
    FourthOfHour,
    PastHour,
    ToHour,
    Noon,
    Midnight,
    Am,
    Pm,
    About,
    Shortly,
    Fiscal,
    QuarterMark,
    Few,
    Intends,
    Be,
    Weekend,
    Counted,
    Score,
    For,
    Than,
    Several,
    Long,
    No,
    Or,
    Hence,
    Starting,
    Couple,
    Thousand,
    Hundred,
    Closes,
    Calendar,
    Commencing,
    More,
    Era,
    EraBefore,
    Closest,
    Owner,
}

impl Role {
    pub(super) fn bit(self) -> u64 {
        1 << (self as u64)
    }
}

impl Senses {
    pub fn is(&self, role: Role) -> bool {
        self.roles & role.bit() != 0
    }

    /// What the word counts time in.
    pub fn lapse(&self) -> Option<Lapse> {
        self.clock_unit.or(self.unit.map(|word| Lapse::Days(word.unit)))
    }

    /// Whether the word can be a part of a date or a clock time, besides the first.
    pub(super) fn is_part(&self) -> bool {
        self.phrase || self.is_part_alone()
    }

    /// The same without the phrases that begin with it.
    pub(super) fn is_part_alone(&self) -> bool {
        const BESIDE: u64 = 1 << Role::Counted as u64
            | 1 << Role::Score as u64
            | 1 << Role::Be as u64
            | 1 << Role::Intends as u64
            | 1 << Role::Closes as u64
            | 1 << Role::More as u64
            | 1 << Role::Owner as u64;
        self.has_sense() || self.clock_unit.is_some() || self.roles & !BESIDE != 0
    }

    /// Whether the word can stand in a text that is nothing but a date.
    pub fn is_dateword(&self) -> bool {
        const PROSE: [Role; 7] = [
            Role::Be,
            Role::No,
            Role::Intends,
            Role::Score,
            Role::Counted,
            Role::Closes,
            Role::Owner,
        ];
        let named = self.has_sense() || self.clock_unit.is_some();
        named || (self.roles != 0 && !self.is_any(&PROSE))
    }

    /// Whether it is a small word that holds dates and times together.
    pub fn is_link(&self) -> bool {
        self.is_any(&[
            Role::At,
            Role::From,
            Role::To,
            Role::Between,
            Role::And,
            Role::Or,
            Role::In,
            Role::By,
            Role::Before,
            Role::After,
            Role::For,
            Role::On,
            Role::About,
        ])
    }

    /// Whether it names a unit, a number or a part of the calendar.
    fn has_sense(&self) -> bool {
        self.names_time()
            || self.stage.is_some()
            || self.pointer.is_some()
            || self.cardinal.is_some()
            || self.ordinal.is_some()
            || self.half.is_some()
    }

    /// Whether it names a unit or a part of the calendar.
    fn names_time(&self) -> bool {
        self.month.is_some()
            || self.weekday.is_some()
            || self.unit.is_some()
            || self.part.is_some()
            || self.season.is_some()
            || self.quarter.is_some()
            || self.decade.is_some()
    }

    /// Whether the word can be a date or a clock time by itself.
    pub(super) fn is_alone(&self) -> bool {
        self.names_time()
            || self.clock_unit.is_some()
            || self.is_any(&[Role::Noon, Role::Midnight, Role::Weekend])
    }

    /// Whether a fixed phrase begins with the word.
    pub fn leads_phrase(&self) -> bool {
        self.phrase
    }

    /// Whether a date or a clock time can begin with the word.
    pub fn can_start(&self) -> bool {
        const STARTS: u64 = 1 << Role::The as u64
            | 1 << Role::A as u64
            | 1 << Role::Every as u64
            | 1 << Role::LastOf as u64
            | 1 << Role::QuarterMark as u64
            | 1 << Role::Half as u64
            | 1 << Role::FourthOfHour as u64
            | 1 << Role::Noon as u64
            | 1 << Role::Midnight as u64
            | 1 << Role::About as u64
            | 1 << Role::Shortly as u64
            | 1 << Role::Fiscal as u64
            | 1 << Role::Several as u64
            | 1 << Role::Era as u64
            | 1 << Role::Closest as u64
            | 1 << Role::Weekend as u64;
        let named = self.has_sense() || self.clock_unit.is_some();
        named || self.phrase || self.roles & STARTS != 0
    }

    pub fn is_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.is(*role))
    }
}

pub(super) static NO_SENSES: Senses = Senses {
    month: None,
    weekday: None,
    unit: None,
    clock_unit: None,
    part: None,
    season: None,
    stage: None,
    pointer: None,
    cardinal: None,
    ordinal: None,
    quarter: None,
    half: None,
    decade: None,
    tense: None,
    no_tense: false,
    roles: 0,
    phrase: false,
};
