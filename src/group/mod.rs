//! Claims to groups: origins, stories, publication days, events, and the claims that answer one
//! question.

mod alike;
mod altered;
mod anchor;
mod brief;
mod event;
mod origin;
mod part;
mod plan;
mod project;
mod property;
mod question;
mod relay;
mod roots;
mod sign;
mod spelling;
mod story;
mod subject;

pub use brief::{Brief, Briefs};
pub use plan::{Cell, Local, Plan};
pub use story::Common;

use crate::{
    model::{Document, Group, SubjectSort, Unit},
    rule::Rules,
};

/// What answers one question each.
#[derive(Debug, Default)]
pub struct Grouped {
    pub groups: Vec<Group>,
    /// Pairs of claims that share a word with so many others that they were not looked at for it.
    pub beyond: u64,
}

/// Groups the claims of the documents of a cell, in the order of its stories. Publication days that
/// follow from other articles of a story are written into the documents.
pub fn groups(
    documents: &mut [Document],
    cell: &Cell,
    local: &Local,
    unit: Unit,
    rules: &Rules,
) -> Grouped {
    let wide = |numbers: &[u32]| numbers.iter().map(|number| *number as usize).collect();
    let stories: Vec<(usize, story::Story)> =
        cell.stories.iter().map(|(number, story)| (*number as usize, wide(story))).collect();
    let Local { origins, episodes, .. } = local;
    for (_, story) in &stories {
        anchor::share_dates(documents, story);
    }
    let documents = &*documents;
    let (mut groups, mut beyond) = (Vec::new(), 0);
    for (number, story) in &stories {
        let events = event::merge(documents, story);
        let subjects = subject::Subjects::new(documents, story, &events, rules);
        let told = question::questions(documents, story, &events, origins, &subjects, rules);
        let (told, not_met) = alike::join(documents, story, told, origins, &subjects, rules);
        beyond += not_met;
        let told = spelling::join(documents, story, told, origins);
        let mut told = part::by_measure(documents, told);
        relay::mark(&mut told, documents, story, origins);
        for group in &mut told {
            group.story = *number;
            for member in &mut group.members {
                member.episode = episodes.get(member.document).copied().unwrap_or_default();
            }
        }
        sign::weigh(&mut told, documents, rules);
        groups.extend(told);
    }
    if unit == Unit::Document {
        // Where only the news is known that a claim stands in, documents tell of two things.
        groups.retain(|group: &Group| match group.subject.sort {
            SubjectSort::Event | SubjectSort::Name => true,
            SubjectSort::Story | SubjectSort::News => false,
        });
    }
    altered::mark(&mut groups, documents, origins);
    Grouped { groups, beyond }
}

/// Groups what the documents of a repository say of one thing in the same words, wherever they stand.
pub fn properties(documents: &[Document], plan: &Plan, rules: &Rules) -> Vec<Group> {
    let origins: Vec<usize> = plan.origins.iter().map(|origin| *origin as usize).collect();
    property::groups(documents, &origins, &rules.property)
}
