"""The mail to supervisors about what a far end said and nobody can follow."""

from kck.foundation.text import _
from kck.messaging.registry import MessageText, register
from kck.messaging.terms import STAFF_FRAME, Words

TROUBLE = "open311_out.trouble"

_PL = Words(
    subject="{{number}}: system jednostki powiedział coś niezrozumiałego",
    body="""W sprawie {{number}}, którą prowadzi {{unit}} (jej numer: {{far_number}}):

{{problem}}

Niczego w sprawie nie zmieniono. Zobacz ją i zdecyduj:
{{address}}""",
)
_EN = Words(
    subject="{{number}}: the unit's system said something we cannot follow",
    body="""About case {{number}}, with {{unit}} (its number: {{far_number}}):

{{problem}}

Nothing in the case was changed. Look at it and decide:
{{address}}""",
)
_UK = Words(
    subject="{{number}}: система підрозділу повідомила щось незрозуміле",
    body="""У справі {{number}}, яку веде {{unit}} (її номер: {{far_number}}):

{{problem}}

У справі нічого не змінено. Перегляньте її та вирішіть:
{{address}}""",
)

register(
    MessageText(
        frame=STAFF_FRAME,
        key=TROUBLE,
        about=_("Do kierowników: system jednostki podał coś, czego nie rozumiemy"),
        variables={
            "number": "26-004512-8",
            "unit": "Zarząd Dróg Miasta Krakowa",
            "far_number": "ZD/2026/114",
            "problem": "system jednostki podał stan, którego nie znamy: „w zawieszeniu”",
            "address": "https://kontakt.example/desk/case/260045128/",
        },
        must=frozenset({"number", "problem", "address"}),
        why={
            "pl": "Dostajesz tę wiadomość, bo kierujesz zmianą w centrum kontaktu.",
            "en": "You get this message because you supervise the contact centre.",
            "uk": "Ви отримали це повідомлення, бо керуєте зміною контакт-центру.",
        },
        defaults={"pl": _PL, "en": _EN, "uk": _UK},
    )
)
