"""The reference is written from the code: `python -m docs.generate` writes it, a test fails when it is stale.

Nothing here knows what a command, a setting or a field means; that sentence stands where the thing is defined, and
is taken from there.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import onrecord
from onrecord import article, errors, record, span, statement
from onrecord.batch.columns import TABLES
from onrecord.formats import brat, csv
from onrecord.formats.json import pretty
from onrecord.formats.registry import FORMATS
from onrecord.settings import SETTINGS, Choice, Setting

DOCS = Path(__file__).resolve().parent

NOT_IN_JSON = {("Record", "times")}
"""Fields of a dataclass that its JSON does not have."""

_HEAD = "<!-- Made by `python -m docs.generate` from the code; what is changed here by hand is lost. -->"
_SHARDS = "`onrecord batch` writes Parquet files of three tables ([how](../batch.md)). Types are as DuckDB names them."
WIDEST = 100
"""Characters of a signature beyond which each parameter has a line of its own."""

_JSON_NAMES = {"earliest": "from", "latest": "to"}
_JSON_TYPES = {
    "str": "string",
    "int": "number",
    "float": "number",
    "bool": "true or false",
    "Span": "span",
    "None": "null",
    "BlockKind": " or ".join(f"`{kind}`" for kind in article.BLOCK_KINDS),
    "Form": "`direct`, `indirect` or `mixed`",
}


def cli() -> str:
    """The page of the command line: what the help says, and every way to end."""
    import typer

    from onrecord.cli import main
    from onrecord.cli.app import app

    group: Any = typer.main.get_command(app)
    parts = [_HEAD, "# The command line", _fenced(_help(group, "onrecord"))]
    for name, command in sorted(group.commands.items()):
        parts += [f"## onrecord {name}", _fenced(_help(command, f"onrecord {name}"))]
        rows = [_option(parameter) for parameter in command.params if hasattr(parameter, "opts")]
        parts.append(_table(("option", "value", "what it does"), rows))
    parts += ["## How it ends", "The exit status is:", _fenced(_drawing(main))]
    return _page(parts)


def settings() -> str:
    """The page of the settings."""
    rows = [(f"`{s.variable}`", str(s.default), _allowed(s), s.meaning) for s in SETTINGS]
    words = "Settings are environment variables: whole numbers, or one of a few words. A number that is none or less\n"
    words += "than the least that makes sense, and a word that is not among the choices, end the program with status\n"
    words += "2 and a sentence that names the variable."
    return _page([_HEAD, "# Settings", words, _table(("variable", "default", "least", "what it does"), rows)])


def _allowed(setting: Setting | Choice) -> str:
    return str(setting.least) if isinstance(setting, Setting) else " or ".join(setting.choices)


def formats() -> str:
    """The page of the formats, with the columns of the CSV and what brat's folder needs."""
    parts = [
        _HEAD,
        "# Formats",
        "`onrecord read --format NAME` writes what was read as one of these. Without it, a table.",
    ]
    parts.append(_table(("name", "what it is"), [(f"`{f.name}`", f.sentence) for f in FORMATS.values()]))
    for form in FORMATS.values():
        parts += [f"## {form.name}", _prose(import_module(form.module))]
        if form.name == "csv":
            rows = [(f"`{name}`", meaning) for name, meaning in csv.COLUMNS.items()]
            parts += ["The columns, in order:", _table(("column", "what is in it"), rows)]
        if form.name == "brat":
            for name, text in brat.COMPANIONS.items():
                parts += [f"`{name}`, written into the folder when it is not there yet:", _fenced(text)]
        if form.name in ("json", "jsonl"):
            parts.append("Every field: [The JSON of an article](json.md).")
    parts += ["## Shards", _SHARDS]
    for table, columns in TABLES.items():
        typed = [(f"`{each.name}`", f"`{each.type}`", each.meaning) for each in columns]
        parts += [f"`{table}`, in order:", _table(("column", "type", "what is in it"), typed)]
    return _page(parts)


def error_page() -> str:
    """The page of the errors: the tree, and each class with when it is raised."""
    parts = [_HEAD, "# Errors", (errors.__doc__ or "").split("\n\n")[0], _fenced(_drawing(errors))]
    parts.append((errors.__doc__ or "").rstrip().split("\n\n")[-1])
    found = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)]
    parts.append(_table(("error", "when it is raised"), [(f"`{e.__name__}`", _first(e.__doc__)) for e in found]))
    rows = [(f"`{name}`", sentence) for name, sentence in _sentences(errors, "InputError").items()]
    parts += ["What an `InputError` carries:", _table(("attribute", "what it is"), rows)]
    return _page(parts)


