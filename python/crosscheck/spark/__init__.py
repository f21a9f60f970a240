"""A run on the machines of a Spark cluster."""

from crosscheck.spark.job import run

__all__ = ["run"]
