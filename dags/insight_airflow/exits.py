"""What the end of a command says: whether trying again can help, and why it failed, in one line."""

from __future__ import annotations

import signal
from collections.abc import Iterable

#: ErrorKind of the platform, by exit code.
KINDS = {1: "internal", 2: "usage", 3: "input", 4: "contract", 5: "external"}
EXTERNAL = 5
#: How the command's own line on stderr begins.
OURS = "insight: "
#: A shell says 128 + N where a process ended by signal N; java does so itself when it is told to end.
_SHELL = 128
_SIGNALS = range(1, 65)


def signal_of(code: int) -> int | None:
    """The signal that ended a process; None where it ended by itself."""
    number = -code if code < 0 else code - _SHELL
    return number if number in _SIGNALS else None


def retried(code: int) -> bool:
    """Only what another system did may be over at the next try: exit code 5, or a kill."""
    return code == EXTERNAL or signal_of(code) is not None


def line(code: int, output: Iterable[str]) -> str:
    """The command's own line on what went wrong, or else how it ended."""
    killed = signal_of(code)
    if killed is not None:
        return f"Cannot go on: the process was killed, found {_name(killed)} (worth another try)"
    said = [text.strip() for text in output if text.startswith(OURS)]
    message = said[-1].removeprefix(OURS) if said else "Cannot go on: no word of the command"
    kind = KINDS.get(code, "of spark-submit or java")
    end = "worth another try" if retried(code) else "another try would not help"
    return f"{message} (exit code {code}, {kind}: {end})"


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
