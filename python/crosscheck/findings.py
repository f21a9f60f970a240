"""The findings of a report, as `findings.jsonl` has them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    import pandas


def _strings(*names: str) -> list[pa.Field[Any]]:
    return [pa.field(name, pa.utf8()) for name in names]


def _numbers(*names: str) -> list[pa.Field[Any]]:
    return [pa.field(name, pa.int64()) for name in names]


def _decimals(*names: str) -> list[pa.Field[Any]]:
    return [pa.field(name, pa.float64()) for name in names]


_POSITION = pa.struct(
    [*_strings("value"), *_decimals("low", "high"), *_strings("unit"), *_numbers("origins")]
)

_CLAIM = pa.struct(
    [
        *_strings("claim_id", "article", "source", "published"),
        pa.field("holder", pa.list_(pa.utf8())),
        *_numbers("position"),
        *_strings("quote"),
        *_numbers("start", "end", "value_start", "value_end"),
        *_strings("value", "kind"),
        *_decimals("low", "high"),
        *_strings("unit", "qualifier"),
        *_numbers("origin"),
        *_strings("rule"),
        pa.field("current", pa.bool_()),
        *_strings("title", "url"),
        *_numbers("line", "column", "char_start", "char_end"),
        *_strings("subject", "attribute", "asof"),
        pa.field("denied", pa.bool_()),
        *_strings("normalised_by"),
        *_decimals("match_score"),
        pa.field("signs", pa.list_(pa.utf8())),
    ]
)

_REVIEW = pa.struct(_strings("finding_id", "state", "status", "note", "reviewer", "reviewed_on"))

# A conflict is two numbers of positions and a word; in a table all three are strings.
SCHEMA = pa.schema(
    [
        *_strings("finding_id", "verdict", "reason", "severity", "subject", "attribute", "summary"),
        *_decimals("match_score"),
        *_numbers("n_independent", "n_sources"),
        *_strings("asof_first", "asof_last"),
        pa.field("positions", pa.list_(_POSITION)),
        pa.field("conflicts", pa.list_(pa.list_(pa.utf8()))),
        pa.field("claims", pa.list_(_CLAIM)),
        pa.field("steps", pa.list_(pa.struct(_strings("text", "quote")))),
        *_strings("evidence_hash", "kind", "change"),
        pa.field("review", _REVIEW),
    ]
)


def wanted(options: Sequence[str]) -> list[str]:
    """Options of the program, with the findings among the formats where those are chosen."""
    chosen = any(option.startswith(("-f", "--format")) for option in options)
    return [*options, "-f", "jsonl"] if chosen else [*options]


def read(path: Path) -> pandas.DataFrame | pa.Table:
    """The findings as a data frame of pandas, or as an Arrow table where pandas is missing."""
    with path.open(encoding="utf-8") as lines:
        rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    try:
        import pandas
    except ImportError:
        for row in rows:
            row["conflicts"] = [list(map(str, conflict)) for conflict in row["conflicts"]]
        return pa.Table.from_pylist(rows, schema=SCHEMA)
    return pandas.DataFrame(rows, columns=SCHEMA.names)
