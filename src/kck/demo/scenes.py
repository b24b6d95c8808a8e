"""How the scenes are made: each with its fixed numbers, told in a few steps."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from shapely.geometry import shape

from kck.cases import commands
from kck.cases.models import Case
from kck.cases.queries.access import reporter_of
from kck.cases.terms import Outcome, PhotoKind, Spot
from kck.demo.lives import Agenda, Crew, photo_id
from kck.demo.models import DemoState
from kck.demo.pictures import subject_for
from kck.demo.times import MONDAY
from kck.directory.models import ConfigVersion, Unit
from kck.directory.queries import forget_snapshot, snapshot
from kck.foundation.actor import ANYBODY, Actor
from kck.intake.commands import receive
from kck.intake.terms import Channel, Incoming, Reached
from kck.places.models import Area

_FIRST_SERIAL = 990_001
_SERIALS = {
    "needles": 990_101, "mow": 990_111, "not_fixed": 990_121, "renamed": 990_131,
    "paused": 990_141, "complaint": 990_151, "petition": 990_161, "failed_mail": 990_171,
    "deaf": 990_181, "lost_bag": 990_191, "erased": 990_201, "archive": 990_202,
    "by_link": 990_211, "stuck_sending": 990_221, "by_phone": 990_231,
}  # fmt: skip


@contextmanager
def numbered(serial: int) -> Iterator[None]:
    """Cases opened inside get this serial and those after it; the others go on where they were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value, is_called FROM case_serial")
        last, called = cursor.fetchone()
        cursor.execute("SELECT setval('case_serial', %s, false)", [serial])
        yield
        cursor.execute("SELECT setval('case_serial', %s, %s)", [last, called])


def stage(agenda: Agenda, crew: Crew) -> None:
    """Put all scenes on the agenda."""
    _Stage(agenda, crew).all()


