use std::{
    cell::Cell,
    io::Read,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use arrow_array::{
    Array, BinaryArray, BinaryViewArray, Int32Array, Int64Array, LargeBinaryArray,
    LargeStringArray, NullArray, RecordBatch, StringArray, StringViewArray,
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
        let reader = guarded(|| StreamReader::try_new(from, None));
        let reader = reader.map_err(|error| cut(place, &error))?;
        Ok(Batches { reader, place: place.to_owned() })
    }
}

impl<R: Read> Iterator for Batches<R> {
    type Item = Result<Batch, Stop>;

    fn next(&mut self) -> Option<Result<Batch, Stop>> {
        let batch = guarded(|| self.reader.next().transpose()).transpose()?;
        let batch = batch.map_err(|error| cut(&self.place, &error));
        Some(batch.map(|rows| Batch { rows, place: self.place.clone() }))
    }
}

thread_local! {
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// The library panics at a stream whose parts do not fit together; here that is a fault of the stream.
fn guarded<T>(read: impl FnOnce() -> Result<T, ArrowError>) -> Result<T, ArrowError> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !READING.get() {
                before(info);
            }
        }));
    });
    READING.set(true);
    let done = panic::catch_unwind(AssertUnwindSafe(read));
    READING.set(false);
    done.unwrap_or_else(|_| Err(ArrowError::IpcError("its parts do not fit together".to_owned())))
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
    pub(super) fn optional_text(&self, name: &str) -> Result<Option<Texts<'_>>, Stop> {
        let Some(values) = self.rows.column_by_name(name) else { return Ok(None) };
        let text = (values.as_string_opt().map(Texts::Usual))
            .or_else(|| values.as_string_opt().map(Texts::Large))
            .or_else(|| values.as_string_view_opt().map(Texts::View))
            .or_else(|| values.as_any().is::<NullArray>().then_some(Texts::None));
        text.map(Some).ok_or_else(|| self.wrong(name, "text"))
    }

    pub(super) fn text(&self, name: &str) -> Result<Texts<'_>, Stop> {
        self.optional_text(name)?.ok_or_else(|| self.wrong(name, "text"))
    }

    pub(super) fn bytes(&self, name: &str) -> Result<Bytes<'_>, Stop> {
        let bytes = self.rows.column_by_name(name).and_then(|values| {
            (values.as_binary_opt().map(Bytes::Usual))
                .or_else(|| values.as_binary_opt().map(Bytes::Large))
                .or_else(|| values.as_binary_view_opt().map(Bytes::View))
        });
        bytes.ok_or_else(|| self.wrong(name, "bytes"))
    }

    pub(super) fn numbers(&self, name: &str) -> Result<Numbers<'_>, Stop> {
        let numbers = self.rows.column_by_name(name).and_then(|values| {
            (values.as_primitive_opt::<Int64Type>().map(Numbers::Long))
                .or_else(|| values.as_primitive_opt::<Int32Type>().map(Numbers::Short))
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

/// The texts of a column, in whichever form an engine sends them.
#[derive(Clone, Copy)]
pub(super) enum Texts<'b> {
    Usual(&'b StringArray),
    Large(&'b LargeStringArray),
    View(&'b StringViewArray),
    None,
}

impl<'b> Texts<'b> {
    pub(super) fn get(self, row: usize) -> Option<&'b str> {
        match self {
            Texts::Usual(values) => values.is_valid(row).then(|| values.value(row)),
            Texts::Large(values) => values.is_valid(row).then(|| values.value(row)),
            Texts::View(values) => values.is_valid(row).then(|| values.value(row)),
            Texts::None => None,
        }
    }
}

/// The bytes of a column.
#[derive(Clone, Copy)]
pub(super) enum Bytes<'b> {
    Usual(&'b BinaryArray),
    Large(&'b LargeBinaryArray),
    View(&'b BinaryViewArray),
}

impl<'b> Bytes<'b> {
    pub(super) fn get(self, row: usize) -> Option<&'b [u8]> {
        match self {
            Bytes::Usual(values) => values.is_valid(row).then(|| values.value(row)),
            Bytes::Large(values) => values.is_valid(row).then(|| values.value(row)),
            Bytes::View(values) => values.is_valid(row).then(|| values.value(row)),
        }
    }
}

/// The numbers of a column.
#[derive(Clone, Copy)]
pub(super) enum Numbers<'b> {
    Long(&'b Int64Array),
    Short(&'b Int32Array),
}

impl Numbers<'_> {
    pub(super) fn get(self, row: usize) -> Option<i64> {
        match self {
            Numbers::Long(values) => values.is_valid(row).then(|| values.value(row)),
            Numbers::Short(values) => values.is_valid(row).then(|| values.value(row).into()),
        }
    }
}
