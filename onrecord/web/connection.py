"""A connection that waits for nobody without end: not for the head of a request, and not for an answer to be taken.

uvicorn bounds the size of a head and the time between two requests, and the guard the time of a body. A head that
comes byte by byte (Slowloris), and an answer that nobody takes, would each hold a connection for as long as somebody
likes; here both have the seconds that a request has.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import h11

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import H11Protocol

SLOW = b"The request took too long to come in.\n"
ANSWER = h11.Response(
    status_code=408,
    headers=[(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")],
    reason=b"Request Timeout",
)


class _Clock:
    """Calls something when the time is over. One that runs goes on: it gives no more time to whoever starts it anew."""

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        self._loop, self._seconds = loop, seconds
        self._timer: asyncio.TimerHandle | None = None

    def start(self, then: Callable[[], object]) -> None:
        if self._timer is None:
            self._timer = self._loop.call_later(self._seconds, then)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def connection(seconds: float) -> type[H11Protocol]:
    """The protocol that uvicorn is to speak, with so many seconds for a head to come in and an answer to go out."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Connection(H11Protocol):
        """HTTP over one connection, with clocks."""

        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self._coming = _Clock(self.loop, seconds)
            self._going = _Clock(self.loop, seconds)

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._coming.start(self._too_slow)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._look()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._look()

        def pause_writing(self) -> None:
            super().pause_writing()
            self._going.start(self.transport.abort)

        def resume_writing(self) -> None:
            super().resume_writing()
            self._going.stop()

        def timeout_keep_alive_handler(self) -> None:
            super().timeout_keep_alive_handler()
            self._look()

        def connection_lost(self, exc: Exception | None) -> None:
            self._coming.stop()
            self._going.stop()
            super().connection_lost(exc)

        def _look(self) -> None:
            """Start or stop the clocks."""
            if self.transport.is_closing():  # which waits until all is taken
                self._coming.stop()
                self._going.start(self.transport.abort)
            elif self._is_owed():
                self._coming.start(self._too_slow)
            else:
                self._coming.stop()

        def _is_owed(self) -> bool:
            """Whether a part of a head is here and the rest is not, or a body still comes that was answered before."""
            if self.conn.their_state is h11.IDLE:
                return bool(self.conn.trailing_data[0])
            return self.conn.their_state is h11.SEND_BODY and self.cycle is not None and self.cycle.response_complete

        def _too_slow(self) -> None:
            if not self.transport.is_closing():
                if self.conn.their_state is h11.IDLE and self.conn.our_state is h11.IDLE and self.conn.trailing_data[0]:
                    for event in (ANSWER, h11.Data(data=SLOW), h11.EndOfMessage()):
                        self.transport.write(self.conn.send(event) or b"")
                self.transport.close()
            self._look()

    return Connection
