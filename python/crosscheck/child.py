"""A child process that reads batches from its standard input and writes others to its output."""

from __future__ import annotations

import contextlib
import io
import subprocess
import threading
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import cast

import pyarrow as pa

from crosscheck.error import Error
from crosscheck.program import ending
from crosscheck.wire import Step, shaped

# A child that has closed its output has nothing left to do but to end.
PATIENCE = 30.0
# Of what a child says on its standard error, this much is kept: the end.
SAID_BYTES = 64 * 1024


def transform(
    command: Sequence[str], step: Step, batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Feeds batches to a command that does a step, and yields what it answers.

    The child is ended when the generator is closed. An answer that is cut off is an error, after
    batches of it were yielded: who keeps them must throw them away.
    """
    with Child(command, step.takes, batches) as child:
        try:
            yield from step.gives.rows(pa.ipc.open_stream(child.stdout))
        except (Error, pa.ArrowException, OSError) as error:
            raise child.failure(error) from error
        child.finish()


class Child:
    """Two threads serve it: one feeds its input, one listens to its standard error.

    Both are daemons, for the feeder may wait for its batches for ever.
    """

    def __init__(
        self,
        command: Sequence[str],
        schema: pa.Schema,
        batches: Iterable[pa.RecordBatch],
    ) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.stdout = cast(io.BufferedReader, self._process.stdout)
        self._said = b""
        self._no_input: BaseException | None = None
        self._not_taken = False
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._feeder = threading.Thread(target=self._feed, args=(schema, batches), daemon=True)

    def __enter__(self) -> Child:
        self._listener.start()
        self._feeder.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        if self._exit_code(2) is None:
            self._process.kill()
            self._process.wait()
        self.stdout.close()

    def finish(self) -> None:
        """Waits for the end of a child whose answer is whole."""
        seen = Error("the child answered before its input had ended")
        if self._exit_code(PATIENCE) != 0:
            raise self.failure(seen)
        self._feeder.join(PATIENCE)
        if self._feeder.is_alive() or self._no_input or self._not_taken:
            raise self.failure(seen)

    def failure(self, seen: Exception) -> BaseException:
        """Why there is no answer: what the input died of, else the child, else what was seen."""
        code = self._exit_code(2)
        if self._no_input:
            return self._no_input
        if code:
            self._listener.join(2)
            return Error(ending(code, self._said.decode(errors="replace").strip()))
        return Error(str(seen))

    def _exit_code(self, seconds: float) -> int | None:
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def _feed(self, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
        stdin = cast(io.BufferedWriter, self._process.stdin)
        try:
            writer = pa.ipc.new_stream(stdin, schema)
            for batch in _given(batches, schema):
                writer.write_batch(batch)
                stdin.flush()
            writer.close()
            stdin.flush()
        except (OSError, pa.ArrowException):
            # The child stopped reading; its exit code and its words say why.
            self._not_taken = True
        except _InputError as error:
            self._no_input = error.__cause__
            # The child must not take for whole what it has got so far.
            self._process.kill()
            self._process.wait()
        finally:
            with contextlib.suppress(OSError):
                stdin.close()

    def _listen(self) -> None:
        stderr = cast(io.BufferedReader, self._process.stderr)
        with stderr:
            while some := stderr.read1(SAID_BYTES):
                self._said = (self._said + some)[-SAID_BYTES:]


class _InputError(Exception):
    """Wraps what the input died of, which may be an OSError as a broken pipe to the child is."""


def _given(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    try:
        for batch in batches:
            yield shaped(batch, schema)
    except Exception as error:
        raise _InputError from error
