"""Parts are read as they were written, and a part that is not whole is refused."""

from pathlib import Path

import pyarrow as pa
import pytest

from crosscheck import Error
from crosscheck.wire import REDUCE

PART = REDUCE.gives


def findings(*turns: bytes) -> pa.RecordBatch:
    nothing = pa.nulls(len(turns), pa.int64())
    bytes = pa.array(turns, pa.binary())
    return pa.record_batch([nothing, bytes, bytes, bytes], schema=PART.schema)


def test_a_part_is_read_as_it_was_written(tmp_path: Path) -> None:
    PART.write(tmp_path / "part", iter([findings(b"a", b"b"), findings(b"c")]))
    with pa.ipc.open_stream(tmp_path / "part") as reader:
        assert pa.Table.from_batches(PART.rows(reader))["turn"].to_pylist() == [b"a", b"b", b"c"]


def test_a_part_without_rows_has_its_last_row(tmp_path: Path) -> None:
    PART.write(tmp_path / "part", iter([]))
    with pa.ipc.open_stream(tmp_path / "part") as reader:
        table = reader.read_all()
    assert table["rows"].to_pylist() == [0]
    assert (
        list(PART.rows(pa.RecordBatchReader.from_batches(table.schema, table.to_batches()))) == []
    )


def test_rows_after_the_last_are_refused(tmp_path: Path) -> None:
    PART.write(tmp_path / "part", iter([findings(b"a")]))
    with pa.ipc.open_stream(tmp_path / "part") as reader:
        table = reader.read_all()
    twice = [*table.to_batches(), *table.to_batches()]
    with pytest.raises(Error, match="rows after the last one"):
        list(PART.rows(pa.RecordBatchReader.from_batches(table.schema, twice)))
