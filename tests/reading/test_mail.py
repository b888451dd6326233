"""A mail is its letter and what hangs on it; a mailbox is its mails."""

from __future__ import annotations

import io
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.article import Article
from onrecord.errors import BadFormat, InputError
from onrecord.reading.inputs import read_inputs
from onrecord.reading.mail import read_message
from onrecord.reading.mailbox import read_mailbox
from tests.reading.documents import docx

LETTER = """
<html><head><title>x</title><style>p {color: red}</style></head><body class="newsletter">
<div style="display:none">The pier closes\u200c\u200c</div>
<table class="newsletter-body"><tr><td><p>View this email in your browser</p></td></tr>
<tr><td><h1>Pier to close for the winter</h1>
<p>The pier will close on Monday, Ana Brooks, the harbour master, said.</p>
<p>“Nobody is in danger,” she told <a href="https://x.example">reporters</a>.</p></td></tr>
<tr><td><p>You are receiving this because you signed up. <a href="#">Unsubscribe</a></p>
<p>© 2026 The Carrow Dispatch</p></td></tr></table></body></html>"""


def mail(**more: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "The Carrow Dispatch <news@carrow.example>"
    message["To"] = "you@example.org"
    message["Subject"] = "Pier to close – for the winter"
    message["Date"] = "Tue, 05 Mar 2024 18:42:00 +0100 (CET)"
    message["Message-ID"] = "<1@carrow.example>"
    for name, value in more.items():
        message[name.replace("_", "-")] = value
    message.set_content("Only a poor copy: see https://carrow.example\n")
    message.add_alternative(LETTER, subtype="html")
    return message


def read(data: bytes) -> list[Article | InputError]:
    found = []
    try:
        for each in read_message(data, origin="a.eml"):
            assert isinstance(each, Article | InputError)
            found.append(each)
    except InputError as error:
        found.append(error)
    return found


def test_the_letter_is_read_without_what_every_letter_says() -> None:
    (article,) = read(mail().as_bytes())
    assert isinstance(article, Article)
    assert article.text == (
        "Pier to close for the winter\n\nThe pier will close on Monday, Ana Brooks, the harbour master, said.\n\n"
        "“Nobody is in danger,” she told reporters."
    )
    assert (article.title, article.outlet, article.author, article.published) == (
        "Pier to close – for the winter", "The Carrow Dispatch", None, "2024-03-05T18:42:00+01:00",
    )  # fmt: skip
    assert article.blocks[0].kind == "heading"


def test_a_list_has_a_name_and_the_letter_an_address() -> None:
    named = mail(List_Id='"Harbour news" <harbour.carrow.example>', Archived_At="<https://carrow.example/7>")
    (article,) = read(named.as_bytes())
    assert isinstance(article, Article)
    assert (article.outlet, article.author, article.url) == (
        "Harbour news", "The Carrow Dispatch", "https://carrow.example/7",
    )  # fmt: skip


def test_a_plain_letter_ends_before_its_signature() -> None:
    message = EmailMessage()
    message["From"] = "Lew Orr <orr@example.org>"
    message.set_content("Dear all,\n\nThe pier is safe, Ana Brooks said on Tuesday.\n\n-- \nLew Orr, Harbour office\n")
    (article,) = read(message.as_bytes())
    assert isinstance(article, Article)
    assert article.text.rstrip() == "Dear all,\n\nThe pier is safe, Ana Brooks said on Tuesday."
    assert article.outlet == "Lew Orr"


def test_what_hangs_on_a_mail_is_read_too() -> None:
    message = mail()
    word = "application", "vnd.openxmlformats-officedocument.wordprocessingml.document"
    message.add_attachment(docx("She said no on Monday."), maintype=word[0], subtype=word[1], filename="a.docx")
    message.add_attachment(b"%PDF-1.4 broken", maintype="application", subtype="octet-stream", filename="b.pdf")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="c.png")
    message.add_attachment(mail())
    letter, document, broken, forwarded = read(message.as_bytes())
    assert [letter.origin, document.origin, broken.origin, forwarded.origin] == [
        "a.eml", "a.eml:2", "a.eml:3", "a.eml:4",
    ]  # fmt: skip
    assert isinstance(document, Article)
    assert document.text == "She said no on Monday."
    assert type(broken) is BadFormat
    assert isinstance(forwarded, Article)


