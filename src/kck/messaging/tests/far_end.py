"""A far end for tests: a real transport object that does what it is told."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kck.messaging.ports import Outgoing, register_transport
from kck.messaging.registry import MessageText, register
from kck.messaging.terms import Recipient, Words

CHANNEL = "test"
TEXT = "test.hello"

register(
    MessageText(
        key=TEXT,
        about="in tests",
        variables={"number": "26-1", "due": "jutro"},
        must=frozenset({"number"}),
        why={"pl": "Bo zgłoszenie {{number}}.", "en": "Because of report {{number}}."},
        defaults={
            "pl": Words(
                subject="Sprawa {{number}}", body="Mamy {{number}}.{{#due}} Do {{due}}.{{/due}}"
            ),
            "en": Words(subject="Case {{number}}", body="We have {{number}}."),
            "uk": Words(subject="Справа {{number}}", body="Маємо {{number}}."),
        },
    )
)


@dataclass
class FarEnd:
    """Remembers what it got; `answer` may raise."""

    answer: Callable[[Outgoing], str] = lambda message: "ok"
    obstacle: str = ""
    got: list[Outgoing] = field(default_factory=list)
    closed: int = 0

    def not_ready(self) -> str:
        return self.obstacle

    def send(self, message: Outgoing) -> str:
        said = self.answer(message)
        self.got.append(message)
        return said

    def close(self) -> None:
        self.closed += 1

    def serve(self) -> "FarEnd":
        register_transport(CHANNEL, lambda: self)
        return self


def somebody(name: str = "ola", person_id: int | None = None, *, language: str = "pl") -> Recipient:
    return Recipient(
        address=f"{name}@example.com", person_id=person_id, language=language, channel=CHANNEL
    )
