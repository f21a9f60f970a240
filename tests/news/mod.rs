//! Invented news, the same for one seed: stories of different events, each told by several outlets
//! in words of their own.

mod name;
mod random;

use name::name;
pub(crate) use random::Random;

/// What happened, with its numbers.
pub(crate) struct Story {
    kind: usize,
    place: String,
    street: String,
    mayor: String,
    pub(crate) day: &'static str,
    pub(crate) killed: usize,
    pub(crate) injured: usize,
    pub(crate) homes: usize,
    pub(crate) hours: usize,
    pub(crate) crews: usize,
    pub(crate) cost: usize,
    pub(crate) families: usize,
    pub(crate) share: usize,
}

const EVENTS: [[&str; 4]; 5] = [
    ["earthquake", "quake", "tremor", "struck"],
    ["fire", "blaze", "fire", "swept through"],
    ["flood", "flooding", "flood", "hit"],
    ["explosion", "blast", "explosion", "shook"],
    ["storm", "storm", "gale", "battered"],
];
const FIRST: [&str; 10] =
    ["Anna", "Peter", "Maria", "Jonas", "Clara", "Simon", "Julia", "Oscar", "Nina", "Victor"];
const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

impl Story {
    pub(crate) fn new(random: &mut Random) -> Story {
        Story {
            kind: random.below(EVENTS.len()),
            place: name(random),
            street: name(random),
            mayor: format!("{} {}", random.pick(&FIRST), name(random)),
            day: DAYS[random.below(DAYS.len())],
            killed: 12 + random.below(60),
            injured: 90 + random.below(300),
            homes: 410 + random.below(500),
            hours: 5 + random.below(30),
            crews: 14 + random.below(40),
            cost: 11 + random.below(80),
            families: 1000 + random.below(8000),
            share: 13 + random.below(70),
        }
    }

    /// The article of one outlet.
    pub(crate) fn article(&self, outlet: usize, random: &mut Random) -> String {
        let [long, short, other, did] = EVENTS[self.kind];
        let Story { place, street, mayor, day, killed, injured, homes, .. } = self;
        let Story { hours, crews, cost, families, share, .. } = self;
        let way = outlet % 4;
        let facts: [[String; 4]; 9] = [
            [
                format!("A {long} {did} the town of {place} on {day}, killing {killed} people."),
                format!("{killed} people died when a {short} {did} {place} on {day}."),
                format!("On {day} a {other} {did} {place}, and {killed} people were killed."),
                format!("The {short} that {did} {place} on {day} killed {killed} people."),
            ],
            [
                format!("Another {injured} people were injured, the hospital said."),
                format!("Doctors said that {injured} people were hurt."),
                format!("Hospitals treated people all night; {injured} were injured."),
                format!("The number of the injured stood at {injured} people in the evening."),
            ],
            [
                format!("The {short} destroyed {homes} homes around {street} Street."),
                format!("Near {street} Street {homes} homes were destroyed."),
                format!("It left {homes} homes destroyed, most of them off {street} Street."),
                format!("Some streets are gone: {homes} homes were destroyed, a survey found."),
            ],
            [
                format!("Power in {place} was out for {hours} hours."),
                format!("The lights stayed off for {hours} hours in all of {place}."),
                format!("For {hours} hours the town had no electricity."),
                format!("It took {hours} hours until the power came back."),
            ],
            [
                format!("{crews} rescue crews were sent to the scene."),
                format!("The district sent {crews} rescue crews."),
                format!("Altogether {crews} rescue crews worked through the rubble."),
                format!("At midday {crews} rescue crews had reached the centre."),
            ],
            [
                format!("The damage is put at ${cost} million, said {mayor}, the mayor."),
                format!("Mayor {mayor} said the damage came to ${cost} million."),
                format!("“The damage is ${cost} million,” the mayor, {mayor}, said."),
                format!("Repairs will cost ${cost} million, according to Mayor {mayor}."),
            ],
            [
                format!("In the schools {families} families found shelter."),
                format!("{families} families were taken to shelters."),
                format!("Shelters were opened for {families} families."),
                format!("Buses brought {families} families out of the district."),
            ],
            [
                format!("About {share} percent of the shops stayed closed the next morning."),
                format!("The next day {share} percent of the shops did not open."),
                format!("Owners said {share} percent of the shops in the town were shut."),
                format!("Of the shops in the centre, {share} percent were closed."),
            ],
            [
                format!("{mayor} asked the people of {place} to stay calm."),
                format!("The mayor, {mayor}, thanked the helpers in {place}."),
                format!("{mayor} spoke to reporters in front of the town hall of {place}."),
                format!("In {place}, {mayor} walked through the streets for a long time."),
            ],
        ];
        let mut text = format!("{} in {place}\n\n", capital(other));
        for (number, fact) in facts.iter().enumerate() {
            text.push_str(&fact[(way + number) % 4]);
            text.push_str(if number % 2 == 0 { " " } else { "\n\n" });
            text.push_str(&filler(random));
            text.push_str(if number % 3 == 0 { "\n\n" } else { " " });
        }
        text.push('\n');
        text
    }
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// A sentence that claims nothing that could be counted.
fn filler(random: &mut Random) -> String {
    const WHO: [&str; 16] = [
        "Neighbours",
        "Shopkeepers",
        "Teachers",
        "Farmers",
        "Students",
        "Volunteers",
        "Drivers",
        "Fishermen",
        "Parents",
        "Nurses",
        "Builders",
        "Priests",
        "Bakers",
        "Gardeners",
        "Pilots",
        "Clerks",
    ];
    const DID: [&str; 16] = [
        "carried",
        "searched for",
        "gathered",
        "talked about",
        "brought",
        "looked at",
        "cleaned",
        "asked for",
        "handed out",
        "waited for",
        "repaired",
        "remembered",
        "counted on",
        "shared",
        "collected",
        "praised",
    ];
    const WHAT: [&str; 16] = [
        "blankets and warm soup",
        "the old photographs",
        "their tools",
        "the quiet streets",
        "bread from the next village",
        "boats along the shore",
        "letters of friends",
        "the broken fences",
        "candles in the windows",
        "water and fruit",
        "the church bells",
        "dry clothes",
        "ladders and ropes",
        "songs of the harbour",
        "the empty market",
        "coats for the children",
    ];
    const WHEN: [&str; 12] = [
        "until the sun came up",
        "while rain fell on the roofs",
        "before the buses left",
        "as smoke drifted over the hills",
        "when the phones worked again",
        "although nobody had slept",
        "behind the old mill",
        "next to the railway yard",
        "under a grey sky",
        "without saying much",
        "with the help of strangers",
        "on the road to the coast",
    ];
    format!(
        "{} {} {} {}.",
        random.pick(&WHO),
        random.pick(&DID),
        random.pick(&WHAT),
        random.pick(&WHEN)
    )
}
