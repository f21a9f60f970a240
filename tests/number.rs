//! Numbers of a sentence: what is found, what it means, and what it is no claim of.

use std::fmt::Write as _;

use proptest::prelude::*;

use crosscheck::{
    model::{Article, Mention, Sentence},
    pipeline,
    rule::Rules,
    value::{Change, Qualifier, Value},
};

fn rules() -> Rules {
    Rules::embedded().unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn read(text: &str, rules: &Rules) -> (Vec<Sentence>, Vec<Vec<Mention>>) {
    let article = Article {
        id: "a".to_owned(),
        source: "a".to_owned(),
        text: text.to_owned(),
        ..Article::default()
    };
    pipeline::mentions(&article, rules)
}

fn mentions(text: &str, rules: &Rules) -> Vec<Mention> {
    let found = read(text, rules).1.into_iter().flatten();
    found.filter(|mention| mention.value.figure().is_some()).collect()
}

/// A mention in short: "words = value unit", with a sign for its qualifier and its change.
fn short(mention: &Mention, text: &str) -> String {
    let Some(figure) = mention.value.figure() else { return String::new() };
    let mut line = format!("{} = ", mention.span.of(text));
    line += match figure.qualifier {
        Qualifier::Exact | Qualifier::Range => "",
        Qualifier::About => "~",
        Qualifier::MoreThan => ">",
        Qualifier::AtLeast => ">=",
        Qualifier::LessThan => "<",
        Qualifier::AtMost => "<=",
    };
    match (figure.low, figure.high) {
        (Some(low), Some(high)) if low != high => _ = write!(line, "{low}..{high}"),
        (low, high) => _ = write!(line, "{}", low.or(high).unwrap_or_default().normalize()),
    }
    let unit = match &mention.value {
        Value::Money(money) => {
            let stated: String = money
                .stated
                .iter()
                .map(|(figure, code)| format!(" = {} {code}", figure.point().unwrap_or_default()))
                .collect();
            format!("{}{stated}", money.currency)
        }
        Value::Duration(measure) | Value::Quantity(measure) | Value::Age(measure) => {
            measure.unit.to_string()
        }
        Value::Percent { points: false, .. } => "%".to_owned(),
        Value::Percent { points: true, .. } => "points".to_owned(),
        Value::Ordinal(_) => "th".to_owned(),
        Value::Count(_) => {
            let noun = mention.noun.as_ref().map(|noun| noun.span.of(text));
            noun.unwrap_or("-").to_owned()
        }
        Value::Date(_)
        | Value::Time(_)
        | Value::Place(_)
        | Value::Name(_)
        | Value::Statement { .. } => String::new(),
    };
    _ = write!(line, " {unit}");
    if let Some(per) = &mention.per {
        _ = write!(line, " per {per}");
    }
    match mention.change {
        Some(Change::Up) => line += " up",
        Some(Change::Down) => line += " down",
        None => {}
    }
    if let Some(reason) = mention.no_claim {
        _ = write!(line, " ({reason})");
    }
    line
}

#[test]
fn sentences() {
    let rules = rules();
    let cases: [(&str, &[&str]); 122] = [
        (
            "Between two hundred and three hundred fell; two hundred and two thousand men.",
            &[
                "Between two hundred and three hundred = 200..300 -",
                "two hundred and two thousand men = 202000 men",
            ],
        ),
        ("It lasted four and a half hours.", &["four and a half hours = 4.5 hour"]),
        ("It lasted over three and a half years.", &["over three and a half years = >3.5 year"]),
        ("At least 80 people died.", &["At least 80 people = >=80 people"]),
        ("They lost 412 homes.", &["412 homes = 412 homes"]),
        (
            "It killed six Palestinian civilians.",
            &["six Palestinian civilians = 6 Palestinian civilians"],
        ),
        ("Two dozen were hurt, killing 10.", &["Two dozen = 24 -", "10 = 10 -"]),
        ("There were 30 of the 80 wounded.", &["30 = 30 -", "80 = 80 -"]),
        ("No one was killed.", &["No one = 0 No one"]),
        ("No homes burned, no doubt.", &["No homes = 0 homes"]),
        (
            "Allies pledged €21 billion ($24 billion).",
            &["€21 billion ($24 billion) = 21000000000 EUR = 24000000000 USD"],
        ),
        (
            "He paid 2 million euros ($2.6 million).",
            &["2 million euros ($2.6 million) = 2000000 EUR = 2600000 USD"],
        ),
        ("The haul (£1.7m; $2.6m) was found.", &["£1.7m; $2.6m = 1700000 GBP = 2600000 USD"]),
        (
            "It cost $ 11.7 million, or e80 million.",
            &["$ 11.7 million = 11700000 USD", "e80 million = 80000000 EUR"],
        ),
        ("It cost A$5, C$6 and US$ 7.", &["A$5 = 5 AUD", "C$6 = 6 CAD", "US$ 7 = 7 USD"]),
        ("Shares fell 50 cents.", &["50 cents = 50 cent = 0.5 USD down"]),
        ("It is 75 kilometers (50 miles) away.", &["75 kilometers (50 miles) = 75 kilometre"]),
        ("It ran 1.2m tons and 21bn.", &["1.2m tons = 1200000 ton", "21bn = 21000000000 -"]),
        (
            "Half a million people and a hundred more.",
            &["Half a million people = 500000 people", "a hundred = 100 -"],
        ),
        (
            "Hundreds of thousands of people fled.",
            &["Hundreds of thousands of people = 100000..1000000 people"],
        ),
        (
            "Several hundred men and dozens of boats.",
            &["Several hundred men = 300..900 men", "dozens of boats = 24..100 boats"],
        ),
        ("Between 3 and 5 million voted.", &["Between 3 and 5 million = 3000000..5000000 -"]),
        (
            "It took 3-5 days, or 3 to 5 weeks.",
            &["3-5 days = 3..5 day", "3 to 5 weeks = 3..5 week"],
        ),
        ("Rates of 5, 7 and 9 percent.", &["5 = 5 %", "7 = 7 %", "9 percent = 9 %"]),
        (
            "Quakes of 7.6 and 7.5 magnitude.",
            &["7.6 = 7.6 magnitude", "7.5 magnitude = 7.5 magnitude"],
        ),
        (
            "A magnitude-5.9 and a 6.1-magnitude quake.",
            &["magnitude-5.9 = 5.9 magnitude", "6.1-magnitude = 6.1 magnitude"],
        ),
        ("It had a magnitude of 6.1.", &["a magnitude of 6.1 = 6.1 magnitude"]),
        ("It was 5.9 on the Richter scale.", &["5.9 on the Richter scale = 5.9 magnitude"]),
        (
            "Ann Lee, 36, and a 17-year-old.",
            &["36 = 36 year of age", "17-year-old = 17 year of age"],
        ),
        (
            "A 3-month-old and a man aged 40.",
            &["3-month-old = 3 month of age", "aged 40 = 40 year of age"],
        ),
        (
            "Sales rose 5 percent to 1.2 million from 1.14 million.",
            &["5 percent = 5 % up", "1.2 million = 1200000 -", "1.14 million = 1140000 -"],
        ),
        ("It fell 2 percentage points.", &["2 percentage points = 2 points down"]),
        ("He earns $22 million per season.", &["$22 million per season = 22000000 USD per season"]),
        ("It costs 40 dollars or more.", &["40 dollars or more = >=40 USD"]),
        (
            "It took an hour or so, then an hour and 45 minutes.",
            &["an hour or so = ~1 hour", "an hour and 45 minutes = 105 minute"],
        ),
        (
            "It took one and three quarter hours, then two and quarter of an hour.",
            &["one and three quarter hours = 1.75 hour", "two and quarter of an hour = 2.25 hour"],
        ),
        (
            "Sales fell for 3 quarters; 3 quarters of them left.",
            &["3 quarters = 3 quarter", "3 quarters = 0.75 -"],
        ),
        ("They sold two of the 60-ton trucks.", &["two = 2 trucks", "60-ton = 60 ton"]),
        (
            "It weighs 20.5±0.1 kg, or 45.2 +/- 0.2 pounds.",
            &["20.5±0.1 kg = 20.4..20.6 kilogram", "45.2 +/- 0.2 pounds = 45..45.4 lb"],
        ),
        ("He scored in the Euro 2016 final.", &[]),
        ("It cost EUR 2016 or more.", &["EUR 2016 or more = >=2016 EUR"]),
        ("Their third meeting, the 21st.", &["third = 3 th", "21st. = 21 th"]),
        (
            "They met on two occasions, twice before.",
            &["two occasions = 2 occasions", "twice = 2 twice"],
        ),
        ("A number above 1000 and below 1500.", &["above 1000 and below 1500 = 1000..1500 -"]),
        ("In 2019, on April 9, at 10:30 it began; 2025-04-11.", &[]),
        (
            "He fired an AK-47 from an F-150.",
            &["47 = 47 - (model name)", "150 = 150 - (model name)"],
        ),
        ("Call 555-123-4567.", &["555-123-4567 = 0 - (phone number)"]),
        (
            "Harbour 50 -1.3%, Alpine -0.6%.",
            &["50 = 50 -", "-1.3% = -1.3 % down", "-0.6% = -0.6 % down"],
        ),
        ("They left the Grand Eight league.", &["Eight = 8 - (model name)"]),
        ("Mudslide in the Valley Kills Eight", &["Eight = 8 -"]),
        ("It pays 2 percent for every full year.", &["2 percent = 2 %"]),
        (
            "The highest fee is 84 cents, the lowest 74.",
            &["84 cents = 84 cent = 0.84 USD", "74 = 74 cent = 0.74 USD"],
        ),
        (
            "They won 2-1 on Highway 61.",
            &["2 = 2 - (score)", "1 = 1 - (score)", "61 = 61 - (route number)"],
        ),
        ("A run of 99999999999999999999999999999999999 digits.", &[]),
        (
            "It sold 1'234'567 or 1 234 567 books.",
            &["1'234'567 = 1234567 books", "1 234 567 books = 1234567 books"],
        ),
        (
            "Twentyfive men; a half-dozen boats.",
            &["Twentyfive men = 25 men", "a half-dozen boats = 6 boats"],
        ),
        (
            "Two-and-a-half million voted; three and 3/4 miles.",
            &["Two-and-a-half million = 2500000 -", "three and 3/4 miles = 3.75 mile"],
        ),
        (
            "It is 6.02 x 10^23, or 2^10.",
            &["6.02 x 10^23 = 602000000000000000000000 -", "2^10 = 1024 -"],
        ),
        (
            "Three million, two hundred and forty homes.",
            &["Three million, two hundred and forty homes = 3000240 homes"],
        ),
        (
            "Several hundred thousand people fled.",
            &["Several hundred thousand people = 300000..900000 people"],
        ),
        ("A double murder in a double bed.", &["double murder = 2 murder"]),
        (
            "Profit fell by a third to $2 billion.",
            &["a third = 0.3333333333333333333333333333 - down", "$2 billion = 2000000000 USD"],
        ),
        ("It lost 190 points, or 0.6%.", &["190 points = 190 points down", "0.6% = 0.6 % down"]),
        (
            "The index rose 64 points to 4,577.",
            &["64 points = 64 points up", "4,577 = 4577 points"],
        ),
        ("They lost 412 homes, up from 380 in May.", &["412 homes = 412 homes", "380 = 380 homes"]),
        ("He sold 40 homes by mail and 12 at auction.", &["40 homes = 40 homes", "12 = 12 homes"]),
        (
            "She picked up two more, then was up two points.",
            &["two = 2 -", "two points = 2 points up"],
        ),
        (
            "He has 20 gas-fired power plants and 60 Orca 3 sedans.",
            &[
                "20 gas-fired power plants = 20 gas-fired power plants",
                "60 Orca 3 sedans = 60 Orca 3 sedans",
            ],
        ),
        (
            "Four off-duty police officers met two on-site doctors.",
            &[
                "Four off-duty police officers = 4 off-duty police officers",
                "two on-site doctors = 2 on-site doctors",
            ],
        ),
        (
            "A 12 page document on two job cuts won 60 votes.",
            &["12 page = 12 page", "two job cuts = 2 job cuts", "60 votes = 60 votes"],
        ),
        (
            "It made 8 million 250 ml bottles.",
            &["8 million = 8000000 bottles", "250 ml = 250 millilitre"],
        ),
        ("He saved 12 people at most.", &["12 people = <=12 people"]),
        (
            "X is no less than 40 and no more than 50.",
            &["no less than 40 and no more than 50 = 40..50 -"],
        ),
        (
            "One of the homes burned; one knows.",
            &["One of the homes = 1 homes (one of several)", "one = 1 - (pronoun)"],
        ),
        (
            "Call 0845 555 2222 or dial 911 after 9/11.",
            &[
                "0845 555 2222 = 0 - (phone number)",
                "911 = 911 - (phone number)",
                "9/11 = 0.8181818181818181818181818182 - (name)",
            ],
        ),
        (
            "See sections 603 and 604; 3 / 4 of a mile.",
            &[
                "603 = 603 - (legal reference)",
                "604 = 604 - (legal reference)",
                "3 / 4 of a mile = 0.75 mile",
            ],
        ),
        (
            "Windows 10 users; ISO 3888-2; 120/80.",
            &[
                "10 = 10 - (serial number)",
                "3888 = 3888 - (model name)",
                "2 = 2 - (model name)",
                "120/80 = 1.5 - (ratio)",
            ],
        ),
        ("A baker's dozen is more.", &["A baker's dozen = 13 -"]),
        ("They played three-nought-four.", &["three = 3 -", "nought = 0 -", "four = 4 -"]),
        (
            "Boys aged 5, 7 and 9 died.",
            &["aged 5 = 5 year of age", "7 = 7 year of age", "9 = 9 year of age"],
        ),
        ("Women aged 18 and 30 men died.", &["aged 18 = 18 year of age", "30 men = 30 men"]),
        ("Ann Lee 44 of Leeds died.", &["44 = 44 year of age"]),
        ("He won the race of 1500 m.", &["1500 m = 1500 metre"]),
        ("She is 5' tall under the sky.", &["5' = 5 foot"]),
        ("A man in his late 20s left.", &["late 20s = 27..29 year of age"]),
        ("They are in their 40's.", &["40's = 40..49 year of age"]),
        ("Songs of the late 20s.", &[]),
        ("People 65 and older left.", &["65 and older = >=65 year of age"]),
        ("Children under 12 left.", &["under 12 = <12 year of age"]),
        ("Men under 50 miles away.", &["under 50 miles = <50 mile"]),
        ("The driver, 45, was held.", &["45 = 45 year of age"]),
        (
            "Two others, 19 and 22, left.",
            &["Two others = 2 others", "19 = 19 year of age", "22 = 22 year of age"],
        ),
        ("It killed the driver, 3 passengers and a dog.", &["3 passengers = 3 passengers"]),
        ("Singer dead at 87.", &["87 = 87 year of age"]),
        ("Women between the ages of 18 and 64.", &["ages of 18 and 64 = 18..64 year of age"]),
        ("He was fined Rs 2000.", &["Rs 2000 = 2000 rupee"]),
        ("Euro 2016 was held in France.", &[]),
        ("It took 2 days 1 month.", &["2 days 1 month = 32 day"]),
        ("He burned 450 kcal or 90 kJ.", &["450 kcal = 450 kilocalorie", "90 kJ = 90 kilojoule"]),
        (
            "It fell to 10 to 12 degrees below zero.",
            &["10 to 12 degrees below zero = -12..-10 degree"],
        ),
        ("It cost 5 pounds and 20 pence.", &["5 pounds and 20 pence = 5.2 GBP"]),
        ("She ran 1h 23m 45s.", &["1h 23m 45s = 5025 second"]),
        (
            "It cost $1.9 billion — $300 million over budget.",
            &["$1.9 billion = 1900000000 USD", "$300 million = 300000000 USD"],
        ),
        ("The roof is 10 ft. 6 in. high.", &["10 ft. 6 in. = 10.5 foot"]),
        ("Dust of 35 μg m-3 was in the air.", &["35 μg m-3 = 35 microgram per cubic metre"]),
        ("Oil fell to $70 a barrel after that.", &["$70 a barrel = 70 USD per barrel"]),
        (
            "One sold for 2 million yen ($18,000), one for 3 million ($27,000).",
            &[
                "One = 1 - (pronoun)",
                "2 million yen ($18,000) = 2000000 JPY = 18000 USD",
                "one = 1 - (pronoun)",
                "3 million ($27,000) = 3000000 JPY = 27000 USD",
            ],
        ),
        (
            "The roof cost 1O0,000 dollars, O.5 percent of it tax; l2 people paid $2,OOO.",
            &[
                "1O0,000 dollars = 100000 USD",
                "O.5 percent = 0.5 %",
                "l2 people = 12 people",
                "$2,OOO = 2000 USD",
            ],
        ),
        ("He drank 5l of water in the O2 arena.", &["5l = 5 litre", "2 = 2 - (model name)"]),
        (
            "Some 5,000 US troops and 12 IT workers left; 3 who fled told us.",
            &["Some 5,000 US troops = ~5000 US troops", "12 IT workers = 12 IT workers", "3 = 3 -"],
        ),
        ("Half the flats are sold.", &["Half the flats = 0.5 flats"]),
        ("One in five adults smokes.", &["One in five adults = 0.2 adults"]),
        ("Half as many people came as in May.", &["Half = 0.5 Half"]),
        (
            "It measures from 450 sq ft up to 900 sq ft.",
            &["from 450 sq ft up to 900 sq ft = 450..900 square foot"],
        ),
        ("He sold three hundred and two dozens.", &["three hundred and two dozens = 324 -"]),
        (
            "A day or two later he talked for the first hour and a half.",
            &["A day or two = 1..2 day", "first = 1 th", "hour and a half = 1.5 hour"],
        ),
        (
            "Two of Lake Oil's wells and one of the workers' huts burned.",
            &["Two = 2 wells", "one = 1 huts (one of several)"],
        ),
        (
            "A 1-in-100 year flood is one in a million, a three-in-one tool is not.",
            &[
                "1-in-100 year flood = 0.01 year flood",
                "one in a million = 0.000001 -",
                "three = 3 - (kind of thing)",
                "one = 1 - (model name)",
            ],
        ),
        ("It dropped 420 tons of food.", &["420 tons = 420 ton"]),
        ("Call (305) 555-0199 now.", &["305) 555-0199 = 0 - (phone number)"]),
        ("Anna Berg 44 has spent 2 years there.", &["44 = 44 year of age", "2 years = 2 year"]),
        (
            "The Group of Eight met in a DC - 3 there.",
            &["Eight = 8 - (model name)", "3 = 3 - (model name)"],
        ),
    ];
    let mut wrong = String::new();
    for (text, expected) in cases {
        let found: Vec<String> = mentions(text, &rules).iter().map(|m| short(m, text)).collect();
        if found != expected {
            _ = writeln!(wrong, "{text}\n  found    {found:?}\n  expected {expected:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn units_are_found_where_their_examples_say() {
    let rules = rules();
    let mut wrong = String::new();
    for unit in rules.unit.iter() {
        if unit.examples.is_empty() || unit.counterexamples.is_empty() {
            _ = writeln!(wrong, "{}: no example or no counter-example", unit.id);
        }
        let has = |text: &str| {
            mentions(text, &rules).iter().any(|mention| match &mention.value {
                Value::Duration(measure) | Value::Quantity(measure) | Value::Age(measure) => {
                    measure.unit == unit.id
                }
                // A name that several units share is read as one of them.
                Value::Money(money) => {
                    let senses = unit.senses.iter().filter_map(|sense| rules.unit.unit(*sense));
                    std::iter::once(unit).chain(senses).any(|unit| unit.id == money.currency)
                }
                Value::Percent { points, .. } => {
                    *unit.id == *if *points { "percentage point" } else { "percent" }
                }
                Value::Count(_)
                | Value::Ordinal(_)
                | Value::Date(_)
                | Value::Time(_)
                | Value::Place(_)
                | Value::Name(_)
                | Value::Statement { .. } => false,
            })
        };
        for text in unit.examples.iter().filter(|text| !has(text)) {
            _ = writeln!(wrong, "{}: not found in \"{text}\"", unit.id);
        }
        for text in unit.counterexamples.iter().filter(|text| has(text)) {
            _ = writeln!(wrong, "{}: found in \"{text}\"", unit.id);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn hedges_bind_where_their_examples_say() {
    let rules = rules();
    let mut wrong = String::new();
    for entry in rules.hedge.entries() {
        let Some(hedge) = entry.hedge() else { continue };
        assert!(!entry.examples.is_empty() && !entry.counterexamples.is_empty(), "{}", entry.id);
        let hedged = |text: &str, exact: bool| {
            mentions(text, &rules).iter().any(|mention| {
                let words = mention.span.of(text).split_whitespace().count();
                mention.value.figure().is_some_and(|figure| {
                    figure.qualifier == hedge.qualifier && (!exact || words > 2)
                })
            })
        };
        let exact = hedge.qualifier == Qualifier::Exact;
        for text in entry.examples.iter().filter(|text| !hedged(text, exact)) {
            _ = writeln!(wrong, "{}: not in \"{text}\"", entry.id);
        }
        for text in entry.counterexamples.iter().filter(|text| hedged(text, exact)) {
            _ = writeln!(wrong, "{}: in \"{text}\"", entry.id);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn numbers_that_claim_nothing() {
    let rules = rules();
    let mut wrong = String::new();
    for entry in rules.number.no_claim.entries() {
        assert!(!entry.examples.is_empty() && !entry.counterexamples.is_empty(), "{}", entry.id);
        let none = |text: &str| {
            mentions(text, &rules)
                .iter()
                .any(|mention| mention.no_claim == Some(entry.reason.as_str()))
        };
        for text in entry.examples.iter().filter(|text| !none(text)) {
            _ = writeln!(wrong, "{}: not in \"{text}\"", entry.id);
        }
        for text in entry.counterexamples.iter().filter(|text| none(text)) {
            _ = writeln!(wrong, "{}: in \"{text}\"", entry.id);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Words that the grammar reads, to reach its corners faster than random letters do.
fn pieces() -> impl Strategy<Value = String> {
    let words = [
        "one",
        "twenty",
        "hundred",
        "million",
        "and",
        "a",
        "half",
        "of",
        "the",
        "$",
        "€",
        "%",
        "-",
        "–",
        "(",
        ")",
        ",",
        ".",
        "7",
        "3.5",
        "1,000",
        "1/2",
        "21bn",
        "dozen",
        "dozens",
        "third",
        "to",
        "between",
        "from",
        "or",
        "more",
        "than",
        "at",
        "least",
        "km",
        "mile",
        "hours",
        "year",
        "old",
        "aged",
        "per",
        "each",
        "week",
        "people",
        "no",
        "several",
        "point",
        "minus",
        "½",
        "×",
        "e",
        "10",
        "^",
        "x",
        "magnitude",
        "cents",
        "dollars",
        "Smith",
        "rose",
        "nobody",
        "twice",
        "999999999999999999999999",
        "quadrillion",
        "couple",
        "over",
        "out",
        "in",
        "/",
        "+",
        "°",
        "O",
        "l",
        "I",
        "US",
        "'s",
    ];
    prop::collection::vec((prop::sample::select(words.to_vec()), prop::bool::ANY), 0..40).prop_map(
        |words| {
            words
                .into_iter()
                .map(|(word, space)| format!("{word}{}", if space { " " } else { "" }))
                .collect()
        },
    )
}

fn check(text: &str, rules: &Rules) -> Result<(), TestCaseError> {
    let (sentences, found) = read(text, rules);
    prop_assert_eq!(&found, &read(text, rules).1);
    let mut end = 0;
    for (sentence, found) in sentences.iter().zip(&found) {
        for mention in found {
            prop_assert!(mention.span.start >= end, "{:?} overlaps in {:?}", mention, text);
            prop_assert!(!mention.span.of(text).is_empty());
            let first = sentence.tokens.get(mention.tokens.start as usize);
            prop_assert_eq!(first.map(|token| token.span.start), Some(mention.span.start));
            end = mention.span.end;
            if let Some(figure) = mention.value.figure()
                && let (Some(low), Some(high)) = (figure.low, figure.high)
            {
                prop_assert!(low <= high, "{:?} in {:?}", figure, text);
            }
        }
    }
    Ok(())
}

#[test]
fn any_text_gives_ordered_mentions() {
    let rules = rules();
    proptest!(ProptestConfig::with_cases(256), |(text in pieces())| check(&text, &rules)?);
    proptest!(ProptestConfig::with_cases(256), |(text in any::<String>())| check(&text, &rules)?);
}

#[test]
fn cost_is_linear() {
    let rules = rules();
    for piece in [
        "1-",
        "and ",
        "one hundred ",
        "$",
        "2 and ",
        "between 1 and ",
        "of the ",
        "a half ",
        "1O",
        "Lee's ",
        "O.",
        "day and a half or two ",
    ] {
        let time = |length: usize| {
            let text = piece.repeat(length / piece.len());
            let start = std::time::Instant::now();
            std::hint::black_box(read(&text, &rules));
            start.elapsed()
        };
        time(2_000);
        let (short, long) = (time(8_000), time(64_000));
        let limit = short * 40 + std::time::Duration::from_millis(50);
        assert!(long < limit, "{piece:?}: {short:?} for 8 kB, {long:?} for 64 kB");
    }
}
