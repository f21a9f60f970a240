"""The job: what each article says, then the plan of all, then what is found cell by cell."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession

from crosscheck import program
from crosscheck.error import Error
from crosscheck.findings import wanted
from crosscheck.spark.articles import prepared
from crosscheck.spark.parts import collect, pack
from crosscheck.spark.result import on_one_machine, result
from crosscheck.spark.step import Runner
from crosscheck.wire import MAP, PLAN, REDUCE

BATCH_ROWS = "spark.sql.execution.arrow.maxRecordsPerBatch"
PARTITIONS = "spark.sql.shuffle.partitions"


def run(
    spark: SparkSession,
    articles: DataFrame,
    *,
    out: str | os.PathLike[str] = "out",
    findings: str | None = None,
    partitions: int | None = None,
    batch_rows: int = 256,
    memory: str = "512M",
    rules: Sequence[str] = (),
    options: Sequence[str] = (),
) -> DataFrame:
    """Cross-checks articles and gives the findings, one a row.

    `articles` has the columns `id` and `text` and, where known, `source`, `published`, `url` and
    `title`. Of rows with one id one is taken, always the same.

    The report is written to `out`, a folder of the driver, and is the same byte for byte as that
    of `crosscheck run` on the same articles. `findings` is a path that all nodes see; the findings
    are written there as Parquet. It may be left out where Spark runs on one machine only.

    `partitions` is the number of partitions of the first and the last step, one process each,
    `spark.sql.shuffle.partitions` where it is not given; `batch_rows` how many articles go to the
    program at a time; `memory` what the one task that sees all articles may keep, the rest goes to
    temporary files; `rules` are folders with the same paths on all nodes, `options` those of
    `crosscheck merge`.
    """
    if findings is None and not on_one_machine(spark):
        raise Error("on a cluster give findings=PATH, a folder that all nodes see")
    count = partitions or int(spark.conf.get(PARTITIONS) or 200)
    runner = Runner.of(spark, rules)
    with _set(spark, BATCH_ROWS, str(batch_rows)), _set(spark, PARTITIONS, str(count)):
        mapped = runner.apply(MAP, prepared(articles)).persist(StorageLevel.MEMORY_AND_DISK)
        found = _found(runner, mapped, count, memory).persist(StorageLevel.DISK_ONLY)
        try:
            with tempfile.TemporaryDirectory(prefix="crosscheck-") as parts:
                # All parts at once: fetched one by one they would be made one by one.
                found.count()
                problems = pack(mapped.where("problem IS NOT NULL"), MAP.gives)
                files = [
                    *collect(found, REDUCE.gives, Path(parts)),
                    *collect(problems, MAP.gives, Path(parts)),
                ]
                merge = Runner(None, os.cpu_count() or 1, tuple(rules)).arguments("merge")
                program.call([program.find(), *merge, "-o", str(out), *wanted(options), *files])
        finally:
            found.unpersist()
            mapped.unpersist()
        return result(spark, Path(out) / "findings.jsonl", findings)


def _found(runner: Runner, mapped: DataFrame, partitions: int, memory: str) -> DataFrame:
    read = mapped.where("problem IS NULL")
    # One task sees all briefs. A shuffle, where coalesce(1) would read the articles in one task.
    plan = runner.apply(PLAN, read.repartition(1), "--memory", memory)
    # An article without a place stays, so that the program refuses it.
    placed = read.select("id", "said").join(plan, "id", "left")
    cells = placed.repartition(partitions, "cell").sortWithinPartitions("cell", "place")
    return runner.apply(REDUCE, cells, to_collect=True)


@contextmanager
def _set(spark: SparkSession, name: str, value: str) -> Iterator[None]:
    before = spark.conf.get(name, None)
    spark.conf.set(name, value)
    try:
        yield
    finally:
        if before is None:
            spark.conf.unset(name)
        else:
            spark.conf.set(name, before)
