"""Every example in the documentation is run, and what it shows is what comes out.

A `console` block is a dialogue: lines with `$ ` are commands (continued by lines with `> `), the lines after them are
what the terminal shows. Where nothing is shown, nothing is compared. `…` stands for any characters, and on a line of
its own for any lines. A command may end with another status than 0 only if `echo $?` comes next. A `bash` block is
run as a whole, and a `python` block in the names of those before it on its page; a `text` block straight after a
`python` block is what it prints. A block under `<!-- not run: reason -->` is left alone.

`python -m docs.examples` runs all of them and writes what comes out where it differs from what is shown: for a new
model, or a new way of writing. Look at the difference before it is kept.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("console", "bash", "python")
PROGRAMS = ("jq", "iconv", "unshare")
"""What examples call that not every machine has."""
PATIENCE = 900
"""Seconds for one block: a machine that trains a model beside it is slow, and that is no failure."""

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NOT_RUN = re.compile(r"<!-- not run: (.+?) -->\n\Z")
_PRINTS = re.compile(r"\s*\Z")
_MARK = "@@ended@@"


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a dialogue, and what the page shows after it."""

    words: str
    """What is typed, without the prompts."""

    shown: str
    """What the page shows; empty when nothing is compared."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of code on a page."""

    language: str
    """console, bash or python."""

    code: str
    """What stands between the fences."""

    line: int
    """The line of the page that its first fence is on."""

    place: tuple[int, int]
    """Where the code stands in the page, as character offsets."""

    not_run: str | None = None
    """Why it is not run; None when it is."""

    prints: tuple[int, int] | None = None
    """For python, where the text block is that shows what it prints."""

    @property
    def commands(self) -> tuple[Command, ...]:
        """The dialogue of a console block."""
        found: list[tuple[list[str], list[str]]] = []
        for line in self.code.splitlines():
            if line.startswith("$ "):
                found.append(([line[2:]], []))
            elif line.startswith("> ") and found and not found[-1][1]:
                found[-1][0].append(line[2:])
            elif found:
                found[-1][1].append(line)
        return tuple(Command("\n".join(words), "\n".join(shown)) for words, shown in found)


@dataclass(slots=True)
class Session:
    """One page's examples, run in order in a folder of their own that holds the samples."""

    page: Path
    """The page."""

    folder: Path
    """Where they run."""

    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "example"})
    """The names that the page's python blocks share."""

    outputs: list[list[str] | None] = field(default_factory=list)
    """For each block that was run so far, what came out of each of its commands; None for one not run."""

    @classmethod
    def of(cls, page: Path, folder: Path) -> Session:
        """A session for the page; the folder must be there, and gets a copy of the samples."""
        shutil.copytree(ROOT / "samples", folder / "samples")
        return cls(page, folder)

    def outcome(self, number: int) -> list[str] | None:
        """What came out of each command of block `number`; runs the blocks before it first, each once."""
        for block in blocks(self.page)[len(self.outputs) : number + 1]:
            self.outputs.append(None if block.not_run or missing(block) else self._run(block))
        return self.outputs[number]

    def _run(self, block: Block) -> list[str]:
        if block.language == "python":
            out = io.StringIO()
            with chdir(self.folder), redirect_stdout(out):
                exec(compile(block.code, f"{self.page.name}:{block.line}", "exec"), self.names)
            return [_tidied(out.getvalue())]
        if block.language == "bash":
            return self._shell([block.code])
        return self._shell([command.words for command in block.commands])

    def _shell(self, commands: list[str]) -> list[str]:
        script = "".join(
            f"{{ {each}\n}} </dev/null; s=$?; printf '\\n{_MARK}%d\\n' $s; (exit $s)\n" for each in commands
        )
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")}
        kept.pop("COLUMNS", None)
        here = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=kept | here,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=PATIENCE,
            check=False,
        )
        parts = re.split(rf"\n{_MARK}(\d+)\n", done.stdout.decode("utf-8", "replace"))
        outputs, statuses = parts[0:-1:2], parts[1::2]
        for number, (command, output, status) in enumerate(zip(commands, outputs, statuses, strict=True)):
            is_asked = number + 1 < len(commands) and commands[number + 1] == "echo $?"
            if status != "0" and not is_asked:
                raise AssertionError(f"{self.page.name}: {command!r} ended with status {status}:\n{output}")
        if len(outputs) != len(commands):
            raise AssertionError(f"{self.page.name}: the shell ended in {commands[len(outputs)]!r}:\n{parts[-1]}")
        return [_tidied(output) for output in outputs]


