use crate::{
    model::{Article, Markup, Problem},
    rule::{Field, PageRules, RecordRules, Rules},
};

use super::{
    article::{Raw, article},
    docx::docx,
    encoding::{decode, utf8},
    fault::{Fault, place},
    html,
    list::Listing,
    mail::mail,
    object::{Fields, object},
    pdf::pdf,
    unpack::{Form, Record},
};

/// Makes the article of a record.
pub(super) fn make(
    record: Record,
    listing: &Listing,
    (rules, names): (&Rules, &RecordRules),
    warnings: &mut Vec<Problem>,
) -> Result<Article, Fault> {
    let Record { entry, line, form, facts, charset } = record;
    let entry = &*entry;
    let mut decoded = |bytes: Vec<u8>, declared: Option<&str>| {
        let decoded = decode(bytes, declared, listing.encoding(entry))?;
        if decoded.replaced > 0 {
            warnings.push(replaced(&place(&entry.id, line), &decoded));
        }
        Ok::<String, Fault>(decoded.text)
    };
    let limits = listing.limits;
    let raw = match form {
        Form::Text(bytes, told) => {
            let text = decoded(bytes, charset.as_deref())?;
            let guess = told == Markup::Plain && listing.repository;
            let markup = if guess { Markup::guessed(&text) } else { told };
            Raw { text, markup, facts, ..Raw::default() }
        }
        Form::Html(bytes) => {
            let charset = charset.or_else(|| html::charset(&bytes).map(str::to_owned));
            let text = decoded(bytes, charset.as_deref())?;
            html::page(&text, &rules.page)?.into_raw(facts)
        }
        Form::Mail(bytes) => mail(&bytes, &rules.page)?,
        Form::Pdf(bytes) => pdf(bytes, limits.max_ratio)?,
        Form::Docx(bytes) => docx(&bytes, limits.max_record)?,
        Form::Object(bytes, offset) => {
            let text = utf8(bytes.trim_ascii_end(), line.unwrap_or(1), offset)?;
            fields(object(text, names)?, &rules.page)?
        }
        Form::Row(row) => fields(*row, &rules.page)?,
    };
    article(Raw { line, ..raw }, entry, (listing, &rules.language), warnings)
}

fn fields(mut fields: Fields, rules: &PageRules) -> Result<Raw, Fault> {
    let text = fields.take(Field::Text).ok_or_else(|| Fault::Record {
        message: "no field of it is a text".to_owned(),
        column: None,
    })?;
    let id = fields.take(Field::Id).map(|id| id.trim().to_owned());
    let facts = fields.facts();
    let shown = text.trim_start();
    // Exports of web sites keep their articles as they are shown.
    let is_page = shown.starts_with('<') && shown.contains("</");
    let raw = if is_page {
        html::page(&text, rules)?.into_raw(facts)
    } else {
        Raw { text, facts, ..Raw::default() }
    };
    Ok(Raw { id, ..raw })
}

fn replaced(place: &str, decoded: &super::encoding::Decoded) -> Problem {
    let (count, name) = (decoded.replaced, decoded.encoding.name());
    Problem::warning("E129", place, format!("not all of it is {name}, which it says it is"))
        .note(format!("{count} pieces became U+FFFD; the rest is used"))
        .help("name its encoding with --encoding")
}
