import os
import pty
import resource
import select
import signal
import subprocess
import sys

import pytest

from tests.cli.conftest import ROOT

HEAVY = {"onnxruntime", "numpy", "lxml", "trafilatura", "rich", "httpx2", "onrecord.pipeline"}


def modules_after(arguments):
    code = (
        "import sys\nfrom onrecord.cli.main import main\n"
        f"status = main({arguments!r})\nprint(sorted(sys.modules), file=sys.stderr)\nsys.exit(status)"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)


@pytest.mark.parametrize("arguments", [["--help"], ["read", "--help"], ["-h"], ["--version"]])
def test_help_and_version_load_nothing_heavy(arguments):
    done = modules_after(arguments)
    assert done.returncode == 0
    loaded = set(eval(done.stderr.strip().splitlines()[-1]))
    assert loaded & HEAVY == set()
    assert done.stdout


def test_help_starts_at_once():
    def seconds(*arguments):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "onrecord.cli.main", *arguments], capture_output=True, cwd=ROOT, check=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    # Time of the processor, not of the clock, so that what else the machine does counts little.
    assert min(seconds("--help") for _ in range(3)) < 0.3


def test_help_names_every_format_and_option():
    out = modules_after(["read", "--help"]).stdout
    for word in ("table", "json", "jsonl", "csv", "html", "brat", "webanno", "--output", "--threads", "--quiet"):
        assert word in out


def test_only_a_table_draws_with_rich(start, article):
    code = (
        "import sys; from tests.cli.fake import install; sys.modules['onrecord.pipeline'] = install()\n"
        "from onrecord.cli.main import main\n"
        f"main(['read', {article!r}, '-f', 'csv']); print('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.endswith("False\n")


def test_standard_input_is_read_where_nothing_is_named(start):
    process = start("read", "--format", "csv", stdin=subprocess.PIPE)
    out, err = process.communicate("[s1 Zoë] [c1 said] [t1 no].".encode())
    assert (process.returncode, err) == (0, b"")
    assert ",Zoë,said,no,".encode() in out


def test_on_a_terminal_nothing_named_is_a_call_that_is_off(start):
    ours, theirs = pty.openpty()
    process = start("read", stdin=theirs)
    os.close(theirs)
    out, err = process.communicate(timeout=120)
    os.close(ours)
    assert (process.returncode, out) == (2, b"")
    assert b"Nothing to read" in err
    assert b"Usage: onrecord read" in err


def test_a_reader_that_goes_away_ends_it_quietly(start):
    process = start("read", "many:500", "--format", "jsonl")
    assert process.stdout.readline().startswith(b'{"article"')
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=120) == 141


def test_ctrl_c_ends_it_quietly_and_leaves_no_half_file(start, tmp_path):
    target = tmp_path / "out.jsonl"
    process = start("read", "many:3", "slow:30", "many:3", "-f", "jsonl", "-o", str(target))
    assert process.stderr.readline() == b"reading\n"
    process.send_signal(signal.SIGINT)
    assert process.stderr.read() == b""
    assert process.wait(timeout=120) == 130
    assert os.listdir(tmp_path) == []


def test_a_kill_leaves_no_half_file_under_the_name(start, tmp_path):
    target = tmp_path / "out.jsonl"
    target.write_text("what was there")
    process = start("read", "many:100", "slow:30", "-f", "jsonl", "-o", str(target))
    assert process.stderr.readline() == b"reading\n"
    process.kill()
    process.wait(timeout=120)
    assert target.read_text() == "what was there"


def test_a_full_disk_is_one_line(start):
    with open("/dev/full", "wb") as full:
        process = start("read", "many:1", "-f", "csv", stdout=full)
        assert process.stderr.read() == b"onrecord: The output cannot be written: No space left on device.\n"
        assert process.wait(timeout=120) == 1


def on_a_terminal(start, *arguments, output=None):
    """What a terminal is sent on standard error, and on standard output unless that goes elsewhere."""
    ours, theirs = pty.openpty()
    process = start(*arguments, stdout=output or theirs, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    sent = b""
    while True:
        select.select([ours], [], [], 120)
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        sent += piece
    os.close(ours)
    return process.wait(timeout=120), sent.decode()


def test_a_terminal_is_never_sent_what_an_article_would_have_it_obey(start, tmp_path):
    path = tmp_path / "evil.txt"
    path.write_text("[s1 Eve] [c1 said] [t1 \x1b]0;owned\x07\u202e].", encoding="utf-8")
    for form in ("csv", "brat", "jsonl", "html", "table"):
        status, sent = on_a_terminal(start, "read", str(path), "-f", form)
        assert status == 0
        assert "\x1b]" not in sent, form
        assert not set(sent) & {"\x07", "\u202e"}, form
    assert "\x1b[1mA title" in sent


def test_progress_shows_only_where_it_is_watched_and_wanted(start, article, tmp_path):
    arguments = ("read", article, "-f", "csv", "-o", str(tmp_path / "o.csv"))
    status, sent = on_a_terminal(start, *arguments)
    assert status == 0
    assert "Read" in sent
    assert on_a_terminal(start, *arguments, "--quiet") == (0, "")
    process = start(*arguments)
    assert process.communicate(timeout=120) == (b"", b"")
