use std::{
    io, mem,
    sync::{Arc, Mutex, PoisonError},
};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{
    group::{self, Brief, Briefs, Plan},
    judge::{derived, judge, renamed},
    model::{Document, Finding, Group, Unit},
    rule::Rules,
    spill::Room,
};

use super::Observer;

/// Groups of a cell from which on they are judged by several threads.
const MANY: usize = 256;

/// The place of a finding among all of a run, before they are sorted for the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    derived: bool,
    story: usize,
    number: usize,
}

impl Turn {
    /// As one number in the same order.
    pub fn number(self) -> u64 {
        let part = |number: usize, bits: u32| (number as u64).min((1 << bits) - 1);
        u64::from(self.derived) << 63 | part(self.story, 32) << 31 | part(self.number, 31)
    }
}

/// Documents by their numbers, to be taken out while they are compared.
pub(super) trait Documents: Sync {
    fn take(&self, index: usize) -> io::Result<Document>;
    fn put(&self, index: usize, document: Document);
}

struct Held(Vec<Mutex<Document>>);

impl Documents for Held {
    fn take(&self, index: usize) -> io::Result<Document> {
        let slot = self.0.get(index).ok_or(io::ErrorKind::NotFound)?;
        Ok(mem::take(&mut *slot.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    fn put(&self, index: usize, document: Document) {
        if let Some(slot) = self.0.get(index) {
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = document;
        }
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
    let plan = Plan::of(&briefs, unit)?;
    let held = Held(documents.iter_mut().map(|it| Mutex::new(mem::take(it))).collect());
    let found = Mutex::new(Vec::new());
    let take = |turn, finding| {
        found.lock().unwrap_or_else(PoisonError::into_inner).push((turn, finding));
        Ok(())
    };
    in_cells(&held, &plan, unit, rules, observer, &Ok, &take)?;
    for (slot, document) in documents.iter_mut().zip(held.0) {
        *slot = document.into_inner().unwrap_or_else(PoisonError::into_inner);
    }
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    if unit == Unit::Document {
        let groups = group::properties(documents, &plan, rules);
        let judged = judged(&groups, documents, rules);
        let turn = |number| Turn { derived: false, story: usize::MAX, number };
        found.extend(judged.into_iter().enumerate().map(|(n, finding)| (turn(n), finding)));
    }
    found.sort_by_key(|(turn, _)| *turn);
    let mut findings: Vec<Finding> = found.into_iter().map(|(_, finding)| finding).collect();
    make_unique(&mut findings);
    Ok((findings, plan.origins.iter().map(|origin| *origin as usize).collect()))
}

/// Compares the documents cell by cell. `each` is called for every finding by several threads at once,
/// `take` with what it gives, in no order.
pub(super) fn in_cells<T: Send>(
    documents: &dyn Documents,
    plan: &Plan,
    unit: Unit,
    rules: &Rules,
    observer: &dyn Observer,
    each: &(dyn Fn(Finding) -> io::Result<T> + Sync),
    take: &(dyn Fn(Turn, T) -> io::Result<()> + Sync),
) -> io::Result<()> {
    observer.stage("comparing", plan.origins.len());
    plan.cells.par_iter().try_for_each(|cell| {
        let numbers = || cell.documents.iter().map(|number| *number as usize);
        let taken: io::Result<Vec<Document>> = numbers().map(|it| documents.take(it)).collect();
        let mut own = taken?;
        let groups = group::groups(&mut own, cell, plan, unit, rules);
        for (number, (group, finding)) in
            groups.iter().zip(judged(&groups, &own, rules)).enumerate()
        {
            take(Turn { derived: false, story: group.story, number }, each(finding)?)?;
        }
        let story = groups.first().map_or(0, |group| group.story);
        for (number, finding) in derived(&groups, &own, rules).into_iter().enumerate() {
            take(Turn { derived: true, story, number }, each(finding)?)?;
        }
        for (number, document) in numbers().zip(own) {
            documents.put(number, document);
            observer.tick();
        }
        Ok(())
    })
}

fn judged(groups: &[Group], documents: &[Document], rules: &Rules) -> Vec<Finding> {
    let judge = |group| judge(group, documents, rules);
    match groups.len() < MANY {
        true => groups.iter().map(judge).collect(),
        false => groups.par_iter().map(judge).collect(),
    }
}

/// Findings whose ids meet get the number of their turn into the hash.
fn make_unique(findings: &mut [Finding]) {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for finding in findings {
        let turn = seen.entry(finding.id.clone()).or_default();
        *turn += 1;
        if *turn > 1 {
            finding.id = renamed(&finding.id, *turn);
        }
    }
}
