"""The frame around every message: greeting, signature, why you get this, how to stop it."""

# ruff: noqa: E501 (lines of letters)

from kck.foundation.text import _
from kck.messaging.registry import MessageText, register
from kck.messaging.terms import FRAME, MAILING_FRAME, STAFF_FRAME, Words

_PL = """Dzień dobry,

{{body}}

Z pozdrowieniami
Centrum Kontaktu{{#city}}, {{city}}{{/city}}
{{site}}
{{#phone}}
tel. {{phone}}
{{/phone}}

{{#notices}}
Ważne teraz w mieście:
{{notices}}

{{/notices}}
--

{{why}}
{{#replies}}
Chcesz coś dodać? Odpisz na tę wiadomość{{#phone}} albo zadzwoń{{/phone}}.
{{/replies}}
{{^replies}}
Tę wiadomość wysłał system i odpowiedzi na nią nikt nie przeczyta.
Napisz do nas na stronie swojej sprawy{{#phone}} albo zadzwoń{{/phone}}.
{{/replies}}
Pismo, od którego biegną terminy, złóż inaczej: {{site}}/formal-filing/

{{#leave_url}}
Nie chcesz więcej wiadomości o tej sprawie? Zrezygnuj tutaj:
{{leave_url}}
{{/leave_url}}"""

_EN = """Hello,

{{body}}

Kind regards
Contact Centre{{#city}}, {{city}}{{/city}}
{{site}}
{{#phone}}
tel. {{phone}}
{{/phone}}

{{#notices}}
Important in the city now:
{{notices}}

{{/notices}}
--

{{why}}
{{#replies}}
Anything to add? Reply to this message{{#phone}} or call us{{/phone}}.
{{/replies}}
{{^replies}}
This message was sent by a system and nobody reads replies to it.
Write to us on the page of your case{{#phone}} or call us{{/phone}}.
{{/replies}}
A letter from which deadlines run is filed another way: {{site}}/formal-filing/

{{#leave_url}}
No more messages about this case? Unsubscribe here:
{{leave_url}}
{{/leave_url}}"""

_UK = """Добрий день!

{{body}}

З повагою
Контактний центр{{#city}}, {{city}}{{/city}}
{{site}}
{{#phone}}
тел. {{phone}}
{{/phone}}

{{#notices}}
Важливо зараз у місті:
{{notices}}

{{/notices}}
--

{{why}}
{{#replies}}
Хочете щось додати? Дайте відповідь на це повідомлення{{#phone}} або зателефонуйте{{/phone}}.
{{/replies}}
{{^replies}}
Це повідомлення надіслала система, і відповідей на нього ніхто не читає.
Напишіть нам на сторінці своєї справи{{#phone}} або зателефонуйте{{/phone}}.
{{/replies}}
Лист, від якого відраховуються строки, подають інакше: {{site}}/formal-filing/

{{#leave_url}}
Не хочете більше повідомлень про цю справу? Відмовтеся тут:
{{leave_url}}
{{/leave_url}}"""

register(
    MessageText(
        key=FRAME,
        about=_("Oprawa każdej wiadomości: powitanie, podpis, stopka"),
        subject=False,
        variables={
            "body": "Dziękujemy za zgłoszenie. Nadaliśmy mu numer 26-004512-8.",
            "city": "Kraków",
            "phone": "12 616 55 55",
            "site": "https://kontakt.example",
            "notices": "- Do 18.00 nie kursują tramwaje na ul. Długiej.",
            "why": "Piszemy, bo ten adres podano w zgłoszeniu 26-004512-8.",
            "leave_url": "https://kontakt.example/s/leave/6f1b",
            "replies": "1",
        },
        must=frozenset({"body", "why", "leave_url"}),
        defaults={"pl": Words(body=_PL), "en": Words(body=_EN), "uk": Words(body=_UK)},
    )
)

_STAFF_PL = """Dzień dobry,

{{body}}

Centrum Kontaktu{{#city}}, {{city}}{{/city}}
{{#phone}}
tel. {{phone}}
{{/phone}}

--

{{why}}
Tę wiadomość wysłał system i odpowiedzi na nią nikt nie przeczyta{{#phone}}: w razie pytań zadzwoń{{/phone}}."""

_STAFF_EN = """Hello,

{{body}}

Contact Centre{{#city}}, {{city}}{{/city}}
{{#phone}}
tel. {{phone}}
{{/phone}}

--

{{why}}
This message was sent by a system and nobody reads replies to it{{#phone}}: please call if you have questions{{/phone}}."""

_STAFF_UK = """Добрий день!

{{body}}

Контактний центр{{#city}}, {{city}}{{/city}}
{{#phone}}
тел. {{phone}}
{{/phone}}

--

{{why}}
Це повідомлення надіслала система, і відповідей на нього ніхто не читає{{#phone}}: якщо є питання, зателефонуйте{{/phone}}."""

register(
    MessageText(
        key=STAFF_FRAME,
        about=_("Oprawa wiadomości do jednostek i pracowników: powitanie, podpis, stopka"),
        subject=False,
        variables={
            "body": "Od wczoraj czeka sprawa 26-004512-8.",
            "city": "Kraków",
            "phone": "12 616 55 55",
            "why": "Dostajesz tę wiadomość, bo pracujesz w tej jednostce.",
        },
        must=frozenset({"body", "why"}),
        defaults={
            "pl": Words(body=_STAFF_PL),
            "en": Words(body=_STAFF_EN),
            "uk": Words(body=_STAFF_UK),
        },
    )
)

_MANY_PL = """{{body}}

Z pozdrowieniami
Centrum Kontaktu{{#city}}, {{city}}{{/city}}
{{site}}
{{#phone}}
tel. {{phone}}
{{/phone}}

--

{{why}}
Tę wiadomość wysłał system i odpowiedzi na nią nikt nie przeczyta.

{{#leave_url}}
Nie chcesz więcej takich wiadomości? Zrezygnuj tutaj:
{{leave_url}}
{{/leave_url}}"""

_MANY_EN = """{{body}}

Kind regards
Contact Centre{{#city}}, {{city}}{{/city}}
{{site}}
{{#phone}}
tel. {{phone}}
{{/phone}}

--

{{why}}
This message was sent by a system and nobody reads replies to it.

{{#leave_url}}
No more messages like this? Unsubscribe here:
{{leave_url}}
{{/leave_url}}"""

_MANY_UK = """{{body}}

З повагою
Контактний центр{{#city}}, {{city}}{{/city}}
{{site}}
{{#phone}}
тел. {{phone}}
{{/phone}}

--

{{why}}
Це повідомлення надіслала система, і відповідей на нього ніхто не читає.

{{#leave_url}}
Не хочете більше таких повідомлень? Відмовтеся тут:
{{leave_url}}
{{/leave_url}}"""

register(
    MessageText(
        key=MAILING_FRAME,
        about=_("Oprawa wiadomości do wielu osób naraz: podpis, stopka, rezygnacja"),
        subject=False,
        variables={
            "body": "Dzień dobry,\n\nod 2 lutego ulica Długa będzie zamknięta.",
            "city": "Kraków",
            "phone": "12 616 55 55",
            "site": "https://kontakt.example",
            "why": "Piszemy, bo mieszkasz przy tej ulicy.",
            "leave_url": "https://kontakt.example/s/enough/1-6f1b",
        },
        must=frozenset({"body", "why", "leave_url"}),
        defaults={
            "pl": Words(body=_MANY_PL),
            "en": Words(body=_MANY_EN),
            "uk": Words(body=_MANY_UK),
        },
    )
)
