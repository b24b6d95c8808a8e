"""The letter to the heads of units, with its gaps."""

from kck.foundation.text import _
from kck.messaging.registry import MessageText, register
from kck.messaging.terms import STAFF_FRAME, Words

MONDAY_MAIL = "quality.monday"

_PL = """{{unit}}, tydzień {{first}} – {{last}}: nowych spraw {{opened}}, zamkniętych {{closed}}.

{{#late}}
Po terminie: {{late}}
{{late_lines}}

{{/late}}
{{#disputed}}
Zakwestionowane przez zgłaszających: {{disputed}}
{{disputed_lines}}

{{/disputed}}
{{#unopened}}
Nieotwarte od dwóch dni roboczych: {{unopened}}
{{unopened_lines}}

{{/unopened}}
{{#handed_back}}
Oddane innym w tym tygodniu: {{handed_back}}

{{/handed_back}}
Zobacz na biurku:
{{desk_url}}"""

_EN = """{{unit}}, the week {{first}} – {{last}}: {{opened}} new cases, {{closed}} closed.

{{#late}}
Late: {{late}}
{{late_lines}}

{{/late}}
{{#disputed}}
Disputed by their reporters: {{disputed}}
{{disputed_lines}}

{{/disputed}}
{{#unopened}}
Not opened for two working days: {{unopened}}
{{unopened_lines}}

{{/unopened}}
{{#handed_back}}
Handed back that week: {{handed_back}}

{{/handed_back}}
See them on the desk:
{{desk_url}}"""

_UK = """{{unit}}, тиждень {{first}} – {{last}}: нових справ {{opened}}, закритих {{closed}}.

{{#late}}
Прострочені: {{late}}
{{late_lines}}

{{/late}}
{{#disputed}}
Оскаржені заявниками: {{disputed}}
{{disputed_lines}}

{{/disputed}}
{{#unopened}}
Не відкриті два робочі дні: {{unopened}}
{{unopened_lines}}

{{/unopened}}
{{#handed_back}}
Повернуто іншим за тиждень: {{handed_back}}

{{/handed_back}}
Переглянути на робочому столі:
{{desk_url}}"""

register(
    MessageText(
        frame=STAFF_FRAME,
        key=MONDAY_MAIL,
        about=_(
            "Do kierowników jednostek w poniedziałek: co po terminie, zakwestionowane, nieotwarte"
        ),
        variables={
            "unit": "Zarząd Dróg Miasta Krakowa",
            "first": "26 stycznia",
            "last": "1 lutego",
            "opened": "41",
            "closed": "38",
            "handed_back": "2",
            "late": "1",
            "late_lines": "- 26-004512-8, Dziura w jezdni, ul. Długa",
            "disputed": "1",
            "disputed_lines": "- 26-004519-3, Uszkodzony znak, ul. Krowoderska",
            "unopened": "1",
            "unopened_lines": "- 26-004530-1, Zapadnięta studzienka, al. Pokoju",
            "desk_url": "https://kontakt.example/desk/",
        },
        must=frozenset({"unit", "late_lines", "disputed_lines", "unopened_lines"}),
        why={
            "pl": "Dostajesz tę wiadomość, bo kierujesz pracą jednostki.",
            "en": "You get this message because you lead the unit.",
            "uk": "Ви отримали це повідомлення, бо керуєте підрозділом.",
        },
        defaults={
            "pl": Words(subject="{{unit}}: co czeka w tym tygodniu", body=_PL),
            "en": Words(subject="{{unit}}: what waits this week", body=_EN),
            "uk": Words(subject="{{unit}}: що чекає цього тижня", body=_UK),
        },
    )
)
