"""The program `onrecord`: every way it is meant to end is decided here; a traceback is a bug.

    0    everything was read
    1    something could not be read, or a correction did not fit; a list on standard error says what, the rest is done;
         or a ledger, a folder or an output is not there or not what it has to be
    2    the call itself is off
    130  stopped with Ctrl-C
    141  whoever was reading the output went away, as `head` does

Only light modules are imported at the top, so that Ctrl-C is quiet from the first moment.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from onrecord.errors import OnrecordError, UsageError

FAILED, MISUSED, INTERRUPTED, UNHEARD = 1, 2, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name (those of the process when None) and give the exit status."""
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _hush()
        return UNHEARD
    return status


def _run(arguments: Sequence[str] | None) -> int:
    from typer.exceptions import Exit, TyperException

    from onrecord.cli.app import run
    from onrecord.formats.visible import on_one_line

    try:
        status = run(sys.argv[1:] if arguments is None else arguments)
    except Exit as end:
        return end.exit_code
    except TyperException as error:
        return _misused(error)
    except UsageError as error:
        return _complain(on_one_line(str(error)), MISUSED)
    except OnrecordError as error:
        return _complain(on_one_line(str(error)), FAILED)
    except BrokenPipeError:
        raise
    except OSError as error:
        # What the system refuses of an input is an InputError by now, so this is about the output: a full disk, say.
        _hush()
        where = f"{error.filename}: " if error.filename else ""
        return _complain(on_one_line(f"{where}The output cannot be written: {error.strerror or error}."), FAILED)
    return status if isinstance(status, int) else 0


def _misused(error: Exception) -> int:
    """Say what is off in the call; the errors of the option parser know how to show themselves."""
    show = getattr(error, "show", None)
    if show is None:
        return _complain(str(error), MISUSED)
    show()
    return int(getattr(error, "exit_code", MISUSED))


def _complain(message: str, status: int) -> int:
    print(f"onrecord: {message}", file=sys.stderr)
    return status


def _hush() -> None:
    """Let what is still in the buffer of standard output go nowhere, so that closing it complains no more."""
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