class _Stage:
    def __init__(self, agenda: Agenda, crew: Crew) -> None:
        self._agenda, self._crew = agenda, crew

    def all(self) -> None:
        self._storm()
        self._mow()
        self._needles()
        self._not_fixed()
        self._renamed()
        self._paused()
        self._formal()
        self._failed_mail()
        self._deaf()
        self._lost_bag()
        self._erased()
        self._handed_over()

    def _open(
        self, key: str, at: datetime, category: str, text: str, *, serial: int = 0, **more: Any
    ) -> None:
        """A report of a scene comes in; its number is noted under the key."""
        serial = serial or _SERIALS[key]
        more.setdefault("channel", Channel.WEB)
        by: Actor = more.pop("by", ANYBODY)
        incoming = Incoming(category=category, text=text, **more)

        def step(now: datetime) -> None:
            with numbered(serial):
                received = receive(incoming, at=now, by=by)
            if received.case is not None:
                _note(key, received.case.id)

        self._agenda.add(at, step)

    def _then(
        self, key: str, at: datetime, step: Callable[[Case, datetime], object], place: int = 0
    ) -> None:
        self._agenda.add(at, lambda now: step(case_of(key, place), now))

    def _storm(self) -> None:
        """Six places, four kinds of owners; what fell at the weekend is reported on Monday."""
        places = _owned_places()
        texts = (
            "Wichura przewróciła drzewo, leży w poprzek przejścia.",
            "Złamany konar wisi nad chodnikiem, może spaść.",
            "Drzewo oparło się o ogrodzenie i blokuje furtkę.",
            "Powalone drzewo, gałęzie zasypały całe przejście.",
        )
        for turn in range(23):
            lat, lon, name = places[turn % len(places)]
            category = "greenery-hanging-branch" if turn % 4 == 1 else "greenery-fallen-tree"
            self._open(
                "storm",
                MONDAY - timedelta(minutes=76 - 3 * turn),
                category,
                texts[turn % len(texts)],
                serial=_FIRST_SERIAL + turn,
                spot=Spot(lat=lat + 0.00004 * (turn % 3), lon=lon, address=name),
            )

    def _mow(self) -> None:
        spot = Spot(lat=50.0612, lon=19.9066, address="Błonia, od strony al. 3 Maja")
        wish = "Trawa sięga kolan, nie da się przejść z wózkiem. Proszę skosić."
        self._open("mow", MONDAY - timedelta(days=9), "greenery-uncut-grass", wish, spot=spot)
        ban = "Proszę NIE kosić tej łąki: zimują tu owady i ptaki mają nasiona. Koszenie to błąd."
        self._open(
            "mow",
            MONDAY - timedelta(days=6),
            "greenery-uncut-grass",
            ban,
            serial=_SERIALS["mow"] + 1,
            spot=spot,
        )
        words = (
            "Ta część jest w planie łąk: kosimy raz w roku, w lipcu. Przy ścieżce skosimy pas "
            "szerokości metra, żeby dało się przejść z wózkiem."
        )
        for place in (0, 1):
            self._then(
                "mow",
                MONDAY - timedelta(days=4),
                lambda case, now: commands.answer(case.pk, text=words, at=now, by=self._by(case)),
                place,
            )

    def _needles(self) -> None:
        night = MONDAY - timedelta(days=1, hours=9, minutes=20)
        self._open(
            "needles",
            night,
            "waste-glass-or-needles",
            "Za blaszanym garażem leżą strzykawki i igły, rano chodzą tędy dzieci.",
            spot=Spot(lat=50.0468, lon=19.9631, address="ul. Limanowskiego", words="za garażem"),
        )
        self._then(
            "needles",
            night + timedelta(hours=7),
            lambda case, now: commands.ask(
                case.pk,
                question="Garaży jest tam kilka. Czy to ten z graffiti, bliżej torów?",
                at=now,
                by=self._by(case),
            ),
        )
        self._then(
            "needles",
            night + timedelta(hours=8),
            lambda case, now: commands.reply(
                case.pk, text="Tak, ten z niebieskim graffiti.", at=now, by=reporter_of(case)
            ),
        )

    def _not_fixed(self) -> None:
        start = MONDAY - timedelta(days=8)
        self._open(
            "not_fixed",
            start,
            "roads-pothole",
            "Głęboka dziura na prawym pasie, samochody gwałtownie hamują.",
            spot=Spot(lat=50.0433, lon=19.9518, address="ul. Kalwaryjska 32"),
            reached=Reached(name="Maria Testowa", email="maria.testowa@poczta.example"),
        )
        self._then("not_fixed", start + timedelta(days=1), self._mend)
        self._then(
            "not_fixed",
            start + timedelta(days=4),
            lambda case, now: commands.disagree(
                case.pk,
                text="Wsypali trochę masy, po jednym deszczu dziura jest taka sama.",
                at=now,
                by=reporter_of(case),
            ),
        )

    def _mend(self, case: Case, now: datetime) -> None:
        by = self._by(case)
        commands.take(case.pk, at=now, by=by)
        picture = photo_id("mended", 2, at=now)
        commands.add_photos(case.pk, files=[picture], kind=PhotoKind.EVIDENCE, at=now, by=by)
        words = "Ubytek uzupełniono masą na zimno."
        commands.done(case.pk, outcome=Outcome.DONE, words=words, at=now, by=by)

    def _renamed(self) -> None:
        """A unit of last year whose work a department took over on 1 January."""
        old = date(2025, 12, 31)
        Unit.objects.get_or_create(
            code="MIR",
            valid_to=old,
            defaults={
                "names": {
                    "pl": "Miejski Inżynier Ruchu",
                    "en": "City Traffic Engineer",
                    "uk": "Міський інженер руху",
                },
                "kind": "jednostka miejska",
                "way_of_working": "desk",
                "calendar": snapshot().centre.calendar,
                "successor": "GK",
                "basis": "demo",
            },
        )
        ConfigVersion.objects.update(stamp=uuid4().hex)
        forget_snapshot()
        december = datetime(2025, 12, 15, 10, 5, tzinfo=MONDAY.tzinfo)
        self._open(
            "renamed",
            december,
            "traffic-layout-change",
            "Proszę o lustro przy wyjeździe z podwórka, nic nie widać zza parkujących aut.",
            spot=Spot(lat=50.0709, lon=19.9404, address="ul. Szlak 20"),
        )
        self._then(
            "renamed",
            december + timedelta(hours=2),
            lambda case, now: commands.forward(
                case.pk, unit="MIR", reason="Organizacja ruchu.", at=now, by=self._crew.centre()
            ),
        )

    def _paused(self) -> None:
        start = MONDAY - timedelta(days=3, hours=1)
        self._open(
            "paused",
            start,
            "lighting-single-lamp",
            "Od tygodnia nie świeci latarnia przy ścieżce.",
            spot=Spot(lat=50.0307, lon=19.9192, address="ul. Kapelanka 54"),
            reached=Reached(email="ewa.pokazowa@poczta.example"),
        )
        self._then(
            "paused",
            start + timedelta(hours=4),
            lambda case, now: commands.ask(
                case.pk,
                question="Jaki numer ma słup? Jest na tabliczce na wysokości oczu.",
                at=now,
                by=self._by(case),
            ),
        )

    def _formal(self) -> None:
        self._open(
            "complaint",
            MONDAY - timedelta(days=29) + timedelta(hours=2),
            "office-complaint",
            "Składam skargę na opieszałe rozpatrywanie mojego wniosku z października.",
            channel=Channel.CONTACT_FORM,
            kind="complaint",
            reached=Reached(
                name="Stanisław Wzorcowy",
                email="stanislaw@poczta.example",
                address="ul. Przykładowa 1, Kraków",
            ),
        )
        self._open(
            "petition",
            MONDAY - timedelta(days=54),
            "office-petition",
            "Petycja w sprawie utworzenia parku kieszonkowego. 312 podpisów w załączeniu.",
            channel=Channel.LETTER,
            kind="petition",
            by=self._crew.centre(),
            reached=Reached(name="Stowarzyszenie Zielone Podwórko", email="zp@poczta.example"),
        )

    def _failed_mail(self) -> None:
        self._open(
            "failed_mail",
            MONDAY - timedelta(days=2),
            "waste-missed-collection",
            "Nie odebrano szkła, pojemnik pełny od czwartku.",
            spot=Spot(lat=50.0899, lon=19.9213, address="ul. Opolska 12"),
            reached=Reached(email="literowka@nie-ma-takiej.example"),
        )

    def _deaf(self) -> None:
        self._open(
            "deaf",
            MONDAY - timedelta(days=1, hours=20),
            "traffic-accessible-signal",
            "Sygnalizacja z wibracją dla pieszych przestała działać. Jestem osobą głuchą, SMS.",
            spot=Spot(lat=50.0649, lon=19.9450, address="ul. Westerplatte 20"),
            channel=Channel.PHONE,
            by=self._crew.centre(),
            reached=Reached(name="Helena Zmyślona", phone="+48600000999", prefers_sms=True),
        )

    def _lost_bag(self) -> None:
        self._open(
            "lost_bag",
            MONDAY - timedelta(hours=16),
            "transit-lost-property",
            "I left a blue backpack on tram 50 around 4 pm, with a camera inside. Please help!",
            language="en",
            spot=Spot(lat=50.0653, lon=19.9479, address="Dworzec Główny"),
            reached=Reached(name="John Sample", email="john.sample@mail.example"),
        )

    def _erased(self) -> None:
        start = MONDAY - timedelta(days=11)
        self._open(
            "erased",
            start,
            "waste-dump-city-land",
            "Nazywam się Adam Demonstracyjny, mieszkam obok. Ktoś wyrzucił tu gruz i opony.",
            spot=Spot(lat=50.0128, lon=19.8895, address="ul. Skotnicka 80"),
            reached=Reached(name="Adam Demonstracyjny", email="adam@poczta.example"),
        )
        self._open(
            "erased",
            start + timedelta(hours=1),
            "office-complaint",
            "Skarga na hałas z budowy, podpisał Adam Demonstracyjny.",
            serial=_SERIALS["archive"],
            channel=Channel.CONTACT_FORM,
            kind="complaint",
            reached=Reached(name="Adam Demonstracyjny", email="adam@poczta.example"),
        )
        for place in (0, 1):
            self._then(
                "erased",
                start + timedelta(days=5),
                lambda case, now: commands.erase_personal_data(
                    case.pk, ground="art. 17 RODO", at=now, by=reporter_of(case)
                ),
                place,
            )

    def _handed_over(self) -> None:
        """By a link in a mail, by a mail that came back, by telephone."""
        self._open(
            "by_link",
            MONDAY - timedelta(minutes=21),
            "waste-dump-city-land",
            "Ktoś wyrzucił stare meble i worki z gruzem, leżą na chodniku.",
            spot=Spot(lat=50.0731, lon=19.9386, address="ul. Śląska 9", words="przy trafostacji"),
            photos=(photo_id(subject_for("waste-dump-city-land"), 3, at=MONDAY),),
            reached=Reached(name="Jolanta Pokazowa", email="jolanta@poczta.example"),
        )
        self._open(
            "stuck_sending",
            MONDAY - timedelta(hours=3),
            "buildings-illegal-construction",
            "Na dachu kamienicy ktoś dobudowuje piętro, nie ma żadnej tablicy.",
            spot=Spot(lat=50.0545, lon=19.9445, address="ul. Dietla 48"),
        )
        self._open(
            "by_phone",
            MONDAY - timedelta(minutes=35),
            "animals-stray",
            "Po torowisku biega duży czarny pies bez obroży, boi się ludzi.",
            spot=Spot(lat=50.0381, lon=19.9612, address="ul. Wielicka 28"),
        )

    def _by(self, case: Case) -> Actor:
        return self._crew.of(case)


def _note(key: str, case_id: int) -> None:
    state = DemoState.objects.get(pk=1)
    state.scenes.setdefault(key, []).append(case_id)
    state.save(update_fields=["scenes"])


def case_of(key: str, place: int = 0) -> Case:
    return Case.objects.get(pk=DemoState.objects.get(pk=1).scenes[key][place])


def _owned_places() -> list[tuple[float, float, str]]:
    """A point in each of six areas: the city's, council housing, private, the State's."""
    wanted = {"road-lane": 1, "park": 2, "council-building": 1, "private": 1, "state": 1}
    found: list[tuple[float, float, str]] = []
    for area in Area.objects.filter(kind="owner").order_by("code"):
        owner = str(area.props.get("owner", ""))
        if wanted.get(owner, 0) > 0:
            wanted[owner] -= 1
            point = shape(area.geometry).representative_point()
            found.append((point.y, point.x, area.names["pl"]))
    return found
