"""The reference is what the code says, and nothing that a user can name is left out of it."""

from __future__ import annotations

import re

import pytest
import typer

import onrecord
from docs.generate import DOCS, PAGES, example, json_fields
from onrecord import article, errors, record, statement
from onrecord.article import Block
from onrecord.cli.app import CHOICES, app
from onrecord.formats.csv import COLUMNS
from onrecord.formats.registry import FORMATS
from onrecord.record import Check
from onrecord.settings import SETTINGS
from onrecord.span import Span
from onrecord.statement import Said, Speaker
from tests.docs.test_examples import MODEL, ROOT


def page(name):
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES)
def test_page_is_what_the_code_says(path):
    is_fresh = (DOCS / path).read_text(encoding="utf-8") == PAGES[path]()
    assert is_fresh, f"docs/{path} is stale: run python -m docs.generate"


def test_every_option_of_every_command_is_in_the_reference():
    written = page("cli.md")
    commands = typer.main.get_command(app).commands
    assert commands
    for name, command in commands.items():
        assert f"## onrecord {name}" in written
        for parameter in command.params:
            for option in parameter.opts if parameter.param_type_name == "option" else (parameter.metavar,):
                assert f"`{option}`" in written, f"{name} {option}"


def test_every_setting_is_in_the_reference():
    written = page("settings.md")
    for setting in SETTINGS:
        assert f"`{setting.variable}` | {setting.default} |" in written
        assert setting.meaning in written


def test_every_format_and_column_is_in_the_reference():
    written = page("formats.md")
    for form in FORMATS:
        assert f"\n## {form}\n" in written
    for column, meaning in COLUMNS.items():
        assert f"| `{column}` | {meaning} |" in written


def test_every_format_is_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for form in CHOICES:
        assert f"`{form}`" in readme


def test_every_error_is_in_the_reference():
    written = page("errors.md")
    classes = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)]
    for each in classes:
        assert f"| `{each.__name__}` |" in written
        assert re.search(rf"\b{each.__name__}\b +\w|^{each.__name__}$", written, re.MULTILINE), "not in the tree"


def test_every_public_name_is_in_the_reference():
    written = page("python.md") + page("errors.md")
    for name in onrecord.__all__:
        assert f"\n## {name}\n" in written or f"`{name}`" in written


@pytest.mark.parametrize(
    ("module", "name", "made"),
    [
        (record, "Record", example()),
        (record, "Check", Check("a", (), "b")),
        (record, "Model", example().model),
        (article, "Article", example().article),
        (article, "Block", Block("paragraph", Span(0, 1))),
        (statement, "Statement", example().statements[0]),
        (statement, "Speaker", Speaker("a", "person")),
        (statement, "Said", Said("2024-01-01", "2024-01-02", None)),
    ],
)
def test_every_field_of_the_json_has_its_sentence(module, name, made):
    fields = json_fields(module, name)
    assert set(fields) == set(made.to_dict())
    assert all(sentence for _, sentence in fields.values())
    for key in fields:
        assert f"| `{key}` |" in page("json.md")


def test_every_field_of_a_statement_is_filled_somewhere_in_the_samples():
    if not MODEL.exists():
        pytest.skip("the model is not in the package: onrecord/extraction/model/reader.onnx is missing")
    records = onrecord.Reader(threads=1).read_all([ROOT / "samples"])
    statements = [each for record in records for each in record.to_dict()["statements"]]
    for name in ("speaker", "sourcing", "addressee", "channel", "kind", "said"):
        assert any(each[name] is not None for each in statements), name
    assert all(each["sourcing"] and each["kind"] for each in statements)
