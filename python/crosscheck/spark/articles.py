"""Articles as the first step takes them."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import StringType, TimestampNTZType, TimestampType

from crosscheck.error import Error
from crosscheck.wire import MAP


def prepared(articles: DataFrame) -> DataFrame:
    """Brings articles to the columns of the first step, one row an id.

    Of rows with one id the least stays, by text, then source, published, url and title. A row
    without an id is named by a hash of what it holds.
    """
    if "text" not in articles.columns:
        raise Error(f"no column text among {', '.join(articles.columns)}")
    texts = articles.select([_text(articles, field.name).alias(field.name) for field in MAP.takes])
    name, *others = texts.columns
    hashed = F.concat(F.lit("row-"), F.substring(F.sha2(F.to_json(F.struct(*others)), 256), 1, 16))
    return (
        texts.withColumn(name, F.coalesce(name, hashed))
        .groupBy(name)
        .agg(F.min(F.struct(*others)).alias("least"))
        .select(name, "least.*")
    )


def _text(articles: DataFrame, name: str) -> Column:
    if name not in articles.columns:
        return F.lit(None).cast(StringType())
    # A point in time is written on the clock of the session, with its offset.
    if isinstance(articles.schema[name].dataType, TimestampType):
        return F.date_format(name, "yyyy-MM-dd'T'HH:mm:ssXXX")
    if isinstance(articles.schema[name].dataType, TimestampNTZType):
        return F.date_format(name, "yyyy-MM-dd'T'HH:mm:ss")
    return F.col(name).cast(StringType())
