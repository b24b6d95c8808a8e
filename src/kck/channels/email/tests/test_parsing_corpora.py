# ruff: noqa: E501 - mails have long lines
"""Public collections of nasty mails; they are not part of the project."""

import os
from pathlib import Path

import pytest

from kck.channels.email.parsing import parse
from kck.channels.email.parsing.pages import read_page
from kck.channels.email.parsing.quotations import split

HERE = Path(__file__).resolve()
SHARED = Path(os.environ.get("KCK_SHARED", HERE.parents[5].parent / "shared")) / "data" / "mail"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"no mails in {SHARED}")
DISCOURSE = SHARED / "discourse_email_reply_trimmer" / "test"
TALON = SHARED / "talon" / "tests" / "fixtures"
LEAST_SHARE = 0.87  # of its expectations; see the README of this package for the rest


def plain(text: str) -> str:
    return " ".join(text.split())


def test_every_file_is_a_mail():
    files = [path for path in SHARED.rglob("*") if path.is_file()]

    broken = [path.name for path in files if "failed" in parse(path.read_bytes()).defects]

    assert len(files) > 500
    assert broken == []


def test_every_mail_of_a_person_has_words_or_files():
    silent = {
        path.name
        for path in (SHARED / "flanker").rglob("*.eml")
        if not (mail := parse(path.read_bytes())).text.strip() and not mail.attachments
        and not mail.bounces
    }  # fmt: skip

    assert silent == {"false-multipart.eml"}  # has no body at all


def test_discourse_agrees():
    pairs = [
        (path.read_text("utf-8").replace("\r\n", "\n"), (DISCOURSE / "trimmed" / path.name).read_text("utf-8"))
        for path in sorted((DISCOURSE / "emails").glob("*.txt"))
    ]  # fmt: skip

    agree = sum(plain(split(text).reply) == plain(wanted) for text, wanted in pairs)

    assert agree / len(pairs) >= LEAST_SHARE


@pytest.mark.parametrize("name", ["iphone", "sparrow"])
def test_talon_agrees_where_it_says_what_it_expects(name):
    mail = parse((TALON / "standard_replies" / f"{name}.eml").read_bytes())

    whole = f"{mail.reply}\n{mail.signature}"
    assert plain(whole) == plain((TALON / "standard_replies" / f"{name}_reply_text").read_text())


def test_talons_answers_are_a_greeting():
    files = sorted((TALON / "standard_replies").glob("*.eml"))

    replies = {path.name: parse(path.read_bytes()).reply for path in files}

    assert set(replies.values()) == {"Hello"}


def test_talons_pages_end_before_the_quotation():
    files = sorted((TALON / "html_replies").glob("*.html"))

    replies = {
        plain(split(read_page(path.read_text("utf-8"), set()).marked).reply) for path in files
    }

    assert replies == {"Hi. I am fine. Thanks, Alex"}


@pytest.mark.parametrize(
    ("name", "status", "action"),
    [
        ("mailbox-full", "5.2.2", "failed"),
        ("zed", "5.1.1", "failed"),
        ("no-mx", "4.4.4", "delayed"),
        ("delayed", "4.0.0", "failed"),
        ("delayed-broken", "4.2.2", "failed"),
        ("gmail-no-dns", "5.1.2", "failed"),
        ("gmail-invalid-address", "5.1.0", "failed"),
        ("office365", "5.1.10", "failed"),
        ("broken-mime", "5.0.0", "failed"),
    ],
)
def test_flankers_bounces_are_bounces(name, status, action):
    path = SHARED / "flanker/tests/fixtures/messages/bounce" / f"{name}.eml"

    found = parse(path.read_bytes()).bounces

    assert [(one.status, one.action) for one in found] == [(status, action)]