def json() -> str:
    """The page of the JSON of an article: an example, and the sentence of every field."""
    parts = [_HEAD, "# The JSON of an article"]
    parts.append(
        "`onrecord read --format json` prints one such object for one article and an array of them for several;\n"
        "`--format jsonl` prints one a line; `Record.to_dict()` gives the same in Python. Fields that are not known\n"
        "are null, never missing. A span is `[start, end]`: half-open character offsets into `article.text`, counted\n"
        "in code points from 0, so that `text[start:end]` in Python is the words meant."
    )
    parts += ["An article of one sentence:", _fenced(pretty(example().to_dict()), "json")]
    objects = (
        ("The whole object", record, "Record", None),
        ("article", article, "Article", example().article.to_dict()),
        ("article.blocks", article, "Block", None),
        ("statements", statement, "Statement", example().statements[0].to_dict()),
        ("speaker", statement, "Speaker", None),
        ("said", statement, "Said", None),
        ("checks", record, "Check", None),
        ("model", record, "Model", None),
    )
    for title, module, name, order in objects:
        rows = json_fields(module, name)
        keys = list(order or rows)
        table = [(f"`{key}`", *rows[key]) for key in keys]
        words = _in_json(_first(getattr(module, name).__doc__))
        parts += [f"## {title}", words, _table(("field", "type", "what it is"), table)]
    return _page(parts)


def python() -> str:
    """The page of the public names of the package."""
    parts = [
        _HEAD,
        "# Python",
        "These are the names of the package `onrecord`. The errors have [a page of their own](errors.md).",
    ]
    for name in onrecord.__all__:
        value = getattr(onrecord, name)
        if isinstance(value, type) and issubclass(value, onrecord.OnrecordError):
            continue
        parts.append(f"## {name}")
        if isinstance(value, type) and issubclass(value, Warning):
            parts.append(inspect.getdoc(value) or "")
            continue
        if not isinstance(value, type):
            parts += [_signature(name, value), inspect.getdoc(value) or ""]
            continue
        parts.append(inspect.getdoc(value) or "")
        module = sys.modules[value.__module__]
        types, sentences = _types(module, name), _sentences(module, name)
        if sentences:
            rows = [(f"`{key}`", f"`{types[key]}`", sentence) for key, sentence in sentences.items()]
            parts.append(_table(("field", "type", "what it is"), rows))
        else:
            parts += [_signature(name, value), inspect.getdoc(vars(value)["__init__"]) or ""]
        for key, method in vars(value).items():
            function = getattr(value, key) if isinstance(method, classmethod) else method
            if not key.startswith("_") and inspect.isroutine(function) and inspect.getdoc(function):
                parts += [f"### {name}.{key}", _signature(key, function), inspect.getdoc(function) or ""]
    return _page(parts)


def decisions() -> str:
    """The index of the decisions, from the first line of each."""
    rows = []
    for path in sorted((DOCS / "decisions").glob("[0-9]*.md")):
        title = re.sub(r"^#\s*\d+[:.]\s*", "", path.read_text(encoding="utf-8").partition("\n")[0])
        rows.append((path.name[:4], f"[{title}]({path.name})"))
    words = (
        "What was decided, on what evidence, and what it costs. A decision is not rewritten when it is overturned;\n"
    )
    words += "a new one says so."
    return _page([_HEAD, "# Decisions", words, _table(("number", "decision"), rows)])


PAGES: dict[str, Callable[[], str]] = {
    "reference/cli.md": cli,
    "reference/settings.md": settings,
    "reference/formats.md": formats,
    "reference/errors.md": error_page,
    "reference/json.md": json,
    "reference/python.md": python,
    "decisions/README.md": decisions,
}
"""Every page that is written from code, and what writes it."""


def example() -> record.Record:
    """A record of one sentence, made without a model."""
    text = "The pier is safe, Ana Brooks said."
    said = statement.Statement(
        id=1,
        source=(span.Span(18, 28),),
        cue=(span.Span(29, 33),),
        content=(span.Span(0, 16),),
        form="indirect",
        confidence=0.92,
        speaker=statement.Speaker("Ana Brooks", "person"),
        sourcing="named",
        kind="states",
    )
    block = article.Block("paragraph", span.Span(0, len(text)))
    return record.Record(article.Article(text, (block,)), (said,), (), record.Model("onrecord-en", "0123456789ab"))


