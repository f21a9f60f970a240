"""The Arrow streams that go into the program's steps and come out of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from crosscheck.error import Error

VERSION = "1"
KIND = b"crosscheck.kind"
SCHEMA = b"crosscheck.schema"
ROWS = pa.field("rows", pa.int64())


@dataclass(frozen=True)
class Answer:
    """A stream that the program writes: its last row has only the number of the rows before it."""

    kind: str
    schema: pa.Schema

    def rows(self, reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        """The batches of a stream without its last row, which must be there and be right."""
        self._expect(reader.schema)
        seen = 0
        promised = None
        for batch in reader:
            if promised is not None and batch.num_rows:
                raise Error(f"{self.kind}: rows after the last one")
            counts = batch.column(ROWS.name)
            if counts.null_count < batch.num_rows:
                promised = counts[-1].as_py()
                batch = batch.slice(0, batch.num_rows - 1)
            seen += batch.num_rows
            if batch.num_rows:
                yield shaped(batch, self.schema)
        if promised is None:
            raise Error(f"{self.kind}: cut off after {seen} rows")
        if promised != seen:
            raise Error(f"{self.kind}: {seen} rows of {promised}")

    def write(self, path: Path, batches: Iterable[pa.RecordBatch]) -> None:
        """Writes a file as the program would have written it, with the last row that counts."""
        metadata = {KIND: self.kind.encode(), SCHEMA: VERSION.encode()}
        schema = self.schema.append(ROWS).with_metadata(metadata)
        count = 0
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, schema) as out:
            for batch in batches:
                count += batch.num_rows
                nothing = pa.nulls(batch.num_rows, ROWS.type)
                out.write_batch(pa.record_batch([*batch.columns, nothing], schema=schema))
            last = [pa.nulls(1, field.type) for field in self.schema]
            out.write_batch(pa.record_batch([*last, pa.array([count], ROWS.type)], schema=schema))

    def _expect(self, schema: pa.Schema) -> None:
        metadata = schema.metadata or {}
        kind = metadata.get(KIND, b"").decode(errors="replace")
        version = metadata.get(SCHEMA, b"").decode(errors="replace")
        if kind != self.kind:
            raise Error(f"a stream of the kind {self.kind!r} was expected, not {kind!r}")
        if version != VERSION:
            raise Error(
                f"{self.kind}: the program writes schema {version or 'of no version'}, this module "
                f"reads schema {VERSION}; install program and module from one wheel"
            )


@dataclass(frozen=True)
class Step:
    """A command of the program that reads one stream and writes another."""

    command: str
    takes: pa.Schema
    gives: Answer


def shaped(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The columns of a schema, in its order and of its types."""
    columns = [batch.column(field.name).cast(field.type) for field in schema]
    for field, column in zip(schema, columns):
        if column.null_count and not field.nullable:
            raise Error(f"{column.null_count} rows without {field.name}")
    return pa.record_batch(columns, schema=schema)


def _fields(type: pa.DataType, *names: str, nullable: bool = True) -> list[pa.Field[Any]]:
    return [pa.field(name, type, nullable) for name in names]


_TEXT = pa.utf8()
_NUMBER = pa.int64()
_BYTES = pa.binary()
_PLACE = ("cell", "place", "story", "origin", "episode")

MAP = Step(
    "map",
    pa.schema(_fields(_TEXT, "id", "text", "source", "published", "url", "title")),
    Answer(
        "articles",
        pa.schema([*_fields(_TEXT, "id"), *_fields(_BYTES, "brief", "said", "problem")]),
    ),
)

PLAN = Step(
    "plan",
    pa.schema([*_fields(_TEXT, "id", nullable=False), *_fields(_BYTES, "brief", nullable=False)]),
    Answer("plan", pa.schema([*_fields(_TEXT, "id"), *_fields(_NUMBER, *_PLACE)])),
)

REDUCE = Step(
    "reduce",
    pa.schema(
        [
            *_fields(_NUMBER, *_PLACE, nullable=False),
            *_fields(_BYTES, "said", nullable=False),
        ]
    ),
    Answer(
        "findings",
        pa.schema([*_fields(_NUMBER, "place"), *_fields(_BYTES, "article", "turn", "finding")]),
    ),
)
