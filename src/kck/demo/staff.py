"""Who works in the demo city: roles, fifteen seats of the centre, people of ten units."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password

from kck.accounts.commands import appoint, install_roles, join, make_partner_key
from kck.accounts.models import Staff
from kck.demo.times import FORTNIGHT, MONDAY
from kck.foundation.actor import PLATFORM
from kck.foundation.text import _

PASSWORD = "krakow-demo-2026"  # noqa: S105 - written on the demo's own front page
PARTNER_KEY = "demo-key"


_TITLES = {
    "agent": _("konsultant centrum"),
    "supervisor": _("kierownik centrum"),
    "worker": _("pracownik jednostki"),
    "lead": _("kierownik jednostki"),
    "handler": _("specjalista linii II"),
    "editor": _("redaktor"),
    "analyst": _("analityk"),
    "auditor": _("audytor"),
    "councillor": _("radny dzielnicy"),
    "privacy": _("inspektor ochrony danych"),
    "administrator": _("administrator"),
}


@dataclass(frozen=True)
class Seat:
    """One account; `key` is how scenes and the role switch name it."""

    key: str
    name: str
    role: str
    unit: str
    district: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"

    @property
    def title(self) -> Any:
        """The role in the reader's language."""
        return _TITLES[self.role]


_AGENTS = (
    "Anna Zielińska", "Piotr Wójcik", "Katarzyna Mazur", "Tomasz Krawczyk", "Magdalena Kaczmarek",
    "Michał Zając", "Agnieszka Król", "Paweł Wróbel", "Joanna Wieczorek", "Marcin Jabłoński",
    "Ewa Dudek", "Łukasz Stępień", "Monika Górska",
)  # fmt: skip
SEATS: tuple[Seat, ...] = (
    *(Seat(f"agent{n}", name, "agent", "KCK") for n, name in enumerate(_AGENTS, start=1)),
    Seat("kierownik", "Barbara Sikora", "supervisor", "KCK"),
    Seat("kierownik2", "Grzegorz Baran", "supervisor", "KCK"),
    Seat("zdmk", "Robert Pawlak", "worker", "ZDMK"),
    Seat("zdmk2", "Sylwia Michalak", "worker", "ZDMK"),
    Seat("zdmk-kierownik", "Andrzej Szewczyk", "lead", "ZDMK"),
    Seat("zzm", "Dorota Ostrowska", "worker", "ZZM"),
    Seat("zzm-kierownik", "Jacek Tomaszewski", "lead", "ZZM"),
    Seat("mpo", "Rafał Pietrzak", "worker", "MPO"),
    Seat("sm", "Kamil Jasiński", "worker", "SM"),
    Seat("kegw", "Iwona Zawadzka", "worker", "KEGW"),
    Seat("zbk", "Renata Jakubowska", "worker", "ZBK"),
    Seat("wmk", "Dariusz Duda", "worker", "WMK"),
    Seat("ztp", "Aleksandra Sadowska", "worker", "ZTP"),
    Seat("ws", "Beata Chmielewska", "worker", "WS"),
    Seat("or", "Wojciech Borkowski", "lead", "OR"),
    Seat("iod", "Teresa Sokołowska", "privacy", "KCK"),
    Seat("admin", "Adam Czarnecki", "administrator", "KCK"),
    Seat("linia2", "Halina Nowicka", "handler", "SZ"),
    Seat("redaktor", "Zofia Majewska", "editor", "KCK"),
    Seat("analityk", "Filip Olszewski", "analyst", "KCK"),
    Seat("audytor", "Irena Stawicka", "auditor", "OR"),
    Seat("radny", "Stanisław Malinowski", "councillor", "BR", "13"),
)
BY_KEY = {seat.key: seat for seat in SEATS}
# one of each kind, for the switch of roles
SHOWN = (
    "agent1", "kierownik", "linia2", "zdmk", "zdmk-kierownik", "zzm", "or", "redaktor",
    "analityk", "audytor", "radny", "iod", "admin",
)  # fmt: skip


def hire() -> dict[str, int]:
    """Make all roles and accounts; key of the seat -> id of the staff member."""
    since = MONDAY - FORTNIGHT * 2
    install_roles(by=PLATFORM)
    hired = {}
    for seat in SEATS:
        staff = join(email=seat.email, name=seat.name, password=None, at=since, by=PLATFORM)
        appoint(staff, role=seat.role, unit=seat.unit, district=seat.district, by=PLATFORM)
        hired[seat.key] = int(staff.pk)
    # one hash for all: hashing thirty times the same word would take longer than the fortnight
    Staff.objects.update(password=make_password(PASSWORD))
    make_partner_key("Demo", key=PARTNER_KEY, at=since, by=PLATFORM)
    return hired
