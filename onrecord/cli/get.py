"""`onrecord get`: one page of the reading room, or its JSON, without a port."""

from __future__ import annotations

import json
import sys

from onrecord.cli.output import screen


def get_page(address: str, *, ledger: str) -> int:
    """Print the page; gives 0, or 1 when it could not be had."""
    from onrecord.web import server

    got = server.get(ledger, address)
    body = got.body.decode("utf-8", "replace")
    is_json = got.kind.startswith("application/json")
    if got.status >= 400:
        said = json.loads(body)["error"] if is_json else body.strip() if got.kind.startswith("text/plain") else ""
        print(f"onrecord: {said or 'There is no such page.'}", file=sys.stderr)
        return 1
    if is_json:
        from onrecord.formats.json import pretty

        body = pretty(json.loads(body))
    with screen(guarded=True) as out:
        out.write(body if body.endswith("\n") else f"{body}\n")
    return 0
