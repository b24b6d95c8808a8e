"""Mails to units and supervisors, in Polish."""

from kck.messaging.terms import Words

CASE = Words(
    subject="{{#urgent}}PILNE: {{/urgent}}Sprawa {{number}}: {{category}}{{#street}}, {{street}}{{/street}}",
    body="""{{unit}}: jest nowa sprawa.

{{category}}
{{#street}}
Miejsce: {{street}}
{{/street}}
Numer: {{number}}
{{#due}}
Termin: {{due}}
{{/due}}

Otwórz sprawę (bez konta i hasła):
{{link_url}}

Na tej stronie jest opis, zdjęcia i mapa. Można tam przyjąć sprawę, zapytać zgłaszającego, dodać zdjęcia, napisać, co zrobiono, albo oddać sprawę z powodem.

Odnośnik jest tylko dla {{unit_code}} i działa {{days}} dni. To nie do Was? Powiedz to na tej samej stronie.""",
)
TASK = Words(
    subject="{{#urgent}}PILNE: {{/urgent}}Zadanie w sprawie {{number}}: {{category}}{{#street}}, {{street}}{{/street}}",
    body="""{{who}}: {{lead}} prosi o wykonanie części prac.

{{category}}
{{#street}}
Miejsce: {{street}}
{{/street}}
Numer: {{number}}
{{#due}}
Termin: {{due}}
{{/due}}

Otwórz zadanie (bez konta i hasła):
{{link_url}}

Na tej stronie jest opis zadania i mapa. Można tam przyjąć zadanie, zapytać jednostkę, dodać zdjęcia i napisać, co zrobiono.

Odnośnik jest tylko dla Państwa i działa {{days}} dni. To nie do Was? Powiedzcie to na tej samej stronie.""",
)
TASK_OFF = Words(
    subject="Odwołane zadanie w sprawie {{number}}",
    body="""{{who}}: {{lead}} odwołuje zadanie. Nie trzeba już nic robić.

{{category}}
{{#street}}
Miejsce: {{street}}
{{/street}}
Numer: {{number}}""",
)
LIST = Words(
    subject="Sprawy na dziś: {{count}} ({{unit_code}})",
    body="""{{unit}}: sprawy, które czekają, od najpilniejszej.

{{lines}}

Otwórz listę (bez konta i hasła):
{{link_url}}

Na każdej sprawie z listy jest opis, zdjęcia i mapa. Można tam przyjąć sprawę, zapytać zgłaszającego, dodać zdjęcia, napisać, co zrobiono, albo oddać sprawę z powodem.

Odnośnik jest tylko dla {{unit_code}} i działa {{days}} dni. To nie do Was? Powiedz to na tej samej stronie.""",
)
STUCK = Words(
    subject="Utknęło: {{count}} (stan na {{day}})",
    body="""{{#unopened}}
Nikt z jednostki nie otworzył:
{{unopened}}

{{/unopened}}
{{#sendings}}
Nie doszło do jednostki:
{{sendings}}

{{/sendings}}
{{#calls}}
Trzeba zadzwonić:
{{calls}}

{{/calls}}
Zobacz wszystkie i pomóż:
{{watch_url}}""",
)
BECAUSE_UNIT = "Piszemy na ten adres, bo podała go Wasza jednostka."
BECAUSE_TASK = "Piszemy na ten adres, bo podano go przy zlecaniu zadania."
BECAUSE_WATCHING = "Dostajesz tę listę w dni robocze, bo pilnujesz spraw, które utknęły."
