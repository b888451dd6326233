"""A process that works for another over two pipes, and may die of what it is given without taking anybody along.

It is started afresh, not forked, and knows nothing of whoever started it. What it answers comes answer by answer, so
that after its death it is known what it was at. When its standard input ends, because whoever started it was killed, it
ends too.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO

from onrecord.errors import OnrecordError

_LENGTH = struct.Struct(">Q")
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_READY, _ANSWER, _DONE, _FAILED = range(4)
STARTS = 3
"""Processes in a row that may die before they can work."""
_FIRST_TO_GO = "500"
"""What makes Linux end this process before others when memory runs out: it is started again, others are not."""


class Died(Exception):
    """The process ended before it was done."""


class Child:
    """A process that answers requests; it is started with the first one, and again after it died."""

    def __init__(self, role: str, *, folder: str | None = None, settings: Mapping[str, str] | None = None) -> None:
        """A process for the role `read` or `feed`, which takes relative names to be below `folder`.

        `settings` are environment variables that it has beside those of this process.
        """
        self._role = role
        self._folder = folder
        self._settings = dict(settings or {})
        self._process: subprocess.Popen[bytes] | None = None
        self.is_closed = False
        """Whether no process is to be started any more."""

    def start(self) -> None:
        """Start the process where none runs, and wait until it can work.

        Raises Died when it is closed, and OnrecordError when it fails, or when several die before they can work.
        """
        if self._process is not None and self._process.poll() is None:
            return
        for _ in range(STARTS):
            self.end()
            if self.is_closed:
                raise Died
            with suppress(Died):
                return self._begin()
        raise OnrecordError(f"A process died {STARTS} times before it could begin to work: is there memory enough?")

    def _begin(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", f"from onrecord.batch.child import main; main({self._role!r})"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=self._folder,
            env={**os.environ, **_ONE_THREAD, **self._settings},
        )
        kind, value = self._answer()
        if kind == _FAILED:
            self.end()
            raise value

    def ask(self, request: Any) -> Iterator[Any]:
        """The answers to a request, each as soon as it comes.

        Raises Died when the process ends before the last, and the OnrecordError that it fails with.
        """
        self.start()
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            _send(self._process.stdin, request)
        except OSError:
            raise self._died() from None
        while True:
            kind, value = self._answer()
            if kind == _DONE:
                return
            if kind == _FAILED:
                raise value
            yield value

    def end(self) -> None:
        """End the process at once, in the thread that works with it; the next request starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError, ValueError):
                        pipe.close()

    def close(self) -> None:
        """Kill the process for good; the thread that works with it gets Died."""
        self.is_closed = True
        process = self._process
        if process is not None:
            process.kill()

    def _answer(self) -> tuple[int, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        try:
            kind, value = _receive(self._process.stdout)
        except (EOFError, OSError, ValueError):
            raise self._died() from None
        return kind, value

    def _died(self) -> Died:
        self.end()
        return Died()


def main(role: str) -> None:
    """Answer requests from standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started this
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as own:
        own.write(_FIRST_TO_GO)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between the answers
    with suppress(BrokenPipeError):
        try:
            work = _work(role)
        except OnrecordError as error:
            _send(out, (_FAILED, error))
            return
        _send(out, (_READY, None))
        while True:
            try:
                request = _receive(sys.stdin.buffer)
            except EOFError:
                return
            try:
                for answer in work(request):
                    _send(out, (_ANSWER, answer))
            except OnrecordError as error:
                _send(out, (_FAILED, error))
            else:
                _send(out, (_DONE, None))


def _work(role: str) -> Callable[[Any], Iterator[Any]]:
    if role == "feed":
        from onrecord.batch.feeding import fed

        return fed
    from onrecord.batch.desk import reading

    return reading()


def _send(out: BinaryIO | Any, value: Any) -> None:
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    out.write(_LENGTH.pack(len(data)))
    out.write(data)
    out.flush()


def _receive(stream: BinaryIO | Any) -> Any:
    """The next value; raises EOFError at the end, in the middle of a value too."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (size,) = _LENGTH.unpack(head)
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)
