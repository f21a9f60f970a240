"""What the tasks gave, as files of the driver."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from crosscheck.wire import Answer

BATCH_BYTES = 4 * 1024 * 1024


def collect(rows: DataFrame, answer: Answer, folder: Path) -> list[str]:
    """Writes a file for each partition that has rows, a partition at a time in memory."""
    files = []
    numbered = rows.withColumn("part", F.spark_partition_id())
    iterator = numbered.toLocalIterator(prefetchPartitions=True)
    for part, members in itertools.groupby(iterator, key=lambda row: row["part"]):
        path = folder / f"{answer.kind}-{part:05}.arrows"
        answer.write(path, _batches(members, answer.schema))
        files.append(str(path))
    return files


def _batches(rows: Iterator[Any], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    while batch := _some(rows):
        columns = [pa.array(column, field.type) for column, field in zip(zip(*batch), schema)]
        yield pa.record_batch(columns, schema=schema)


def _some(rows: Iterator[Any]) -> list[tuple[Any, ...]]:
    some = []
    size = 0
    for row in rows:
        some.append(tuple(row))
        size += sum(len(value) for value in row if isinstance(value, (bytes, bytearray)))
        if size >= BATCH_BYTES:
            break
    return some