def json_fields(module: ModuleType, name: str) -> dict[str, tuple[str, str]]:
    """The fields of a dataclass by their names in JSON: type and sentence."""
    types = _types(module, name)
    sentences = _sentences(module, name)
    return {
        _JSON_NAMES.get(key, key): (_json_type(types[key]), _in_json(sentence))
        for key, sentence in sentences.items()
        if (name, key) not in NOT_IN_JSON
    }


def _in_json(sentence: str) -> str:
    return re.sub(r"\bNone\b", "null", sentence)


def _json_type(annotation: str) -> str:
    kinds = [part.strip() for part in annotation.split("|")]
    words = []
    for kind in kinds:
        several = re.fullmatch(r"tuple\[(\w+), \.\.\.\]", kind)
        if several:
            words.append("list of " + (_JSON_TYPES.get(several[1]) or several[1].lower()) + "s")
        elif kind in _JSON_TYPES:
            words.append(_JSON_TYPES[kind])
        else:
            choices = getattr(getattr(statement, kind, None), "__args__", None)
            words.append(", ".join(f"`{choice}`" for choice in choices) if choices else "object")
    return " or ".join(words)


def _sentences(module: ModuleType, name: str) -> dict[str, str]:
    """The attributes of a class with the sentence that stands under each in the source."""
    body = _class(module, name).body
    if name == "InputError":
        body = next(node for node in body if isinstance(node, ast.FunctionDef)).body
    found = {}
    for before, after in pairwise(body):
        if not (
            isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str)
        ):
            continue
        target = (
            before.target
            if isinstance(before, ast.AnnAssign)
            else before.targets[0]
            if isinstance(before, ast.Assign)
            else None
        )
        key = target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else None
        if key:
            found[key] = " ".join(after.value.value.split())
    return found


def _types(module: ModuleType, name: str) -> dict[str, str]:
    """The annotated attributes of a class with their types, as the source writes them."""
    body = _class(module, name).body
    return {ast.unparse(n.target): ast.unparse(n.annotation) for n in body if isinstance(n, ast.AnnAssign)}


def _class(module: ModuleType, name: str) -> ast.ClassDef:
    tree = ast.parse(inspect.getsource(module))
    return next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)


def _help(command: Any, path: str) -> str:
    import typer

    context = typer.Context(command, info_name=path, terminal_width=80, max_content_width=80)
    context.help_option_names = ["-h", "--help"]
    return str(command.get_help(context))


def _option(parameter: Any) -> tuple[str, str, str]:
    names = ", ".join(
        f"`{name}`" for name in sorted((*parameter.opts, *parameter.secondary_opts), key=len, reverse=True)
    )
    is_argument = parameter.param_type_name == "argument"
    value = "" if getattr(parameter, "is_flag", False) else parameter.metavar or ""
    given = f" Default: `{parameter.default}`." if isinstance(parameter.default, str) else ""
    return (f"`{parameter.metavar}`" if is_argument else names), f"`{value}`" * bool(value), f"{parameter.help}{given}"


def _signature(name: str, function: Callable[..., Any]) -> str:
    """A call of the function with all that it takes, as it is written in the source."""
    signature = inspect.signature(function)
    taken: list[str] = []
    for key, parameter in signature.parameters.items():
        if key == "self":
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in taken:
            taken.append("*")
        default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
        taken.append(f"{key}: {parameter.annotation}{default}")
    given = "" if signature.return_annotation in ("None", signature.empty) else f" -> {signature.return_annotation}"
    line = f"{name}({', '.join(taken)}){given}"
    if len(line) > WIDEST:
        line = f"{name}(\n" + "".join(f"    {each},\n" for each in taken) + f"){given}"
    return _fenced(line)


def _drawing(module: ModuleType) -> str:
    """The indented part of a module's docstring, set against the margin."""
    lines = [line[4:] for line in (module.__doc__ or "").splitlines() if line.startswith("    ")]
    return "\n".join(lines)


def _prose(module: ModuleType) -> str:
    return (module.__doc__ or "").strip()


def _first(text: str | None) -> str:
    return " ".join(inspect.cleandoc(text or "").split("\n\n")[0].split())


def _fenced(text: str, language: str = "text") -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


if __name__ == "__main__":
    for path, written in PAGES.items():
        (DOCS / path).write_text(written(), encoding="utf-8")
