use std::sync::Arc;

use crate::{
    model::{Article, Problem},
    rule::{Field, Rules},
};

use super::{
    facts::Facts,
    list::Listing,
    make::make,
    object::Fields,
    unpack::{Form, Record},
};

/// Makes the article of a record whose fields are known, as of a line of JSON in the first file of a
/// listing. `number` is that of the record.
///
/// # Errors
/// A problem, when it is no article.
pub fn row(
    values: impl IntoIterator<Item = (Field, String)>,
    number: u64,
    listing: &Listing,
    rules: &Rules,
    warnings: &mut Vec<Problem>,
) -> Result<Article, Problem> {
    let Some(entry) = listing.files.first() else {
        return Err(Problem::error("E103", "", "there is no file that the record is of"));
    };
    let mut fields = Fields::default();
    for (field, value) in values {
        fields.put(field, 0, value);
    }
    let record = Record {
        entry: Arc::new(entry.clone()),
        line: Some(number),
        form: Form::Row(Box::new(fields)),
        facts: Facts::default(),
        charset: None,
    };
    let article = make(record, listing, (rules, &rules.record), warnings);
    article.map_err(|fault| fault.problem(&entry.id, Some(number)))
}
