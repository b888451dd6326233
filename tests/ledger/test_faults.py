"""Whatever is wrong with the file or the disk is said in our words, and what was acknowledged stays."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from onrecord import errors
from onrecord.ledger import faults
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.schema import VERSION
from tests.ledger.records import contents, intact, story

ROOT = Path(__file__).parents[2]
VERBS = {
    "add": lambda ledger: ledger.add([story(1)]),
    "find": lambda ledger: ledger.find("harbour"),
    "export": lambda ledger: list(ledger.export()),
    "remove": lambda ledger: ledger.remove("x"),
    "unread": lambda ledger: ledger.unread(),
}
every_verb = pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)


@every_verb
@pytest.mark.parametrize(
    "content", [b"Not a ledger, but a letter.", b"\x00" * 5000, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_file_that_is_no_ledger_is_left_alone(tmp_path, verb, content):
    path = tmp_path / "letter.db"
    path.write_bytes(content)
    with pytest.raises((errors.NotLedger, errors.LedgerDamaged), match=r"letter\.db"), Ledger(path) as ledger:
        verb(ledger)
    assert path.read_bytes() == content


@every_verb
def test_the_database_of_another_program_is_left_alone(tmp_path, verb):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE articles (id)")
    before = path.read_bytes()
    with pytest.raises(errors.NotLedger, match="no ledger"), Ledger(path) as ledger:
        verb(ledger)
    assert path.read_bytes() == before


@every_verb
def test_a_ledger_of_a_newer_version_is_left_alone(ledger, verb):
    ledger.add([story(2)])
    ledger.close()
    with closing(sqlite3.connect(ledger.path)) as newer:
        newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = Path(ledger.path).read_bytes()
    with pytest.raises(errors.LedgerTooNew, match=f"version {VERSION + 1}.*Update Onrecord"), ledger:
        verb(ledger)
    assert Path(ledger.path).read_bytes() == before


@pytest.mark.parametrize("name", [name for name in VERBS if name != "add"])
def test_a_ledger_that_is_not_there_is_not_made_by_asking(tmp_path, name):
    with pytest.raises(errors.LedgerMissing, match="There is no such ledger"):
        VERBS[name](Ledger(tmp_path / "news.db"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [name for name in VERBS if name != "add"])
def test_a_ledger_that_was_begun_and_never_filled_says_so(tmp_path, name):
    path = tmp_path / "news.db"
    path.touch()
    with pytest.raises(errors.LedgerMissing, match="Nothing was added"), Ledger(path) as ledger:
        VERBS[name](ledger)
    assert Ledger(path).add([story(1)]).new == 1


@every_verb
def test_a_folder_is_no_ledger(tmp_path, verb):
    with pytest.raises(errors.NotLedger, match="It is a folder"):
        verb(Ledger(tmp_path))


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(errors.LedgerMissing, match=r"mkdir -p .*nowhere"):
        Ledger(tmp_path / "nowhere" / "news.db").add([story(1)])


@pytest.mark.parametrize("name", ["a b?c#d%41.db", "ü–“.db", "-.db", "'; --.db"])
def test_any_name_of_a_file_will_do(tmp_path, name):
    with Ledger(tmp_path / name) as ledger:
        ledger.add([story(1)])
        assert len(ledger.find("harbour").found) == 1
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_damaged_ledger_is_said_to_be_damaged_and_never_answers_in_the_words_of_sqlite(tmp_path):
    """Bytes all over a whole file are changed, a few at a time: each time an answer or one of our errors."""
    whole = tmp_path / "whole.db"
    with Ledger(whole) as ledger:
        ledger.add([story(number) for number in range(60)])
    chance = random.Random(3)
    seen: set[str] = set()
    for _ in range(120):
        broken = bytearray(whole.read_bytes())
        start = chance.randrange(100, len(broken) - 200)
        broken[start : start + 150] = chance.randbytes(150)
        path = tmp_path / "broken.db"
        path.write_bytes(broken)
        for name in ("find", "export", "add"):
            try:
                with Ledger(path) as ledger:
                    VERBS[name](ledger)
            except errors.LedgerError as error:
                seen.add(type(error).__name__)
        for end in ("-wal", "-shm"):
            Path(f"{path}{end}").unlink(missing_ok=True)
    assert "LedgerDamaged" in seen


def test_a_ledger_that_was_cut_short_is_damaged(ledger):
    ledger.add([story(number) for number in range(50)])
    ledger.close()
    os.truncate(ledger.path, os.path.getsize(ledger.path) // 2)
    with pytest.raises(errors.LedgerDamaged, match="recover"), ledger:
        list(ledger.export())


def test_a_full_disk_undoes_the_batch_and_no_more(ledger):
    ledger.add([story(1)])
    pages = ledger._writer().execute("PRAGMA page_count").fetchone()[0]
    ledger._writer().execute(f"PRAGMA max_page_count = {pages + 3}")
    with pytest.raises(errors.LedgerFull, match="Make room"):
        ledger.add([story(number) for number in range(2, 400)])
    ledger._writer().execute("PRAGMA max_page_count = 1000000")
    assert contents(ledger.find("harbour")) == ["that harbour 1 was closed"]
    assert ledger.add([story(number) for number in range(400)]).new == 399
    intact(ledger.path)


def test_a_file_that_may_not_grow_loses_nothing_acknowledged(tmp_path):
    """The system itself refuses to write more than so many bytes, at every size from nothing to enough."""
    adding = "import sys; from tests.ledger.test_faults import add_many; sys.exit(add_many(sys.argv[1]))"
    refused = 0
    for kilobytes in (0, 4, 40, 200, 300, 400, 600, 900):
        path = tmp_path / f"{kilobytes}.db"

        def limited(limit=kilobytes * 1024):
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        command = [sys.executable, "-B", "-c", adding, str(path)]
        done = subprocess.run(command, cwd=ROOT, preexec_fn=limited, capture_output=True, text=True, check=False)
        acknowledged = [int(line) for line in done.stdout.split()]
        refused += done.returncode
        assert done.stderr == "", done.stderr
        with Ledger(path) as ledger:
            ledger.add([])
            assert len(list(ledger.export())) >= max(acknowledged, default=0)
            assert ledger.add(story(number) for number in range(120)).new <= 120 - max(acknowledged, default=0)
            assert len(list(ledger.export())) == 120
        intact(str(path))
    assert refused >= 3


def add_many(path: str) -> int:
    """Add 120 articles in small batches, print how many are acknowledged; 1 when the ledger can take no more."""
    from onrecord.ledger import ledger as module

    module.BATCH_ARTICLES = 10
    try:
        with Ledger(path) as ledger:
            ledger.add((story(n) for n in range(120)), told=lambda added: os.write(1, b"%d\n" % added.new))
    except errors.LedgerError:
        return 1
    return 0


@pytest.fixture
def as_nobody(tmp_path):
    """Run a function, in a process of its own, as a user to whom permissions apply; the superuser is asked by none.

    Gives what the function gives. The process has all modules already, for that user may not be able to read them.
    """

    def run(work):
        tmp_path.chmod(0o755)
        for parent in list(tmp_path.parents)[:2]:
            parent.chmod(0o755)
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                if os.geteuid() == 0:
                    os.setgroups([])
                    os.setgid(65534)
                    os.setuid(65534)
                os.write(write, repr(work()).encode())
            except BaseException as error:
                os.write(write, f"{type(error).__name__}: {error}".encode())
            finally:
                os._exit(0)
        os.close(write)
        with os.fdopen(read) as said:
            told = said.read()
        os.waitpid(child, 0)
        return told

    return run


@pytest.mark.parametrize("closed", ["file", "folder and file"])
def test_a_read_only_ledger_can_be_asked_but_not_added_to(tmp_path, as_nobody, closed):
    folder = tmp_path / "archive"
    folder.mkdir()
    path = folder / "news.db"
    with Ledger(path) as ledger:
        ledger.add([story(1)])
    path.chmod(0o444)
    folder.chmod(0o777 if closed == "file" else 0o555)
    assert as_nobody(lambda: contents(Ledger(path).find("harbour"))) == "['that harbour 1 was closed']"
    for verb in (VERBS["add"], lambda ledger: ledger.remove("1.txt")):
        said = as_nobody(lambda verb=verb: verb(Ledger(path)))
        assert said.startswith("LedgerReadOnly: ")
        assert "It can be read but not written to. Check the permissions" in said


@every_verb
def test_a_ledger_that_may_not_be_opened_is_said_to_be_so(tmp_path, as_nobody, verb):
    path = tmp_path / "news.db"
    with Ledger(path) as ledger:
        ledger.add([story(1)])
    path.chmod(0)
    said = as_nobody(lambda: verb(Ledger(path)))
    assert said.startswith("Ledger")
    assert "Check" in said


def test_every_fault_of_the_file_is_one_of_ours():
    for code, (kind, problem, advice) in faults.FAULTS.items():
        error = sqlite3.OperationalError("words of SQLite")
        error.sqlite_errorcode = code | 5 << 8  # an extended code of the same kind
        known = faults.fault_of(error, "news.db")
        assert type(known) is kind
        assert str(known) == f"news.db: {problem} {advice}"
    assert faults.fault_of(sqlite3.OperationalError("a mistake of ours"), "news.db") is None


def test_somebody_who_writes_for_too_long_is_named(ledger, monkeypatch):
    ledger.add([story(1)])
    ledger.close()
    monkeypatch.setattr("onrecord.ledger.connection.PATIENCE", 0.05)
    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(errors.LedgerBusy, match="Wait until it is done"):
            ledger.add([story(2)])
        assert len(ledger.find("harbour").found) == 1


def test_a_copy_without_its_log_is_whole(ledger, tmp_path):
    """What is committed and not yet written back is in the log; both together are the ledger."""
    ledger.add([story(1)])
    other = tmp_path / "copy.db"
    shutil.copy(ledger.path, other)
    shutil.copy(f"{ledger.path}-wal", f"{other}-wal")
    assert len(list(Ledger(other).export())) == 1
