"""A run on this machine."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

import pyarrow as pa

from crosscheck import findings, program

if TYPE_CHECKING:
    import pandas

Inputs = Union[str, "os.PathLike[str]", Iterable[Union[str, "os.PathLike[str]"]]]


def run(
    articles: Inputs | pandas.DataFrame | pa.Table,
    *,
    out: str | os.PathLike[str] | None = None,
    options: Sequence[str] = (),
) -> pandas.DataFrame | pa.Table:
    """Runs the program and gives the findings, one a row, with the columns of `findings.jsonl`.

    `articles` is a path, several paths, or a table with the columns `id` and `text` and, where
    known, `source`, `published`, `url` and `title`. `options` are those of `crosscheck run`. The
    whole report is written to `out` where that is given.

    Gives a data frame of pandas, or an Arrow table where pandas is not installed. Inputs that
    were skipped give a warning; `Error` is raised where the program could not run.
    """
    with tempfile.TemporaryDirectory(prefix="crosscheck-") as temporary:
        folder = Path(temporary)
        arguments = [program.find(), "run", *_paths(articles, folder)]
        if out is None:
            arguments += [*options, "-o", str(folder / "out"), "-f", "jsonl"]
        else:
            arguments += [*findings.wanted(options), "-o", os.fspath(out)]
        program.call(arguments)
        return findings.read(Path(out or folder / "out") / "findings.jsonl")


def _paths(articles: Any, folder: Path) -> list[str]:
    if isinstance(articles, (str, os.PathLike)):
        return [os.fspath(articles)]
    if isinstance(articles, pa.Table):
        return [_written(articles, folder / "articles.jsonl")]
    if hasattr(articles, "columns"):
        # Arrow has one null where pandas has None, NaN, NaT and NA.
        table = pa.Table.from_pandas(articles, preserve_index=False)
        return [_written(table, folder / "articles.jsonl")]
    return [os.fspath(path) for path in articles]


def _written(table: pa.Table, path: Path) -> str:
    with path.open("w", encoding="utf-8") as file:
        for batch in table.to_batches():
            for row in batch.to_pylist():
                record = {name: _text(value) for name, value in row.items()}
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return str(path)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return str(value.isoformat() if hasattr(value, "isoformat") else value)
