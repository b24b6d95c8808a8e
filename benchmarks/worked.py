"""Cases with a life: opened by the one door, taken, talked about; their page has content."""

from datetime import timedelta


def worked_cases(count: int) -> list[str]:
    """Numbers of new ones all over the city, each with fourteen entries in its timeline."""
    return [_worked(place) for place in range(count)]


def _worked(place: int) -> str:
    from kck.cases import commands
    from kck.cases.terms import Spot
    from kck.foundation import clock
    from kck.foundation.actor import ANYBODY, PLATFORM
    from kck.intake.commands import receive
    from kck.intake.terms import Channel, Incoming, Reached

    at = clock.now() - timedelta(days=2)
    incoming = Incoming(
        channel=Channel.WEB,
        text="Duża dziura w jezdni przed szkołą, wjeżdżają w nią autobusy.",
        category="roads-pothole",
        spot=Spot(lat=50.03 + place % 8 * 0.007, lon=19.86 + place // 8 * 0.03),
        reached=Reached(email=f"person{place}@bench.example.org"),
    )
    case = receive(incoming, at=at, by=ANYBODY).case
    assert case is not None
    commands.accept(case.id, at=at, by=PLATFORM)
    for turn in range(6):
        at += timedelta(hours=1)
        commands.add_note(case.id, text=f"Byliśmy tam raz {turn}.", at=at, by=PLATFORM)
        commands.answer(case.id, text=f"Pracujemy nad tym, etap {turn}.", at=at, by=PLATFORM)
    return case.number
