"""The demo's mails and texts: what a morning brings, in three languages and every state."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from kck.cases.models import Case
from kck.conversations import commands
from kck.conversations.models import Thread
from kck.conversations.terms import Arrived, ArrivedFile, Noise
from kck.conversations.tokens import token_of
from kck.demo.lines import seat
from kck.demo.lives import Agenda, photo_id
from kck.demo.talk_words import LETTERS, REPLIES, Letter
from kck.demo.times import MONDAY
from kck.foundation import numbers

Step = Callable[[datetime], None]


def stage(agenda: Agenda) -> None:
    """Put every letter, and what came of it, on the agenda."""
    for letter in LETTERS:
        agenda.add(MONDAY - letter.before, _arrival(letter))
    for before, step in _STEPS:
        agenda.add(MONDAY - before, step)


def _arrival(letter: Letter) -> Step:
    def step(at: datetime) -> None:
        commands.arrive(_arrived(letter, at), at=at)

    return step


def _arrived(letter: Letter, at: datetime) -> Arrived:
    files = [
        ArrivedFile(
            name=name, content_type="image/jpeg", size=90_000,
            file=photo_id(subject, variant, at=at),
        )
        for name, subject, variant in letter.photos
    ]  # fmt: skip
    return Arrived(
        channel=letter.channel,
        box=letter.box,
        far_end_id=f"<{letter.key}@poczta.example>",
        sender=letter.sender,
        sender_name=letter.name,
        to=("kontakt@kontakt.example",) if letter.channel == "email" else ("000311",),
        subject=letter.subject,
        text=letter.text,
        quoted=letter.quoted,
        signature=letter.signature,
        files=tuple(files),
        noise=letter.noise,
        spam=letter.spam,
        dmarc=letter.dmarc,
        sent_at=at,
    )


def _thread(key: str) -> Thread:
    return Thread.objects.filter(posts__far_end_id=f"<{key}@poczta.example>").distinct().get()


def _answer(key: str, who: str, after: str = "done") -> Step:
    def step(at: datetime) -> None:
        commands.answer(
            _thread(key).pk, text=REPLIES[key], after=after, seconds=0, at=at, by=seat(who)
        )

    return step


def _writes_back(key: str, text: str, noise: Noise = Noise.NONE) -> Step:
    """By the token of our answer, as mail programs do it."""

    def step(at: datetime) -> None:
        first, letter = _thread(key), next(one for one in LETTERS if one.key == key)
        again = replace(letter, key=f"{key}-2", text=text, noise=noise, photos=(), signature="")
        arrived = replace(
            _arrived(again, at),
            subject=f"Re: {letter.subject}" if letter.subject else "",
            tokens=(token_of(first.stream),) if letter.channel == "email" else (),
            references=() if letter.channel == "email" else (f"<{key}@poczta.example>",),
            quoted=_quoted(key),
        )
        commands.arrive(arrived, at=at)

    return step


def _quoted(key: str) -> str:
    return "\n".join(f"> {line}" for line in REPLIES.get(key, "").splitlines())


def _note(at: datetime) -> None:
    commands.add_note(
        _thread("tramwaj").pk,
        text="ZTP mówi, że objazd potrwa do 15 lutego. Czekamy na rozkład.",
        at=at,
        by=seat("agent2"),
    )


def _snooze(at: datetime) -> None:
    commands.snooze(_thread("sad").pk, until=MONDAY + timedelta(days=2), at=at, by=seat("agent1"))


def _take(at: datetime) -> None:
    commands.assign(_thread("tramwaj").pk, to=seat("agent1").staff_id, at=at, by=seat("agent1"))


def _stranger(at: datetime) -> None:
    """A neighbour writes with the reply address of somebody else's case."""
    case = Case.objects.exclude(person=None).order_by("pk").first()
    if case is None:
        return
    commands.arrive(
        Arrived(
            channel="email",
            box="kontakt",
            far_end_id="<sasiadka@poczta.example>",
            sender="halina.z.parteru@poczta.example",
            sender_name="Halina z Parteru",
            subject=f"Re: [{numbers.display(case.number)}] sprawa sąsiada",
            text="Sąsiad przysłał mi Wasz mail. Ja też chcę wiedzieć, co z tym robicie i kto to"
            " zgłosił, bo wszyscy w klatce pytają.",
            tokens=(token_of(f"case:{case.pk}"),),
            sent_at=at,
        ),
        at=at,
    )


_STEPS: tuple[tuple[timedelta, Step], ...] = (
    (timedelta(days=3, hours=1), _answer("psy", "agent1")),
    (timedelta(days=2, hours=20), _writes_back("psy", "Dziękuję bardzo, miłego dnia!")),
    (timedelta(days=2, hours=2), _answer("garage", "agent2")),
    (timedelta(hours=20), _answer("karta", "agent1", "waiting")),
    (timedelta(hours=3), _writes_back(
        "karta", "Nazwisko się zgadza. A ile się czeka na kartę, jak ją zamówię dzisiaj?")),
    (timedelta(hours=2, minutes=50), _take),
    (timedelta(hours=2, minutes=20), _note),
    (timedelta(hours=2), _snooze),
    (timedelta(minutes=95), _stranger),
    (timedelta(hours=5), _answer("sms-kosz", "agent1")),
    (timedelta(minutes=50), _writes_back(
        "garage", "I am out of the office until 9 February with no access to e-mail.",
        Noise.VACATION)),
)  # fmt: skip
