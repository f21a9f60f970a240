use std::io::{self, BufReader};

use clap::Args;
use crosscheck::{
    config::Config,
    model::{Article, Problem},
    pipeline::{Packed, shard::Stamp},
    read::{self, Listing, Request},
    rule::{Field, Rules},
    spill::pack,
};
use rayon::prelude::*;

use super::super::{Global, Stop, exit::Exit, input::Input, run::document, setting::Configured};
use super::{
    input::{Batch, Batches},
    output::{Of, Rows, Value},
    stamp, unusable,
};

/// Read articles from a stream of Arrow, write what each says as another
///
/// Columns read: id, text, and where there are any source, published, url, title. Columns written: id,
/// brief (for plan), said (for reduce), problem (for merge); the last row tells in `rows` how many there
/// are before it.
#[derive(Debug, Args)]
pub(in super::super) struct Map {
    #[command(flatten)]
    configured: Configured,
}

const FIELDS: [(&str, Field); 6] = [
    ("id", Field::Id),
    ("text", Field::Text),
    ("source", Field::Source),
    ("published", Field::Published),
    ("url", Field::Url),
    ("title", Field::Title),
];
const COLUMNS: [(&str, Of); 4] =
    [("id", Of::Text), ("brief", Of::Bytes), ("said", Of::Bytes), ("problem", Of::Bytes)];

impl Map {
    pub(in super::super) fn execute(&self, global: &Global) -> Result<Exit, Stop> {
        let setting = self.configured.setting()?;
        let (rules, stamp) = (setting.rules(global)?, stamp(&setting, global)?);
        let mut request = Request { inputs: vec!["-".to_owned()], ..Request::default() };
        Input::configure(&mut request, &setting.config);
        let listing = read::list(&request)?;
        let mapper = Mapper { listing: &listing, rules, config: &setting.config, stamp };
        let mut rows = Rows::open("articles", &COLUMNS)?;
        let mut number = 0;
        for batch in Batches::open(BufReader::new(io::stdin().lock()), "-")? {
            let batch = batch?;
            for made in mapper.batch(&batch, number)? {
                for row in made.map_err(|error| unusable("-", &error))? {
                    rows.push(row)?;
                }
            }
            number += batch.len() as u64;
        }
        rows.finish()?;
        Ok(Exit::Clean)
    }
}

struct Mapper<'a> {
    listing: &'a Listing,
    rules: &'a Rules,
    config: &'a Config,
    stamp: Stamp,
}

impl Mapper<'_> {
    /// The rows of each article, whose numbers go on from `before`.
    fn batch(&self, batch: &Batch, before: u64) -> Result<Vec<io::Result<Vec<Vec<Value>>>>, Stop> {
        for name in ["id", "text"] {
            batch.text(name)?;
        }
        let columns = FIELDS.map(|(name, field)| {
            let column = batch.optional_text(name);
            column.map(|column| (column, field))
        });
        let columns = columns.into_iter().collect::<Result<Vec<_>, Stop>>()?;
        let article = |row: usize| {
            let values = columns.iter().filter_map(|(column, field)| {
                let text = column.as_ref()?.get(row)?;
                Some((*field, text.to_owned()))
            });
            self.article(values, before + row as u64 + 1)
        };
        Ok((0..batch.len()).into_par_iter().map(article).collect())
    }

    fn article(
        &self,
        values: impl Iterator<Item = (Field, String)>,
        number: u64,
    ) -> io::Result<Vec<Vec<Value>>> {
        let mut values: Vec<(Field, String)> = values.collect();
        let id = values.iter().find(|(field, _)| *field == Field::Id);
        let id = id.map(|(_, id)| id.trim().to_owned()).filter(|id| !id.is_empty());
        // As a file that names no source is one of its own.
        let is_source = |(field, text): &(Field, String)| {
            [Field::Source, Field::Url].contains(field) && !text.trim().is_empty()
        };
        if !values.iter().any(is_source) {
            values.extend(id.clone().map(|id| (Field::Source, id)));
        }
        let mut warnings = Vec::new();
        let article = match &id {
            Some(_) => read::row(values, number, self.listing, self.rules, &mut warnings),
            None => Err(Problem::error("E120", format!("-:{number}"), "it has no id")),
        };
        let told = |problem: &Problem, skipped: bool| {
            // In a part of a run the number of a row says nothing.
            let place = id.clone().unwrap_or_else(|| problem.place.clone());
            let problem = Problem { place: place.clone(), ..problem.clone() };
            let packed = Value::Bytes(pack(&(skipped, problem))?);
            io::Result::Ok(vec![Value::Text(place), Value::Nothing, Value::Nothing, packed])
        };
        let warned = warnings.iter().map(|problem| told(problem, false));
        let mut rows = warned.collect::<io::Result<Vec<_>>>()?;
        rows.push(match article {
            Err(problem) => told(&problem, true)?,
            Ok(article) => self.said(article)?,
        });
        Ok(rows)
    }

    fn said(&self, article: Article) -> io::Result<Vec<Value>> {
        let id = Value::Text(article.id.clone());
        let read = |article| document(article, self.rules, self.config);
        let packed = Packed::read(article, None, read)?;
        let brief = Value::Bytes(packed.sealed_brief(self.stamp)?);
        Ok(vec![id, brief, Value::Bytes(packed.sealed(self.stamp)?), Value::Nothing])
    }
}
