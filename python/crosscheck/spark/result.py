"""The findings of the report as a data frame."""

from __future__ import annotations

import itertools
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

from crosscheck.findings import SCHEMA

LINES = 10_000


def on_one_machine(spark: SparkSession) -> bool:
    return str(spark.conf.get("spark.master", "") or "").startswith("local")


def result(spark: SparkSession, jsonl: Path, parquet: str | None) -> DataFrame:
    """The findings that the driver has in a file, through Parquet where that is named."""
    schema = from_arrow_schema(SCHEMA)
    if on_one_machine(spark):
        rows = spark.read.schema(schema).json(f"file://{jsonl.resolve()}")
        if parquet is None:
            return rows
        rows.write.mode("overwrite").parquet(parquet)
        return spark.read.parquet(parquet)
    mode = "overwrite"
    with jsonl.open(encoding="utf-8") as file:
        # Executors cannot read the driver's disk; the lines go to them some at a time.
        while lines := list(itertools.islice(file, LINES)):
            texts = spark.createDataFrame([(line,) for line in lines], "line string")
            rows = texts.select(F.from_json("line", schema).alias("finding")).select("finding.*")
            rows.write.mode(mode).parquet(parquet)
            mode = "append"
    return spark.read.schema(schema).parquet(parquet)
