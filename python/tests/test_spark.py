"""Jobs on this machine, with odd rows too; the program is that of `CROSSCHECK_BIN` or `PATH`."""

import csv
import datetime
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pyspark")
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from crosscheck import Error, program
from crosscheck.findings import SCHEMA
from crosscheck.spark import result, run
from crosscheck.spark.articles import prepared
from crosscheck.wire import MAP

ARTICLES = [
    ("a", "A fire swept through the town of Fenanianness on Saturday, killing 14 people."),
    (
        "b",
        "FENANIANNESS - On Saturday a fire tore through Fenanianness, and 59 people were killed.",
    ),
]
COLUMNS = ["id", "text"]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "Europe/Lisbon")
        .getOrCreate()
    )
    yield session
    session.stop()


def articles(spark: SparkSession) -> DataFrame:
    day = F.lit("2024-05-05")
    return spark.createDataFrame(ARTICLES, COLUMNS).withColumns(
        {"published": day, "source": F.col("id")}
    )


@pytest.mark.skipif("CROSSCHECK_ARTICLES" not in os.environ, reason="no CROSSCHECK_ARTICLES")
def test_the_same_bytes_as_the_program_alone(spark: SparkSession, tmp_path: Path) -> None:
    path = os.environ["CROSSCHECK_ARTICLES"]
    options = ["--isolated", "--no-cache", "--quiet", "-f", "jsonl"]
    program.call([program.find(), "run", path, "-o", str(tmp_path / "alone"), *options])
    schema = ", ".join(f"{name} string" for name in MAP.takes.names)
    given = spark.read.schema(schema).json(path)
    run(spark, given, out=tmp_path / "spark", partitions=5, options=["-f", "jsonl"])
    alone, job = (tmp_path / name / "findings.jsonl" for name in ("alone", "spark"))
    assert alone.read_bytes() == job.read_bytes()


def test_findings_have_the_columns_of_the_report(spark: SparkSession, tmp_path: Path) -> None:
    found = run(spark, articles(spark), out=tmp_path / "out")
    assert found.columns == SCHEMA.names
    disputed = found.where("verdict = 'contradict'").collect()
    assert [row["attribute"] for row in disputed] == ["killed"]
    assert disputed[0]["conflicts"] == [["0", "1", "contradict"]]


def test_a_row_without_text_is_skipped_by_its_id(spark: SparkSession, tmp_path: Path) -> None:
    rows = [*ARTICLES, ("empty", None), (None, None)]
    with pytest.warns(UserWarning, match="skipped"):
        run(spark, spark.createDataFrame(rows, COLUMNS), out=tmp_path / "out")
    with (tmp_path / "out" / "skipped.csv").open(encoding="utf-8-sig") as file:
        places = [row["place"] for row in csv.DictReader(file)]
    assert len(places) == 2
    assert "empty" in places


def test_one_row_an_id_in_any_order(spark: SparkSession) -> None:
    rows = [("a", "second"), ("a", "first"), ("b", "only")]
    for given in (rows, rows[::-1]):
        texts = prepared(spark.createDataFrame(given, COLUMNS)).select("id", "text").collect()
        assert sorted(map(tuple, texts)) == [("a", "first"), ("b", "only")]


def test_days_and_times_are_texts(spark: SparkSession) -> None:
    moment = datetime.datetime(2024, 7, 1, 9, 30, tzinfo=datetime.timezone.utc)
    rows = [("a", "text", moment, datetime.date(2024, 7, 1))]
    given = spark.createDataFrame(rows, "id string, text string, moment timestamp, day date")
    for column, text in [("moment", "2024-07-01T10:30:00+01:00"), ("day", "2024-07-01")]:
        row = prepared(given.withColumnRenamed(column, "published")).first()
        assert row is not None
        assert row["published"] == text


def test_no_column_text(spark: SparkSession) -> None:
    with pytest.raises(Error, match="no column text among id, body"):
        prepared(articles(spark).withColumnRenamed("text", "body"))


def test_a_task_says_why_the_program_failed(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="/nowhere/rules"):
        run(spark, articles(spark), out=tmp_path / "out", rules=["/nowhere/rules"])


def test_findings_go_to_a_cluster_some_at_a_time(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = run(spark, articles(spark), out=tmp_path / "out")
    monkeypatch.setattr(result, "on_one_machine", lambda _: False)
    monkeypatch.setattr(result, "LINES", 2)
    far = result.result(spark, tmp_path / "out" / "findings.jsonl", str(tmp_path / "findings"))
    assert sorted(far.collect()) == sorted(local.collect())
    assert far.count() > 2


def test_the_session_is_as_before(spark: SparkSession, tmp_path: Path) -> None:
    name = "spark.sql.shuffle.partitions"
    run(spark, articles(spark), out=tmp_path / "out", partitions=3)
    assert spark.conf.get(name) == "2"
