use crate::value::{DateRange, Kind, Symbol};

use super::{Claim, Document, Event, Scope, Score, Signs};

/// Claims that answer one question: the same attribute of the same thing in the same scope.
#[derive(Clone, Debug)]
pub struct Group {
    /// Number of the story that the claims stand in.
    pub story: usize,
    pub attribute: Symbol,
    pub kind: Kind,
    /// What the question is about, as a key that does not depend on who asks it.
    pub key: String,
    /// The same for a reader.
    pub subject: Subject,
    pub scope: Scope,
    /// The event behind the question, with what all articles together tell of it.
    pub event: Option<Event>,
    /// Whether the answers lie so far from the story's that what they are about is not known.
    pub aside: bool,
    /// Whether its articles give another answer first: what these are about is a matter of the other
    /// articles.
    pub apart: bool,
    /// In the order of article and place.
    pub members: Vec<Member>,
}

/// What a question is about, as a reader is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// Of an event in lower case: "earthquake in Orlen".
    pub name: String,
    pub sort: SubjectSort,
    /// What narrows it: a thing without a name ("baby"), keywords; often empty.
    pub detail: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SubjectSort {
    /// Something that happened, with its place and day.
    Event,
    /// Only the event is known that the whole story tells.
    Story,
    /// Somebody or something with a name.
    Name,
    /// Only the news that it stands in is known, by the names that occur most.
    #[default]
    News,
}

/// A claim inside a group.
#[derive(Clone, Debug)]
pub struct Member {
    /// Index into the documents of the run.
    pub document: usize,
    /// Index into the document's claims.
    pub claim: usize,
    /// Number of the document's origin, from 1.
    pub origin: usize,
    /// The same for articles that tell the same news of a story.
    pub episode: usize,
    /// Number of the story's event that the claim's sentence tells of.
    pub event: Option<usize>,
    /// The value's days for dates, the days that the claim speaks of for other kinds.
    pub days: Option<DateRange>,
    /// The claim of another article that this one copies with another value: document and claim.
    pub altered: Option<(usize, usize)>,
    /// Number of the origin that the named holder of the claim is, where it is one of the run.
    pub relays: Option<usize>,
    /// Taken in from another question for its equal value and the words around it: it agrees, and
    /// contradicts nothing.
    pub linked: bool,
    /// Whether it answers the question of the other members by what its sentence is about, so that
    /// its answer may differ from theirs.
    pub alike: bool,
    /// What speaks for the claim answering the group's question, and how sure that makes it.
    pub signs: Signs,
    pub score: Score,
}

impl Member {
    /// A claim that no other step has looked at yet.
    pub fn new(document: usize, claim: usize, origin: usize) -> Member {
        Member {
            document,
            claim,
            origin,
            episode: 0,
            event: None,
            days: None,
            altered: None,
            relays: None,
            linked: false,
            alike: false,
            signs: Signs::default(),
            score: Score::default(),
        }
    }

    /// The claim with its document, `None` for a member of other documents.
    pub fn of<'d>(&self, documents: &'d [Document]) -> Option<(&'d Document, &'d Claim)> {
        let document = documents.get(self.document)?;
        Some((document, document.claims.get(self.claim)?))
    }
}
