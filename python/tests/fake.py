"""A child that answers `map` as its first argument says."""

import os
import sys
import time

import pyarrow as pa

BRIEF = pa.schema(
    [
        ("id", pa.utf8()),
        ("brief", pa.binary()),
        ("said", pa.binary()),
        ("problem", pa.binary()),
        ("rows", pa.int64()),
    ]
)


def main(mode: str) -> None:
    if mode == "fails-at-once":
        sys.exit("error[E101]: no rules")
    if mode == "silent":
        time.sleep(600)
    kind, version = ("plan", "1") if mode == "other-kind" else ("articles", "1")
    schema = BRIEF.with_metadata(
        {"crosscheck.kind": kind, "crosscheck.schema": "2" if mode == "other-schema" else version}
    )
    count = 0
    given = pa.ipc.open_stream(sys.stdin.buffer)
    with pa.ipc.new_stream(sys.stdout.buffer, schema) as out:
        for batch in given:
            count += batch.num_rows
            rows = [[id, id.encode(), b"said", None, None] for id in batch["id"].to_pylist()]
            out.write_batch(batch_of(rows, schema))
            sys.stdout.buffer.flush()
            if mode == "dies":
                print("out of memory", file=sys.stderr, flush=True)
                os.kill(os.getpid(), 9)
            if mode == "stops-reading":
                os.close(0)
                sys.stderr.write("x" * 300_000)
                print("could not go on", file=sys.stderr, flush=True)
                os._exit(2)
            if mode == "endless":
                time.sleep(600)
        if mode != "cut-off":
            last = count + 1 if mode == "miscounts" else count
            out.write_batch(batch_of([[None, None, None, None, last]], schema))
    if mode == "fails-at-the-end":
        sys.exit("error[E102]: disk full")


def batch_of(rows: list[list[object]], schema: pa.Schema) -> pa.RecordBatch:
    named = [dict(zip(schema.names, row)) for row in rows]
    return pa.RecordBatch.from_pylist(named, schema=schema)


main(sys.argv[1])
