"""The house stands on its order: a file imports only from the rows below it, and heavy libraries have homes.

The imports are read from the source, so that an arrow is found wrong whether or not any test runs the line.
"""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import onrecord

ROOT = Path(__file__).parents[1]
FILES = sorted(
    path for top in ("onrecord", "training", "evaluation", "benchmarks") for path in (ROOT / top).rglob("*.py")
)

ROWS = (
    ("errors", "settings"),
    ("span",),
    ("quotation", "article"),
    ("statement", "time_expression"),
    ("chain",),
    ("record",),
    ("corrections",),
    ("reading", "extraction", "checks", "ledger", "formats"),
    ("pipeline",),
    ("batch",),
    ("cli", "web"),
)
"""From the lowest up. What is on one row does not import each other, but for the arrows in BESIDE."""

BESIDE = {("settings", "errors"), ("cli", "web")}
"""Arrows along a row: a bad setting is an error, and `onrecord serve` starts the web."""

OUTSIDE = ("training", "evaluation", "benchmarks")

HOMES = {
    "onnxruntime": {"onrecord/extraction/network.py", "training/export.py", "benchmarks"},
    "onnx": {"onrecord/extraction/floating.py", "training/export.py"},
    "numpy": {"onrecord/extraction", "training", "benchmarks"},
    "lxml": {"onrecord/reading"},
    "trafilatura": {"onrecord/reading/page.py"},
    "httpx2": {"onrecord/reading/address.py", "onrecord/reading/connection.py"},
    "httpcore2": {"onrecord/reading/address.py", "onrecord/reading/connection.py"},
    "rich": {"onrecord/cli"},
    "typer": {"onrecord/cli"},
    "duckdb": {"onrecord/formats/parquet.py", "onrecord/reading/parquet.py", "onrecord/batch", "benchmarks"},
    "ray": {"onrecord/batch/on_ray.py"},
    "pyarrow": {"onrecord/batch/on_ray.py"},
    "pypdfium2": {"onrecord/reading/pdfium.py"},
    "starlette": {"onrecord/web"},
    "jinja2": {"onrecord/web/drawing.py"},
    "uvicorn": {"onrecord/web/server.py", "onrecord/web/connection.py"},
    "torch": {"training"},
}
"""Where a heavy library may be imported: files, or folders."""

AT_THE_TOP = {
    ("onrecord/cli/app.py", "typer"),  # imported when a command line is parsed, and by nothing else
    ("onrecord/cli/ledger_verbs.py", "typer"),  # likewise
    ("onrecord/cli/comparing_verbs.py", "typer"),  # likewise
    ("onrecord/cli/check_verb.py", "typer"),  # likewise
    ("onrecord/cli/batch_verb.py", "typer"),  # likewise
    ("onrecord/cli/follow_verb.py", "typer"),  # likewise
    ("onrecord/cli/web_verbs.py", "typer"),  # likewise
    ("onrecord/reading/connection.py", "httpx2"),  # imported when an address is fetched, and by nothing else
    ("onrecord/reading/connection.py", "httpcore2"),
    ("onrecord/web/app.py", "starlette"),  # imported by serve and get, and by nothing else
    ("onrecord/web/guard.py", "starlette"),
    ("onrecord/web/server.py", "starlette"),
    ("onrecord/web/drawing.py", "jinja2"),
}
"""The few imports of heavy libraries at the top of a file, each with its reason."""


class Import(NamedTuple):
    """One import statement."""

    target: str
    """The module it names, with dots."""
    line: int
    """Where it stands."""
    at_top: bool
    """Whether importing the file runs it."""


