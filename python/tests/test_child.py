"""The driver of a child process, with children that go wrong."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from crosscheck import Error
from crosscheck.child import transform
from crosscheck.wire import MAP, PLAN

FAKE = str(Path(__file__).parent / "fake.py")


def articles(*ids: str) -> pa.RecordBatch:
    nothing = pa.nulls(len(ids), pa.utf8())
    return pa.record_batch(
        [pa.array(ids), *[nothing] * (len(MAP.takes) - 1)], names=MAP.takes.names
    )


def answer(mode: str, batches: Iterator[pa.RecordBatch]) -> list[str]:
    rows = transform([sys.executable, FAKE, mode], MAP, batches)
    return [id for batch in rows for id in batch["id"].to_pylist()]


def many() -> Iterator[pa.RecordBatch]:
    return (articles(*(f"{number}-{row}" for row in range(1000))) for number in range(200))


def test_gives_every_row_without_the_last() -> None:
    assert answer("well", iter([articles("a", "b"), articles(), articles("c")])) == ["a", "b", "c"]


def test_more_than_the_pipes_hold() -> None:
    assert len(answer("well", many())) == 200_000


@pytest.mark.parametrize(
    ("mode", "message"),
    [
        ("fails-at-once", r"error\[E101\]: no rules"),
        ("fails-at-the-end", r"error\[E102\]: disk full"),
        ("other-schema", "writes schema 2, this module reads schema 1"),
        ("other-kind", "kind 'articles' was expected, not 'plan'"),
        ("cut-off", "cut off after 200000 rows"),
        ("miscounts", "200000 rows of 200001"),
        ("dies", "ended by SIGKILL.*\n.*out of memory"),
        ("stops-reading", "could not go on"),
    ],
)
def test_a_child_that_goes_wrong(mode: str, message: str) -> None:
    with pytest.raises(Error, match=message):
        answer(mode, many())


def test_little_is_kept_of_what_a_child_says() -> None:
    with pytest.raises(Error) as raised:
        answer("stops-reading", many())
    assert len(str(raised.value)) <= 64 * 1024


def test_an_input_that_fails_is_no_fault_of_the_child() -> None:
    def failing() -> Iterator[pa.RecordBatch]:
        yield articles("a")
        raise BrokenPipeError("upstream")

    with pytest.raises(BrokenPipeError, match="upstream"):
        answer("well", failing())


def test_a_row_without_its_brief_does_not_reach_the_child() -> None:
    row = pa.record_batch([pa.array(["a"]), pa.nulls(1, pa.binary())], names=PLAN.takes.names)
    with pytest.raises(Error, match="1 rows without brief"):
        list(transform([sys.executable, FAKE, "well"], PLAN, [row]))


@pytest.mark.parametrize("forever", [False, True])
def test_closing_ends_the_child(monkeypatch: pytest.MonkeyPatch, forever: bool) -> None:
    children = watched(monkeypatch)
    waiting = threading.Event()

    def batches() -> Iterator[pa.RecordBatch]:
        yield articles("a")
        if forever:
            waiting.wait()

    rows = transform([sys.executable, FAKE, "endless"], MAP, batches())
    assert next(rows)["id"].to_pylist() == ["a"]
    before = time.monotonic()
    rows.close()
    assert children[0].returncode is not None
    assert time.monotonic() - before < 5
    waiting.set()


def test_an_interrupted_task_ends_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    children = watched(monkeypatch)
    rows = transform([sys.executable, FAKE, "endless"], MAP, iter([articles("a")]))
    next(rows)
    with pytest.raises(KeyboardInterrupt):
        rows.throw(KeyboardInterrupt)
    assert children[0].returncode is not None


def watched(monkeypatch: pytest.MonkeyPatch) -> list["subprocess.Popen[bytes]"]:
    children = []
    original = subprocess.Popen

    def popen(*arguments: object, **options: object) -> "subprocess.Popen[bytes]":
        children.append(original(*arguments, **options))  # type: ignore[call-overload]
        return children[-1]

    monkeypatch.setattr(subprocess, "Popen", popen)
    return children
