"""Which mails there are to units and supervisors, with their gaps. Their words are in `letters/`.

Besides number, category and street they say nothing of a case: a mail may be forwarded to anybody.
"""

from kck.foundation.text import _
from kck.messaging.registry import MessageText, register
from kck.messaging.terms import STAFF_FRAME
from kck.unitlinks.letters import en, pl, uk

CASE_MAIL = "unitlinks.case"
LIST_MAIL = "unitlinks.list"
TASK_MAIL = "unitlinks.task"
TASK_OFF_MAIL = "unitlinks.task_off"
STUCK_MAIL = "unitlinks.stuck"

_UNIT = {"unit": "Miejskie Przedsiębiorstwo Oczyszczania", "unit_code": "MPO", "days": "30"}
_LINK = {"link_url": "https://kontakt.example/z/Zb2hTq0d"}
_TASK = {
    "who": "Firma Bruk",
    "lead": "Zarząd Dróg Miasta Krakowa",
    "number": "26-004512-8",
    "category": "Uszkodzona nawierzchnia jezdni",
    "street": "ul. Długa",
    "due": "do 12 grudnia",
}
_LINE = "- 26-004512-8, Dzikie wysypisko, ul. Długa, MPO"

register(
    MessageText(
        frame=STAFF_FRAME,
        key=CASE_MAIL,
        about=_("Do jednostki: odnośnik do jednej sprawy"),
        variables={
            **_UNIT,
            **_LINK,
            "number": "26-004512-8",
            "category": "Dzikie wysypisko",
            "street": "ul. Długa",
            "due": "dziś do 18.00",
            "urgent": "1",
        },
        must=frozenset({"number", "link_url"}),
        why={"pl": pl.BECAUSE_UNIT, "en": en.BECAUSE_UNIT, "uk": uk.BECAUSE_UNIT},
        defaults={"pl": pl.CASE, "en": en.CASE, "uk": uk.CASE},
    )
)
register(
    MessageText(
        frame=STAFF_FRAME,
        key=TASK_MAIL,
        about=_("Do wykonawcy albo drugiej jednostki: odnośnik do zadania"),
        variables={**_UNIT, **_LINK, **_TASK, "urgent": "1"},
        must=frozenset({"number", "lead", "link_url"}),
        why={"pl": pl.BECAUSE_TASK, "en": en.BECAUSE_TASK, "uk": uk.BECAUSE_TASK},
        defaults={"pl": pl.TASK, "en": en.TASK, "uk": uk.TASK},
    )
)
register(
    MessageText(
        frame=STAFF_FRAME,
        key=TASK_OFF_MAIL,
        about=_("Do wykonawcy: zadanie odwołane"),
        variables={**_UNIT, **_TASK, "urgent": ""},
        must=frozenset({"number", "lead"}),
        why={"pl": pl.BECAUSE_TASK, "en": en.BECAUSE_TASK, "uk": uk.BECAUSE_TASK},
        defaults={"pl": pl.TASK_OFF, "en": en.TASK_OFF, "uk": uk.TASK_OFF},
    )
)
register(
    MessageText(
        frame=STAFF_FRAME,
        key=LIST_MAIL,
        about=_("Do jednostki: lista spraw na rano"),
        variables={**_UNIT, **_LINK, "count": "7", "lines": _LINE},
        must=frozenset({"link_url"}),
        why={"pl": pl.BECAUSE_UNIT, "en": en.BECAUSE_UNIT, "uk": uk.BECAUSE_UNIT},
        defaults={"pl": pl.LIST, "en": en.LIST, "uk": uk.LIST},
    )
)
register(
    MessageText(
        frame=STAFF_FRAME,
        key=STUCK_MAIL,
        about=_("Do kierowników: co utknęło"),
        variables={
            "count": "3",
            "day": "2 lutego",
            "unopened": _LINE,
            "sendings": f"{_LINE}: 550 no such user",
            "calls": _LINE,
            "watch_url": "https://kontakt.example/desk/watch/",
        },
        must=frozenset({"watch_url"}),
        why={"pl": pl.BECAUSE_WATCHING, "en": en.BECAUSE_WATCHING, "uk": uk.BECAUSE_WATCHING},
        defaults={"pl": pl.STUCK, "en": en.STUCK, "uk": uk.STUCK},
    )
)
