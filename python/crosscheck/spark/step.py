"""A step of the program as a function of a Spark task."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from crosscheck import program
from crosscheck.child import transform
from crosscheck.error import Error
from crosscheck.wire import Step

CONF = "spark.crosscheck.binary"


@dataclass(frozen=True)
class Runner:
    """What a task must know to run a step."""

    binary: str | None
    threads: int

    @classmethod
    def of(cls, spark: SparkSession) -> Runner:
        return cls(spark.conf.get(CONF, None), int(spark.conf.get("spark.task.cpus", "1") or 1))

    def apply(self, step: Step, rows: DataFrame) -> DataFrame:
        """Runs a step on each partition."""

        def task(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            first = next(batches, None)
            # No process for a partition without rows.
            if first is not None:
                given = itertools.chain([first], batches)
                yield from transform([self._found()], step, given, self.threads)

        columns = rows.select(step.takes.names)
        return columns.mapInArrow(task, from_arrow_schema(step.gives.schema))

    def _found(self) -> str:
        if self.binary is None:
            return program.find()
        if Path(self.binary).is_file():
            return self.binary
        raise Error(f"{CONF} names {self.binary}, which is no file on this node")
