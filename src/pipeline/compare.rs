use std::{io, sync::Arc};

use rayon::prelude::*;

use crate::{
    group::{self, Brief, Briefs, Cell, Grouped, Local, Plan},
    judge::{Within, derived, judge, make_unique},
    model::{Document, Finding, Group, Unit},
    rule::Rules,
    spill::Room,
};

use super::{Measure, Observer};

/// Groups of a cell from which on they are judged by several threads.
const MANY: usize = 256;

/// The place of a finding among all of a run, before they are sorted for the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    pub(super) derived: bool,
    pub(super) story: usize,
    pub(super) number: usize,
}

impl Turn {
    /// As one number in the same order.
    pub fn number(self) -> u64 {
        let part = |number: usize, bits: u32| (number as u64).min((1 << bits) - 1);
        u64::from(self.derived) << 63 | part(self.story, 32) << 31 | part(self.number, 31)
    }
}

/// The findings over documents in the order of their ids, and the number of each one's origin.
///
/// # Errors
/// When what is kept for the comparison cannot be packed.
pub fn compare(
    documents: &mut [Document],
    unit: Unit,
    rules: &Rules,
    observer: &dyn Observer,
) -> io::Result<(Vec<Finding>, Vec<usize>)> {
    let packed: Vec<io::Result<Brief>> = documents.par_iter().map(Brief::of).collect();
    let mut briefs = Briefs::new(&Arc::new(Room::endless()));
    for (document, brief) in documents.iter().zip(packed) {
        briefs.push(brief?, document.article.date())?;
    }
    let plan = Plan::of(&briefs, unit, &|_| ())?;
    observer.stage("comparing", documents.len() as u64, Measure::Articles);
    let mut slots: Vec<Option<Document>> =
        documents.iter_mut().map(std::mem::take).map(Some).collect();
    let own: Vec<(&Cell, Vec<Document>)> = plan
        .cells
        .iter()
        .map(|cell| {
            let own = |at: &u32| slots.get_mut(*at as usize).and_then(Option::take);
            (cell, cell.documents.iter().filter_map(own).collect())
        })
        .collect();
    let compared: Vec<_> = own
        .into_par_iter()
        .map(|(cell, mut own)| {
            let local = plan.local(cell);
            let (mut found, _) = in_cell(&mut own, cell, &local, unit, rules);
            for claim in found.iter_mut().flat_map(|(_, finding)| &mut finding.claims) {
                let origin = u32::try_from(claim.origin).unwrap_or_default();
                claim.origin = in_run(&local, origin) as usize;
            }
            observer.advance(own.len() as u64);
            (cell, own, found)
        })
        .collect();
    let mut found = Vec::new();
    for (cell, own, findings) in compared {
        found.extend(findings);
        for (at, document) in cell.documents.iter().zip(own) {
            if let Some(slot) = documents.get_mut(*at as usize) {
                *slot = document;
            }
        }
    }
    if unit == Unit::Document {
        let groups = group::properties(documents, &plan, rules);
        let turn = |number| Turn { derived: false, story: usize::MAX, number };
        let judged = judged(&groups, documents, rules).into_iter().enumerate();
        found.extend(judged.map(|(number, finding)| (turn(number), finding)));
    }
    found.sort_by_key(|(turn, _)| *turn);
    let mut findings: Vec<Finding> = found.into_iter().map(|(_, finding)| finding).collect();
    make_unique(findings.iter_mut(), Within::Run);
    Ok((findings, plan.origins.iter().map(|origin| *origin as usize).collect()))
}

/// The number in the run of an origin of a cell.
pub(super) fn in_run(local: &Local, origin: u32) -> u32 {
    let number = origin.checked_sub(1).and_then(|at| local.in_run.get(at as usize));
    number.copied().unwrap_or(origin)
}

/// The findings over the documents of a cell, with its own numbers of the origins, and how many pairs of
/// claims were not looked at for a word that they share.
pub(super) fn in_cell(
    documents: &mut [Document],
    cell: &Cell,
    local: &Local,
    unit: Unit,
    rules: &Rules,
) -> (Vec<(Turn, Finding)>, u64) {
    let Grouped { groups, beyond } = group::groups(documents, cell, local, unit, rules);
    let stories = groups.iter().map(|group| group.story);
    let judged = judged(&groups, documents, rules).into_iter().zip(stories).enumerate();
    let mut found: Vec<(Turn, Finding)> = judged
        .map(|(number, (finding, story))| (Turn { derived: false, story, number }, finding))
        .collect();
    let story = groups.first().map_or(0, |group| group.story);
    let derived = derived(&groups, documents, rules).into_iter().enumerate();
    found.extend(derived.map(|(number, it)| (Turn { derived: true, story, number }, it)));
    make_unique(found.iter_mut().map(|(_, finding)| finding), Within::Cell);
    (found, beyond)
}

fn judged(groups: &[Group], documents: &[Document], rules: &Rules) -> Vec<Finding> {
    let judge = |group| judge(group, documents, rules);
    match groups.len() < MANY {
        true => groups.iter().map(judge).collect(),
        false => groups.par_iter().map(judge).collect(),
    }
}
