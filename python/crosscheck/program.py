"""Where the program is, and how it is called."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sysconfig
import warnings
from collections.abc import Sequence
from pathlib import Path

from crosscheck.error import Error

NAME = "crosscheck"
VARIABLE = "CROSSCHECK_BIN"


def find() -> str:
    """The program that `CROSSCHECK_BIN` names, else the one of this wheel, else one on `PATH`."""
    if named := os.environ.get(VARIABLE):
        if Path(named).is_file():
            return named
        raise Error(f"{VARIABLE} names {named}, which is no file")
    file = NAME + (sysconfig.get_config_var("EXE") or "")
    beside = [
        Path(sysconfig.get_path("scripts")),
        # `pip install --target DIR` puts the module into DIR and the program into DIR/bin.
        Path(__file__).parent.parent / "bin",
    ]
    for folder in beside:
        if (folder / file).is_file():
            return str(folder / file)
    if on_path := shutil.which(NAME):
        return on_path
    raise Error(
        f"no program {NAME} beside the Python module or on PATH: "
        f"install the wheel, or set {VARIABLE}"
    )


def call(arguments: Sequence[str]) -> None:
    """Runs the program to its end. Inputs that it skipped give a warning."""
    done = subprocess.run(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    said = done.stderr.decode(errors="replace").strip()
    if done.returncode == 3:
        warnings.warn(said or "some inputs were skipped", stacklevel=3)
    elif done.returncode not in (0, 1):
        raise Error(ending(done.returncode, said))


def ending(code: int, said: str) -> str:
    """How a program ended that should not have, with what it said of that."""
    if code >= 0:
        return said or f"{NAME} ended with exit code {code}"
    name = signal.Signals(-code).name
    hint = ", perhaps for want of memory" if -code == signal.SIGKILL else ""
    return "\n".join(filter(None, [f"{NAME} was ended by {name}{hint}", said]))
