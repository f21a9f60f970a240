//! Claims to groups: origins, stories, publication days, events, and the claims that answer one
//! question.

mod alike;
mod altered;
mod anchor;
mod event;
mod origin;
mod part;
mod project;
mod property;
mod question;
mod relay;
mod roots;
mod sign;
mod spelling;
mod story;
mod subject;

use rayon::prelude::*;

use crate::{
    model::{Document, Group, SubjectSort, Unit},
    rule::Rules,
};

/// The groups of a run, and where each document comes from.
#[derive(Clone, Debug, Default)]
pub struct Grouping {
    pub groups: Vec<Group>,
    /// Number of each document's origin, from 1.
    pub origins: Vec<usize>,
    pub stories: usize,
}

/// Groups the claims of documents that are sorted by article id. Publication days that follow
/// from other articles of a story are written into the documents.
pub fn group(documents: &mut [Document], unit: Unit, rules: &Rules) -> Grouping {
    let origins = match unit {
        Unit::Origin => origin::origins(documents),
        Unit::Document => (1..=documents.len()).collect(),
    };
    let story::Stories { stories, episodes } = story::stories(documents);
    anchor::share_dates(documents, &stories);
    let documents = &*documents;
    let mut groups: Vec<Group> = stories
        .par_iter()
        .enumerate()
        .flat_map_iter(|(number, story)| {
            let events = event::merge(documents, story);
            let subjects = subject::Subjects::new(documents, story, &events, rules);
            let groups = question::questions(documents, story, &events, &origins, &subjects, rules);
            let groups = alike::join(documents, story, groups, &origins, &subjects, rules);
            let groups = spelling::join(documents, story, groups, &origins);
            let mut groups = part::by_measure(documents, groups);
            relay::mark(&mut groups, documents, story, &origins);
            for group in &mut groups {
                group.story = number;
                for member in &mut group.members {
                    member.episode = episodes.get(member.document).copied().unwrap_or_default();
                }
            }
            sign::weigh(&mut groups, documents, rules);
            groups
        })
        .collect();
    if unit == Unit::Document {
        // Where only the news is known that a claim stands in, documents tell of two things.
        groups.retain(|group| match group.subject.sort {
            SubjectSort::Event | SubjectSort::Name => true,
            SubjectSort::Story | SubjectSort::News => false,
        });
    }
    altered::mark(&mut groups, documents, &origins);
    groups.extend(property::groups(documents, &origins, &rules.property));
    Grouping { groups, origins, stories: stories.len() }
}
