"""A step of the program as a function of a Spark task."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from crosscheck import program
from crosscheck.child import transform
from crosscheck.error import Error
from crosscheck.spark.parts import PACKED, packed
from crosscheck.wire import Step

CONF = "spark.crosscheck.binary"


@dataclass(frozen=True)
class Runner:
    """What a task must know to run a step."""

    binary: str | None
    threads: int
    rules: tuple[str, ...] = ()

    @classmethod
    def of(cls, spark: SparkSession, rules: Sequence[str]) -> Runner:
        threads = int(spark.conf.get("spark.task.cpus", "1") or 1)
        return cls(spark.conf.get(CONF, None), threads, tuple(rules))

    def apply(
        self, step: Step, rows: DataFrame, *options: str, to_collect: bool = False
    ) -> DataFrame:
        """Runs a step on each partition."""

        def task(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            made = self._made(step, options, batches)
            return packed(made, step.gives) if to_collect else made

        schema = PACKED if to_collect else step.gives.schema
        return rows.select(step.takes.names).mapInArrow(task, from_arrow_schema(schema))

    def _made(
        self, step: Step, options: Sequence[str], batches: Iterator[pa.RecordBatch]
    ) -> Iterator[pa.RecordBatch]:
        first = next(batches, None)
        # No process for a partition without rows.
        if first is not None:
            command = [self._found(), *self.arguments(step.command), *options]
            yield from transform(command, step, itertools.chain([first], batches))

    def arguments(self, command: str) -> list[str]:
        """No configuration: the nodes have none, and all steps must go by the same."""
        laid = [word for folder in self.rules for word in ("--rules", folder)]
        return [command, "--isolated", "--quiet", "--jobs", str(self.threads), *laid]

    def _found(self) -> str:
        if self.binary is None:
            return program.find()
        if Path(self.binary).is_file():
            return self.binary
        raise Error(f"{CONF} names {self.binary}, which is no file on this node")
