use jiff::civil::Date;

use crate::model::{Document, Event, FieldOrigin, Identity, Published};

use super::story::Story;

/// Days around a dated article of the story in which a stated day without a year may lie.
const NEAR_DAYS: i32 = 45;

/// Gives undated articles the publication day that other articles of their story imply, and ties
/// the dates of all events to the calendar.
pub(super) fn share_dates(documents: &mut [Document], story: &Story) {
    while let Some((index, published)) = next_shared(documents, story) {
        if let Some(document) = documents.get_mut(index) {
            document.article.published = Some(published);
            resolve(document);
        }
    }
}

fn resolve(document: &mut Document) {
    let anchor = document.article.date();
    for event in &mut document.events {
        event.resolved = event.date.as_ref().and_then(|date| date.resolve(anchor));
    }
}

/// The first undated document of a story for which a dated one gives the day.
fn next_shared(documents: &[Document], story: &Story) -> Option<(usize, Published)> {
    let of = |index: &usize| documents.get(*index).map(|document| (*index, document));
    let undated = || story.iter().filter_map(of).filter(|(_, d)| d.article.published.is_none());
    let dated = || story.iter().filter_map(of).filter_map(|(_, d)| Some((d.article.date()?, d)));
    undated().find_map(|(index, document)| {
        dated().find_map(|(date, other)| {
            let published =
                stated_day(document, date).or_else(|| same_weekday(document, other, date))?;
            Some((index, published))
        })
    })
}

/// A day with its weekday but without a year ("Friday (April 11)"), near a dated article.
fn stated_day(document: &Document, date: Date) -> Option<Published> {
    document.events.iter().filter(|event| !event.background).find_map(|event| {
        let stated = event.date.as_ref().filter(|date| date.is_stated_day())?;
        let day = stated.resolve(Some(date))?.start;
        let near = (day - date).get_days().abs() <= NEAR_DAYS;
        near.then_some(Published::on(day, FieldOrigin::Inferred))
    })
}

/// Both tell of the same event on the same weekday, and of none on different ones.
fn same_weekday(document: &Document, other: &Document, date: Date) -> Option<Published> {
    let pairs = || {
        let news = |event: &&Event| !event.background && event.date.is_some();
        document.events.iter().filter(news).flat_map(move |event| {
            other.events.iter().filter(news).map(move |known| (event, known))
        })
    };
    let weekday = |event: &Event| event.date.as_ref().and_then(|date| date.weekday());
    let is_same = |a: &Event, b: &Event| {
        a.class == b.class
            && (a.main && b.main && a.identity == Identity::Place
                || !a.participants.is_empty() && a.participants == b.participants
                || a.places.iter().any(|place| b.places.contains(place)))
    };
    let agrees =
        pairs().any(|(a, b)| is_same(a, b) && weekday(a).is_some() && weekday(a) == weekday(b));
    let differs = pairs().any(|(a, b)| {
        is_same(a, b) && a.main && b.main && weekday(a).is_some() && weekday(a) != weekday(b)
    });
    (agrees && !differs).then_some(Published::on(date, FieldOrigin::Shared))
}
