"""Mails for tests of the desk: they arrive by the one door."""

from dataclasses import replace
from typing import Any

from tests.builders import MONDAY

from kck.conversations.commands import arrive
from kck.conversations.models import Box, Thread
from kck.conversations.terms import Arrived

ANNA = "anna@example.org"
QUESTION = "Czy urząd przy Wielickiej jest otwarty w piątek po świętach?"


def a_box(code: str = "kontakt", unit: str = "KCK", channel: str = "email", **more: Any) -> Box:
    return Box.objects.update_or_create(
        code=code,
        defaults={
            "channel": channel, "address": f"{code}@kontakt.example", "unit": unit,
            "names": {"pl": "Skrzynka"}, "valid_from": MONDAY.date(), **more,
        },
    )[0]  # fmt: skip


def a_mail(number: int = 1, text: str = QUESTION, **more: Any) -> Arrived:
    first = Arrived(
        channel="email", box="kontakt", far_end_id=f"<{number}@example.org>", sender=ANNA,
        sender_name="Anna Nowak", subject="Godziny otwarcia", text=text,
    )  # fmt: skip
    return replace(first, **more)


def a_thread(number: int = 1, **more: Any) -> Thread:
    """One that waits for an answer."""
    a_box(more.get("box", "kontakt"), unit=more.pop("unit", "KCK"))
    taken = arrive(a_mail(number, **more), at=MONDAY)
    return Thread.objects.get(pk=taken.thread_id)


def again(thread: Thread) -> Thread:
    thread.refresh_from_db()
    return thread
