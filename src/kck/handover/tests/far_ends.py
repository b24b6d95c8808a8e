"""Ways out that do what a test wants."""

from collections.abc import Callable, Sequence

from kck.foundation.reasons import of_text
from kck.handover.ports import Parcel, Result


class Answering:
    """Gives each parcel what `answer` says, and remembers what it was given."""

    def __init__(self, answer: Callable[[Parcel], Result]) -> None:
        self.answer = answer
        self.rounds: list[list[Parcel]] = []

    @property
    def parcels(self) -> list[Parcel]:
        return [one for parcels in self.rounds for one in parcels]

    def send(self, parcels: Sequence[Parcel]) -> list[Result]:
        self.rounds.append(list(parcels))
        return [self.answer(one) for one in parcels]


def accepted(parcel: Parcel) -> Result:
    return Result(sending_id=parcel.sending_id, arrived=True, far_number=f"F-{parcel.task_id}")


def refused(parcel: Parcel) -> Result:
    return Result(sending_id=parcel.sending_id, arrived=False, reason=of_text("kaput"))


def away(parcel: Parcel) -> Result:
    return Result(sending_id=parcel.sending_id, arrived=False, reason=of_text("away"), away=True)
