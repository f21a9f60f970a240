use std::{
    collections::HashMap,
    io::{self, BufWriter, StdoutLock, Write},
    sync::Arc,
};

use arrow_array::{ArrayRef, BinaryArray, Int64Array, RecordBatch, StringArray};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use crosscheck::model::Problem;

use super::super::Stop;

/// Version of the columns.
const SCHEMA: &str = "1";
/// Bytes and rows that are written as one batch.
const BATCH: usize = 16 << 20;
const ROWS: usize = 4096;
/// The column of the last row, with the number of those before it.
const TRAILER: &str = "rows";

/// Type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Text,
    Bytes,
    Number,
}

/// A value of a row.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Bytes(Vec<u8>),
    Number(i64),
    Nothing,
}

/// Writes rows as a stream of Arrow to standard output. The last row tells how many there are before it.
pub(super) struct Rows {
    writer: StreamWriter<BufWriter<StdoutLock<'static>>>,
    columns: Vec<(Field, Of)>,
    schema: Arc<Schema>,
    pending: Vec<Vec<Value>>,
    size: usize,
    written: i64,
}

impl Rows {
    pub(super) fn open(kind: &str, columns: &[(&str, Of)]) -> Result<Rows, Stop> {
        let columns: Vec<(Field, Of)> = columns
            .iter()
            .chain([&(TRAILER, Of::Number)])
            .map(|(name, of)| {
                let kind = match of {
                    Of::Text => DataType::Utf8,
                    Of::Bytes => DataType::Binary,
                    Of::Number => DataType::Int64,
                };
                (Field::new(*name, kind, true), *of)
            })
            .collect();
        let fields: Vec<Field> = columns.iter().map(|(field, _)| field.clone()).collect();
        let metadata = [("crosscheck.kind", kind), ("crosscheck.schema", SCHEMA)];
        let metadata: HashMap<String, String> =
            metadata.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        let schema = Arc::new(Schema::new_with_metadata(fields, metadata));
        let out = BufWriter::new(io::stdout().lock());
        let writer = StreamWriter::try_new(out, &schema).map_err(|error| failed(&error))?;
        Ok(Rows { writer, columns, schema, pending: Vec::new(), size: 0, written: 0 })
    }

    /// Adds a row, without the column of the last one.
    pub(super) fn push(&mut self, mut row: Vec<Value>) -> Result<(), Stop> {
        self.size += row.iter().map(Value::size).sum::<usize>();
        row.push(Value::Nothing);
        self.pending.push(row);
        self.written += 1;
        if self.size >= BATCH || self.pending.len() >= ROWS { self.flush() } else { Ok(()) }
    }

    /// Writes the last row, and the end of the stream.
    pub(super) fn finish(mut self) -> Result<(), Stop> {
        let mut last = vec![Value::Nothing; self.columns.len() - 1];
        last.push(Value::Number(self.written));
        self.pending.push(last);
        self.flush()?;
        let done = self.writer.finish().and_then(|()| Ok(self.writer.get_mut().flush()?));
        done.map_err(|error| failed(&error))
    }

    fn flush(&mut self) -> Result<(), Stop> {
        let rows = std::mem::take(&mut self.pending);
        self.size = 0;
        let column = |at: usize, of: Of| -> ArrayRef {
            let values = || rows.iter().map(|row| row.get(at));
            match of {
                Of::Text => Arc::new(StringArray::from_iter(values().map(|it| it?.text()))),
                Of::Bytes => Arc::new(BinaryArray::from_iter(values().map(|it| it?.bytes()))),
                Of::Number => Arc::new(Int64Array::from_iter(values().map(|it| it?.number()))),
            }
        };
        let columns = (0..).zip(&self.columns).map(|(at, (_, of))| column(at, *of)).collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns);
        let written = batch.and_then(|batch| self.writer.write(&batch));
        written.map_err(|error| failed(&error))
    }
}

impl Value {
    fn size(&self) -> usize {
        match self {
            Value::Text(text) => text.len(),
            Value::Bytes(bytes) => bytes.len(),
            Value::Number(_) | Value::Nothing => size_of::<i64>(),
        }
    }

    fn text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    fn bytes(&self) -> Option<&[u8]> {
        if let Value::Bytes(bytes) = self { Some(bytes) } else { None }
    }

    fn number(&self) -> Option<i64> {
        if let Value::Number(number) = self { Some(*number) } else { None }
    }
}

fn failed(error: &ArrowError) -> Stop {
    Problem::error("E173", "-", format!("cannot write the stream: {error}")).into()
}