def pages() -> list[Path]:
    """The README and every page of the documentation but the decisions, which keep what was true on their day."""
    found = sorted((ROOT / "docs").rglob("*.md"))
    return [ROOT / "README.md", *(page for page in found if page.parent.name != "decisions")]


def blocks(page: Path) -> list[Block]:
    """The blocks of code on a page, in order."""
    text = page.read_text(encoding="utf-8")
    found: list[Block] = []
    last_end = 0
    for fence in _FENCE.finditer(text):
        language, line = fence[1], text.count("\n", 0, fence.start()) + 1
        if language in LANGUAGES:
            reason = _NOT_RUN.search(text, last_end, fence.start())
            found.append(Block(language, fence[2], line, fence.span(2), reason[1] if reason else None))
        elif (
            language == "text"
            and found
            and found[-1].language == "python"
            and _PRINTS.match(text[last_end : fence.start()])
        ):
            before = found.pop()
            found.append(Block(before.language, before.code, before.line, before.place, before.not_run, fence.span(2)))
        last_end = fence.end()
    return found


def missing(block: Block) -> str | None:
    """A program that the block needs and this machine lacks."""
    return next((name for name in PROGRAMS if _calls(block, name) and not _works(name)), None)


def _calls(block: Block, program: str) -> bool:
    return re.search(rf"(?:^|[|$;&]\s*){program}\b", block.code, re.MULTILINE) is not None


@cache
def _works(program: str) -> bool:
    """Whether the program is there; unshare is of use only where the system grants a network of one's own."""
    if shutil.which(program) is None:
        return False
    asked = ("unshare", "--map-root-user", "--net", "true")
    return program != "unshare" or subprocess.run(asked, check=False, stderr=subprocess.DEVNULL).returncode == 0


def comparisons(page: Path, block: Block, outputs: list[str]) -> Iterator[tuple[tuple[int, int], str, str]]:
    """For each output that the page shows: where it stands on the page, what is shown, and what came out."""
    text = page.read_text(encoding="utf-8")
    if block.language == "python" and block.prints:
        start, end = block.prints
        yield (start, end), _tidied(text[start:end]), outputs[0]
    at = block.place[0]
    for command, output in zip(block.commands, outputs, strict=False):
        if command.shown:
            at = text.index(command.shown, text.index("\n", text.index(f"$ {command.words.splitlines()[0]}", at)))
            yield (at, at + len(command.shown)), _tidied(command.shown), output


def is_shown(shown: str, output: str) -> bool:
    """Whether the output is what the page shows, `…` standing for anything on its line and alone for any lines."""
    pattern = re.escape(f"{shown}\n").replace("\\\n", "\n")
    pattern = re.sub(r"(?m)^…\n", r"(?:.*\\n)*?", pattern).replace("…", ".*")
    return re.fullmatch(pattern, f"{output}\n") is not None


def rewritten(shown: str, output: str) -> str:
    """The output as the page shows it: cut where the page cut it."""
    lines = shown.splitlines()
    if lines and lines[-1] == "…":
        return "\n".join([*output.splitlines()[: len(lines) - 1], "…"])
    return output


def rewrite(page: Path) -> bool:
    """Run a page and write what comes out where it is not what is shown; whether anything was written."""
    with tempfile.TemporaryDirectory() as folder:
        session = Session.of(page, Path(folder))
        text = page.read_text(encoding="utf-8")
        changes: list[tuple[tuple[int, int], str]] = []
        for number, block in enumerate(blocks(page)):
            for place, shown, output in comparisons(page, block, session.outcome(number) or []):
                if not is_shown(shown, output):
                    changes.append((place, rewritten(shown, output) + "\n" * (block.language == "python")))
    for (start, end), new in reversed(changes):
        text = text[:start] + new + text[end:]
    if changes:
        page.write_text(text, encoding="utf-8")
    return bool(changes)


def _tidied(output: str) -> str:
    return "\n".join(line.rstrip() for line in output.rstrip().splitlines())


if __name__ == "__main__":
    for each in [Path(name).resolve() for name in sys.argv[1:]] or pages():
        print(f"{each.relative_to(ROOT)}: {'written' if rewrite(each) else 'as it is shown'}", flush=True)
