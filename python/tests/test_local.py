"""A run on this machine, with a program that only keeps its arguments and gives one finding."""

import json
import stat
import sys
from pathlib import Path
from typing import Any

import pandas
import pyarrow as pa
import pytest

import crosscheck
from crosscheck import findings

FINDING: dict[str, Any] = dict.fromkeys(findings.SCHEMA.names)
FINDING.update(finding_id="cx-a", positions=[], claims=[], steps=[])
FINDING.update(asof_first="2025-04-11", conflicts=[[0, 1, "changed"]])

PROGRAM = """#!{python}
import json, pathlib, sys
arguments = sys.argv[1:]
out = pathlib.Path(arguments[arguments.index("-o") + 1])
out.mkdir(exist_ok=True)
pathlib.Path({seen!r}).write_text(json.dumps([arguments, open(arguments[1]).read()]))
(out / "findings.jsonl").write_text({line!r})
print("3 inputs were skipped", file=sys.stderr)
sys.exit({code})
"""


class Program:
    def __init__(self, folder: Path) -> None:
        self.path = folder / "crosscheck"
        self.log = folder / "seen"
        self.exits(0)

    def exits(self, code: int) -> None:
        line = json.dumps(FINDING) + "\n"
        program = PROGRAM.format(python=sys.executable, seen=str(self.log), line=line, code=code)
        self.path.write_text(program)
        self.path.chmod(self.path.stat().st_mode | stat.S_IXUSR)

    def seen(self) -> tuple[list[str], list[dict[str, Any]]]:
        arguments, text = json.loads(self.log.read_text())
        return arguments, [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    program = Program(tmp_path)
    monkeypatch.setenv("CROSSCHECK_BIN", str(program.path))
    return program


def test_paths_and_options_are_passed_on(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("")
    found = crosscheck.run(tmp_path / "a.jsonl", out=tmp_path / "out", options=["--rules", "r"])
    arguments, _ = program.seen()
    assert arguments == [
        *["run", str(tmp_path / "a.jsonl"), "--rules", "r", "-o", str(tmp_path / "out")]
    ]
    assert list(found.columns) == findings.SCHEMA.names
    assert found.loc[0, "asof_first"] == "2025-04-11"
    assert found.loc[0, "conflicts"] == [[0, 1, "changed"]]


def test_the_findings_are_among_the_formats(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("")
    crosscheck.run(tmp_path / "a.jsonl", out=tmp_path / "out", options=["-f", "csv"])
    arguments, _ = program.seen()
    assert arguments[2:-2] == ["-f", "csv", "-f", "jsonl"]


def test_a_data_frame_is_written_as_lines(program: Program) -> None:
    crosscheck.run(
        pandas.DataFrame(
            {
                "id": ["a", "b"],
                "text": ["nan", "Über"],
                "source": [None, float("nan")],
                "published": [pandas.Timestamp("2025-04-11T10:00Z"), pandas.NaT],
            }
        )
    )
    _, rows = program.seen()
    assert rows == [
        {"id": "a", "text": "nan", "source": None, "published": "2025-04-11T10:00:00+00:00"},
        {"id": "b", "text": "Über", "source": None, "published": None},
    ]


def test_an_arrow_table_without_pandas(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    found = crosscheck.run(pa.table({"id": ["a"], "text": ["b"]}))
    assert found.schema == findings.SCHEMA
    assert found["conflicts"].to_pylist() == [[["0", "1", "changed"]]]


def test_skipped_inputs_are_a_warning(program: Program) -> None:
    program.exits(3)
    with pytest.warns(UserWarning, match="3 inputs were skipped"):
        crosscheck.run([program.path])


def test_the_error_is_that_of_the_program(program: Program) -> None:
    program.exits(2)
    with pytest.raises(crosscheck.Error, match="3 inputs were skipped"):
        crosscheck.run([program.path])


def test_a_program_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSCHECK_BIN", "/nowhere/crosscheck")
    with pytest.raises(crosscheck.Error, match="CROSSCHECK_BIN names /nowhere/crosscheck"):
        crosscheck.run("articles")
