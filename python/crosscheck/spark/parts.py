"""What the tasks gave, as files of the driver."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

from crosscheck.wire import Answer, shaped

# A whole batch is one row for Spark: the driver gets them row by row, which takes long for many.
PACKED = pa.schema([("batch", pa.binary())])


def pack(rows: DataFrame, answer: Answer) -> DataFrame:
    def task(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return packed(batches, answer)

    return rows.mapInArrow(task, from_arrow_schema(PACKED))


def packed(batches: Iterable[pa.RecordBatch], answer: Answer) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        bytes = shaped(batch, answer.schema).serialize().to_pybytes()
        yield pa.record_batch([pa.array([bytes], pa.binary())], schema=PACKED)


def collect(rows: DataFrame, answer: Answer, folder: Path) -> list[str]:
    """Writes a file for each partition that has packed rows, a partition at a time in memory."""
    files = []
    numbered = rows.withColumn("part", F.spark_partition_id())
    iterator = numbered.toLocalIterator(prefetchPartitions=True)
    for part, members in itertools.groupby(iterator, key=lambda row: row["part"]):
        path = folder / f"{answer.kind}-{part:05}.arrows"
        batches = (pa.ipc.read_record_batch(row["batch"], answer.schema) for row in members)
        answer.write(path, batches)
        files.append(str(path))
    return files
