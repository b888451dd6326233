"""Whatever the description allows, and much that it does not, is answered without a fault (schemathesis)."""

from __future__ import annotations

import pytest

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402
from schemathesis import GenerationMode  # noqa: E402
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.specs.openapi.checks import (  # noqa: E402
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from onrecord.ledger.ledger import Ledger  # noqa: E402
from onrecord.web import server  # noqa: E402
from onrecord.web.adding import Desk  # noqa: E402
from onrecord.web.app import application  # noqa: E402
from onrecord.web.description import description  # noqa: E402
from onrecord.web.guard import Limits  # noqa: E402
from onrecord.web.room import Room  # noqa: E402
from tests.web.conftest import OURS, FakeReader  # noqa: E402
from tests.web.newsroom import hostile, newsroom  # noqa: E402

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    """The operations of the description, over a ledger of good and of hostile articles."""
    ledger = Ledger(tmp_path_factory.mktemp("described") / "news.db")
    ledger.add([*newsroom(), hostile()])
    door = server.door("127.0.0.1", names=["testserver", "localhost"])
    app = application(Room(ledger, Desk(ledger, FakeReader)), door=door, limits=Limits(1_000_000, 60, 1_000_000))
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    yield {each.ok().label: each.ok() for each in schema.get_all_operations()}
    ledger.close()


LABELS = [f"{method.upper()} {path}" for path, methods in description()["paths"].items() for method in methods]
FEW = settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "not-allowed"])
def test_nothing_that_is_asked_for_is_a_fault(described, label, mode):
    """No 5xx, no status and no media type that the description has not, and each answer as it is described."""
    if mode == GenerationMode.NEGATIVE and label in ("GET /index.json", "GET /add.json"):
        pytest.skip("nothing may be asked of it, so nothing that is not allowed")

    @FEW
    @given(case=described[label].as_strategy(generation_mode=mode))
    def ask(case):
        answer = case.call(headers=OURS)
        case.validate_response(answer, checks=CHECKS)

    ask()
