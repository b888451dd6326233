"""`onrecord serve`: the reading room in a browser."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Sequence

from onrecord.errors import UsageError
from onrecord.formats.visible import on_one_line
from onrecord.ledger.ledger import Ledger

TOKEN = "ONRECORD_TOKEN"
"""The environment variable that has the token; an option would be seen by everybody on the machine."""
SHORTEST = 16
"""Characters of a token that is given: fewer can be guessed."""


def serve_ledger(ledger: str, *, host: str, port: int, names: Sequence[str]) -> int:
    """Say where the reading room is, and answer until it is stopped."""
    from onrecord.web import server

    token = _token(is_own=server.is_own(host))
    Ledger(ledger).make()
    app = server.opened(ledger, server.door(host, names=names, token=token))
    place = server.bound(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{place.getsockname()[1]}/"
    print(f"The reading room of {on_one_line(ledger)} is at {address}{f'?token={token}' if token else ''}")
    if token:
        print(
            "Others can reach it, so it opens only with the token in this address. Nothing is encrypted on the way: "
            "use it in a network that you trust, or behind a proxy with HTTPS.",
            file=sys.stderr,
        )
    print("Stop it with Ctrl-C.", file=sys.stderr)
    sys.stdout.flush()
    server.serve(app, place)
    return 0


def _token(*, is_own: bool) -> str | None:
    given = os.environ.get(TOKEN)
    if given is not None and len(given) < SHORTEST:
        raise UsageError(f"{TOKEN} is shorter than {SHORTEST} characters. Unset it to have one made.")
    if given is not None and not (given.isascii() and given.isprintable() and not set(given) & set(' "&#+%;,\\')):
        raise UsageError(f"{TOKEN} holds characters that an address cannot have. Use letters and digits.")
    return given or (None if is_own else secrets.token_urlsafe(32))