def imports_of(source: str) -> list[Import]:
    """Every import in a file; those for types alone are arrows too, but are never run."""

    def walk(node: ast.AST, at_top: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                yield from (Import(name.name, child.lineno, at_top) for name in child.names)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, f"line {child.lineno}: imports are absolute"
                assert child.module is not None
                if child.module in ("onrecord", *OUTSIDE):
                    yield from (Import(f"{child.module}.{n.name}", child.lineno, at_top) for n in child.names)
                else:
                    yield Import(child.module, child.lineno, at_top)
            else:
                lazy = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or (
                    isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
                )
                yield from walk(child, at_top and not lazy)

    return list(walk(ast.parse(source), True))


def wrong_arrow(home: str, target: str) -> str | None:
    """What is wrong with the file `home` (a path below the root) importing the module `target`; None if nothing."""
    top = target.split(".")[0]
    place = home.split("/")[0]
    if top in OUTSIDE and place == "onrecord":
        return f"the product imports {top}"
    if top != "onrecord" or place != "onrecord" or home == "onrecord/__init__.py":
        return None
    below = target.split(".")[1] if "." in target else ""
    mine = home.split("/")[1].removesuffix(".py")
    if not below:
        return "names come from their own modules, not from the package"
    if below == mine or (mine, below) in BESIDE:
        return None
    rank = {name: number for number, row in enumerate(ROWS) for name in row}
    for name in (mine, below):
        if name not in rank and name != "__version__":
            return f"{name} has no row: give it one here and in the design"
    if rank.get(below, -1) >= rank[mine]:
        return f"{mine} imports {below}, which is not below it"
    if mine == "quotation" and below != "span":
        return "quotation is a noun beside the article: it knows spans alone"
    return None


def homeless(home: str, library: str) -> bool:
    """Whether the file is no place for the library."""
    return library in HOMES and not any(home == place or home.startswith(f"{place}/") for place in HOMES[library])


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down_and_heavy_libraries_stay_at_home(path):
    home = path.relative_to(ROOT).as_posix()
    for found in imports_of(path.read_text("utf-8")):
        where = f"{home}:{found.line}"
        library = found.target.split(".")[0]
        assert wrong_arrow(home, found.target) is None, f"{where}: {wrong_arrow(home, found.target)}"
        assert not homeless(home, library), f"{where}: {library} is at home in {sorted(HOMES[library])}"
        is_lazy = not found.at_top or not home.startswith("onrecord/") or (home, library) in AT_THE_TOP
        assert library not in HOMES or is_lazy, f"{where}: {library} is imported on first use, inside a function"


@pytest.mark.parametrize(
    ("home", "target", "is_wrong"),
    [
        ("onrecord/span.py", "onrecord.article", True),
        ("onrecord/article.py", "onrecord.span", False),
        ("onrecord/reading/text.py", "onrecord.extraction.windows", True),
        ("onrecord/reading/text.py", "onrecord.reading.language", False),
        ("onrecord/checks/unnamed.py", "onrecord.record", False),
        ("onrecord/ledger/find.py", "onrecord.pipeline", True),
        ("onrecord/pipeline.py", "onrecord.extraction.extractor", False),
        ("onrecord/pipeline.py", "onrecord.cli.main", True),
        ("onrecord/web/app.py", "onrecord.cli.main", True),
        ("onrecord/batch/run.py", "onrecord.pipeline", False),
        ("onrecord/pipeline.py", "onrecord.batch.run", True),
        ("onrecord/web/app.py", "onrecord.batch.run", False),
        ("onrecord/extraction/decode.py", "training.labels", True),
        ("training/labels.py", "onrecord.extraction.windows", False),
        ("onrecord/quotation.py", "onrecord.errors", True),
        ("onrecord/strange.py", "onrecord.span", True),
    ],
)
def test_the_reading_of_arrows(home, target, is_wrong):
    assert (wrong_arrow(home, target) is not None) is is_wrong


def test_imports_within_functions_and_for_types_are_seen_but_are_not_at_the_top():
    lines = (
        "import a",
        "if TYPE_CHECKING:",
        "    import b",
        "def f():",
        "    from c.d import e",
        "try:",
        "    import g",
    )
    source = "\n".join((*lines, "finally:", "    pass"))
    assert imports_of(source) == [
        Import("a", 1, True),
        Import("b", 3, False),
        Import("c.d", 5, False),
        Import("g", 7, True),
    ]


@pytest.mark.parametrize(
    "module",
    ["onrecord", "onrecord.pipeline", "onrecord.reading.inputs", "onrecord.extraction.extractor", "onrecord.cli.main"],
)
def test_importing_loads_no_heavy_library(module):
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & set({sorted(HOMES)!r})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []


def test_the_help_loads_no_heavy_library_but_the_one_that_writes_it():
    code = (
        "import sys\nfrom onrecord.cli.main import main\nstatus = main(['read', '--help'])\n"
        f"print(status, *sorted(set(sys.modules) & set({sorted(HOMES)!r})), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "Usage" in done.stdout
    assert done.stderr.split() == ["0", "typer"]


def test_the_public_names_are_sorted_and_importable():
    assert list(onrecord.__all__) == sorted(set(onrecord.__all__))
    for name in onrecord.__all__:
        assert getattr(onrecord, name) is not None
    assert set(onrecord.__all__) <= set(dir(onrecord))
    assert set(onrecord.__all__) == set(onrecord._HOMES), "each public name has one home"


def test_every_error_is_a_public_name():
    errors = importlib.import_module("onrecord.errors")
    classes = {n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, errors.OnrecordError)}
    assert classes <= set(onrecord.__all__)


def test_a_name_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(AttributeError, match=r"no attribute 'raed'; it has .*read"):
        onrecord.raed  # noqa: B018


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_are_named_after_what_they_are_and_stay_short(path):
    assert not re.search(r"(^|_)(utils?|helpers?|core|base|manager|common|misc)$", path.stem)
    assert len(path.read_text("utf-8").splitlines()) <= 350
