"""`python -m crosscheck.spark`, or this file given to `spark-submit`."""

from __future__ import annotations

import argparse
import sys

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from crosscheck.error import Error
from crosscheck.spark import run
from crosscheck.wire import MAP


def main() -> int:
    asked = _parser().parse_args()
    spark = SparkSession.builder.appName("crosscheck").getOrCreate()
    try:
        run(
            spark,
            _articles(spark, asked.format, asked.input),
            out=asked.out,
            findings=asked.findings,
            partitions=asked.partitions,
            batch_rows=asked.batch_rows,
            memory=asked.memory,
            rules=asked.rules,
            options=[word for name in asked.report or () for word in ("-f", name)],
        )
    except Error as error:
        print(f"crosscheck: {error}", file=sys.stderr)
        return 2
    finally:
        spark.stop()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m crosscheck.spark",
        description="Cross-checks articles on a Spark cluster and writes the report.",
    )
    parser.add_argument("input", nargs="+", help="path that all nodes see")
    parser.add_argument(
        "--format",
        choices=("jsonl", "parquet", "text"),
        default="jsonl",
        help="jsonl and parquet: columns id, text, source, published, url, title; "
        "text: a folder of files in UTF-8, each an article",
    )
    parser.add_argument("-o", "--out", default="out", help="folder of the driver for the report")
    parser.add_argument(
        "--findings",
        help="path that all nodes see, for the findings as Parquet; needed on a cluster",
    )
    parser.add_argument("--partitions", type=int, help="of the first and the last step")
    parser.add_argument(
        "--batch-rows", type=int, default=256, help="articles that go to the program at a time"
    )
    parser.add_argument(
        "--memory", default="512M", help="what the task that sees all articles may keep"
    )
    parser.add_argument(
        "--rules", action="append", default=[], help="folder of rules, the same on all nodes"
    )
    parser.add_argument(
        "-f",
        dest="report",
        action="append",
        metavar="FORMAT",
        help="of the report, as crosscheck merge has it",
    )
    return parser


def _articles(spark: SparkSession, format: str, paths: list[str]) -> DataFrame:
    if format == "parquet":
        return spark.read.parquet(*paths)
    if format == "jsonl":
        schema = ", ".join(f"{name} string" for name in MAP.takes.names)
        return spark.read.schema(schema).json(paths)
    text = spark.read.option("recursiveFileLookup", True).text(paths, wholetext=True)
    address = F.input_file_name()
    # As the program takes the name of a file for its source.
    source = F.regexp_extract(address, r"([^/]+?)(\.[^./]*)?$", 1)
    return text.select(address.alias("id"), F.col("value").alias("text"), source.alias("source"))


if __name__ == "__main__":
    sys.exit(main())
