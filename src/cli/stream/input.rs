use std::io::Read;

use arrow_array::{
    Array, RecordBatch,
    cast::AsArray,
    types::{Int32Type, Int64Type},
};
use arrow_ipc::reader::StreamReader;
use arrow_schema::ArrowError;
use crosscheck::model::Problem;

use super::super::Stop;

/// The batches of a stream.
pub(super) struct Batches<R: Read> {
    reader: StreamReader<R>,
    place: String,
}

impl<R: Read> Batches<R> {
    pub(super) fn open(from: R, place: &str) -> Result<Batches<R>, Stop> {
        let reader = StreamReader::try_new(from, None).map_err(|error| cut(place, &error))?;
        Ok(Batches { reader, place: place.to_owned() })
    }
}

impl<R: Read> Iterator for Batches<R> {
    type Item = Result<Batch, Stop>;

    fn next(&mut self) -> Option<Result<Batch, Stop>> {
        let batch = self.reader.next()?.map_err(|error| cut(&self.place, &error));
        Some(batch.map(|rows| Batch { rows, place: self.place.clone() }))
    }
}

fn cut(place: &str, error: &ArrowError) -> Stop {
    let code = if place == "-" { "E170" } else { "E174" };
    let message = format!("this is no stream of Arrow, or cut short: {error}");
    Problem::error(code, place, message).help("write it again").into()
}

/// Some rows of a stream.
pub(super) struct Batch {
    rows: RecordBatch,
    place: String,
}

impl Batch {
    pub(super) fn len(&self) -> usize {
        self.rows.num_rows()
    }

    /// A column of text; `None` where it is missing and may be.
    pub(super) fn optional_text(&self, name: &str) -> Result<Option<Column<'_>>, Stop> {
        let Some(values) = self.rows.column_by_name(name) else { return Ok(None) };
        let values = &**values;
        let text = (values.as_string_opt::<i32>().map(Column::Text))
            .or_else(|| values.as_string_opt::<i64>().map(Column::LongText))
            .or_else(|| values.as_string_view_opt().map(Column::TextView))
            .or_else(|| values.as_any().is::<arrow_array::NullArray>().then_some(Column::Nothing));
        text.map(Some).ok_or_else(|| self.wrong(name, "text"))
    }

    pub(super) fn text(&self, name: &str) -> Result<Column<'_>, Stop> {
        self.optional_text(name)?.ok_or_else(|| self.wrong(name, "text"))
    }

    pub(super) fn bytes(&self, name: &str) -> Result<Column<'_>, Stop> {
        let values = self.rows.column_by_name(name).map(|values| &**values);
        let bytes = values.and_then(|values| {
            (values.as_binary_opt::<i32>().map(Column::Bytes))
                .or_else(|| values.as_binary_opt::<i64>().map(Column::LongBytes))
                .or_else(|| values.as_binary_view_opt().map(Column::BytesView))
        });
        bytes.ok_or_else(|| self.wrong(name, "bytes"))
    }

    pub(super) fn numbers(&self, name: &str) -> Result<Column<'_>, Stop> {
        let values = self.rows.column_by_name(name).map(|values| &**values);
        let numbers = values.and_then(|values| {
            (values.as_primitive_opt::<Int64Type>().map(Column::Number))
                .or_else(|| values.as_primitive_opt::<Int32Type>().map(Column::ShortNumber))
        });
        numbers.ok_or_else(|| self.wrong(name, "whole numbers"))
    }

    /// Whether the stream has a column of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.rows.column_by_name(name).is_some()
    }

    fn wrong(&self, name: &str, of: &str) -> Stop {
        let known = self.rows.schema();
        let known: Vec<&str> = known.fields().iter().map(|field| field.name().as_str()).collect();
        let message = format!("there is no column `{name}` of {of}");
        Problem::error("E171", self.place.clone(), message)
            .note(format!("the columns are {}", known.join(", ")))
            .into()
    }
}

/// The values of a column, in whichever of its forms an engine sends it.
#[derive(Clone, Copy)]
pub(super) enum Column<'b> {
    Text(&'b arrow_array::StringArray),
    LongText(&'b arrow_array::LargeStringArray),
    TextView(&'b arrow_array::StringViewArray),
    Bytes(&'b arrow_array::BinaryArray),
    LongBytes(&'b arrow_array::LargeBinaryArray),
    BytesView(&'b arrow_array::BinaryViewArray),
    Number(&'b arrow_array::Int64Array),
    ShortNumber(&'b arrow_array::Int32Array),
    Nothing,
}

impl<'b> Column<'b> {
    pub(super) fn text(self, row: usize) -> Option<&'b str> {
        match self {
            Column::Text(values) => values.is_valid(row).then(|| values.value(row)),
            Column::LongText(values) => values.is_valid(row).then(|| values.value(row)),
            Column::TextView(values) => values.is_valid(row).then(|| values.value(row)),
            _ => None,
        }
    }

    pub(super) fn bytes(self, row: usize) -> Option<&'b [u8]> {
        match self {
            Column::Bytes(values) => values.is_valid(row).then(|| values.value(row)),
            Column::LongBytes(values) => values.is_valid(row).then(|| values.value(row)),
            Column::BytesView(values) => values.is_valid(row).then(|| values.value(row)),
            _ => None,
        }
    }

    pub(super) fn number(self, row: usize) -> Option<i64> {
        match self {
            Column::Number(values) => values.is_valid(row).then(|| values.value(row)),
            Column::ShortNumber(values) => values.is_valid(row).then(|| values.value(row).into()),
            _ => None,
        }
    }
}