def test_mails_in_any_encoding(tmp_path: Path) -> None:
    head = b"From: =?utf-8?q?Ana_Br=C3=B6oks?= <a@b.example>\r\nSubject: Caf\xc3\xa9\r\nMIME-Version: 1.0\r\n"
    for charset, body in (
        (b"latin-1", "“Café”, she said".encode("cp1252")),
        (b"nonsense", "“Café”, she said".encode()),
    ):
        data = head + b"Content-Type: text/plain; charset=" + charset + b"\r\n\r\n" + body
        (tmp_path / "a").write_bytes(data)
        (article,) = read_inputs([tmp_path / "a"])
        assert isinstance(article, Article)
        assert (article.text, article.outlet, article.title) == (
            "“Café”, she said",
            "Ana Brööks".replace("öö", "öo"),
            "Café",
        )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no headers at all",
        b"Subject: x\n\n",
        b"Subject: x\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\n--a--",
        b"Subject: " + b"x" * 70_000 + b"\n\nShe said no.",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(500)),
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 1_000,
        b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"From: \xff\xfe\nDate: never\nSubject: =?x?y?z?=\nContent-Type: text/html; charset*=\xff\n\n<p></p>",
    ],
)
def test_a_mail_made_to_break_is_an_error_and_soon(data: bytes) -> None:
    begin = time.process_time()
    (error,) = read(data)
    assert isinstance(error, InputError)
    assert time.process_time() - begin < 5


@given(st.binary(max_size=400))
def test_any_bytes_are_a_mail_or_an_error(data: bytes) -> None:
    for start in (b"", b"From: a@b\nContent-Type: text/html\n", b"Content-Type: multipart/mixed; boundary=\n"):
        assert read(start + data)


def postmarked(*mails: bytes) -> bytes:
    return b"".join(b"From news@carrow.example Tue Mar  5 18:42:00 2024\n" + each + b"\n\n" for each in mails)


def test_a_mailbox_is_read_a_mail_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = (
        b"Subject: Pier\nFrom: a@b.example\n\nLetter.\n\nFrom Monday on it is closed, she said.\n>From 10:00 to noon.\n"
    )
    (tmp_path / "a.mbox").write_bytes(postmarked(mail().as_bytes(), plain, b"Subject: nothing\n\n", plain))
    results = list(read_inputs([tmp_path / "a.mbox"]))
    assert [type(each).__name__ for each in results] == ["Article", "Article", "NoArticle", "Article"]
    assert [each.origin.rpartition(":")[2] for each in results] == ["1", "2", "3", "4"]
    assert isinstance(results[1], Article)
    assert "\nFrom Monday on it is closed, she said.\nFrom 10:00 to noon." in results[1].text
    (tmp_path / "noname").write_bytes(postmarked(plain))
    assert isinstance(next(read_inputs([tmp_path / "noname"])), Article)
    monkeypatch.setenv("ONRECORD_MAX_BYTES", "300")
    large = list(read_mailbox(io.BytesIO(postmarked(plain + b"x" * 900, plain)), origin="a"))
    assert [type(each).__name__ for each in large] == ["InputTooLarge", "Article"]


def test_what_is_no_mailbox_is_said_to_be_none() -> None:
    with pytest.raises(BadFormat, match="does not begin as a mailbox"):
        list(read_mailbox(io.BytesIO(b"She said no.\n"), origin="a"))
    (error,) = read_mailbox(io.BytesIO(b"\n\n"), origin="a")
    assert "no mail" in str(error)
