"""The same letters as texts to a phone: at most 300 letters of their own, no frame around them."""

from collections.abc import Mapping

_PROMISE = {
    "pl": "{{#promise}} Obietnica: {{promise}}.{{/promise}}",
    "en": "{{#promise}} Promised: {{promise}}.{{/promise}}",
    "uk": "{{#promise}} Обіцянка: {{promise}}.{{/promise}}",
}
_REASON = {
    "pl": "{{#reason}} Powód: {{reason}}{{/reason}}",
    "en": "{{#reason}} Reason: {{reason}}{{/reason}}",
    "uk": "{{#reason}} Причина: {{reason}}{{/reason}}",
}


def _said(pl: str, en: str, uk: str) -> Mapping[str, str]:
    """With the promise and the reason where their marks stand."""
    return {
        language: text.replace("[promise]", _PROMISE[language]).replace(
            "[reason]", _REASON[language]
        )
        for language, text in (("pl", pl), ("en", en), ("uk", uk))
    }


SHORT: Mapping[str, Mapping[str, str]] = {
    "cases.acknowledged": _said(
        "{{#call}}Zagrożenie trwa? Dzwoń: {{call}}.\n{{/call}}Sprawa {{number}}: {{category}}.{{^checking}} Prowadzi: {{unit}}.{{/checking}}[promise] Kod: {{code}}. {{case_url}}",
        "{{#call}}Still dangerous? Call {{call}}.\n{{/call}}Case {{number}}: {{category}}.{{^checking}} With: {{unit}}.{{/checking}}[promise] Code: {{code}}. {{case_url}}",
        "{{#call}}Небезпека триває? Дзвоніть: {{call}}.\n{{/call}}Справа {{number}}: {{category}}.{{^checking}} Веде: {{unit}}.{{/checking}}[promise] Код: {{code}}. {{case_url}}",
    ),
    "cases.forwarded": _said(
        "Sprawę {{number}} prowadzi teraz {{unit}}.[reason][promise]",
        "Case {{number}} is now with: {{unit}}.[reason][promise]",
        "Справу {{number}} тепер веде {{unit}}.[reason][promise]",
    ),
    "cases.recategorised": _said(
        "Sprawę {{number}} prowadzi {{unit}}.[promise]",
        "Case {{number}} is with: {{unit}}.[promise]",
        "Справу {{number}} веде {{unit}}.[promise]",
    ),
    "cases.scheduled": _said(
        "Sprawa {{number}}: prace {{day}}. {{words}}",
        "Case {{number}}: work planned {{day}}. {{words}}",
        "Справа {{number}}: роботи {{day}}. {{words}}",
    ),
    "cases.asked": _said(
        "Sprawa {{number}}, pytanie do Ciebie: {{question}}\nOdpisz SMS-em {{until}}.",
        "Case {{number}}, a question for you: {{question}}\nReply by text {{until}}.",
        "Справа {{number}}, запитання до вас: {{question}}\nВідповідь надішліть SMS {{until}}.",
    ),
    "cases.waiting_ended": _said(
        "Sprawa {{number}}: nie czekamy dłużej na odpowiedź, pracujemy dalej. Odpisać można nadal.[promise]",
        "Case {{number}}: we no longer wait for your answer and go on. You may still reply.[promise]",
        "Справа {{number}}: більше не чекаємо на відповідь і працюємо далі. Відповісти ще можна.[promise]",
    ),
    "cases.answered": _said(
        "Sprawa {{number}}: {{answer}}",
        "Case {{number}}: {{answer}}",
        "Справа {{number}}: {{answer}}",
    ),
    "cases.done": _said(
        "Sprawa {{number}}: {{outcome}}. {{words}}\nCzy to załatwione? Odpisz TAK albo NIE i co jest nie tak. Bez odpowiedzi zamkniemy {{closes}}.",
        "Case {{number}}: {{outcome}}. {{words}}\nIs it solved? Reply YES, or NO and what is wrong. With no reply we close it {{closes}}.",
        "Справа {{number}}: {{outcome}}. {{words}}\nЧи це вирішено? Відповідайте ТАК або НІ і що не так. Без відповіді закриємо {{closes}}.",
    ),
    "cases.confirmed": _said(
        "Dziękujemy, sprawa {{number}} jest zamknięta. Problem wrócił? Odpisz {{reopen_until}}.",
        "Thank you, case {{number}} is closed. Has the problem come back? Reply {{reopen_until}}.",
        "Дякуємо, справу {{number}} закрито. Проблема повернулася? Напишіть {{reopen_until}}.",
    ),
    "cases.closed": _said(
        "Sprawa {{number}} jest zamknięta. Coś jest nie tak? Odpisz {{reopen_until}}.",
        "Case {{number}} is closed. Is something wrong? Reply {{reopen_until}}.",
        "Справу {{number}} закрито. Щось не так? Напишіть {{reopen_until}}.",
    ),
    "cases.closed_outright": _said(
        "Sprawa {{number}}: {{outcome}}. {{words}}\nCoś jest nie tak? Odpisz {{reopen_until}}.",
        "Case {{number}}: {{outcome}}. {{words}}\nIs something wrong? Reply {{reopen_until}}.",
        "Справа {{number}}: {{outcome}}. {{words}}\nЩось не так? Напишіть {{reopen_until}}.",
    ),
    "cases.reopened": _said(
        "Sprawa {{number}} jest znowu otwarta.[reason][promise]",
        "Case {{number}} is open again.[reason][promise]",
        "Справу {{number}} знову відкрито.[reason][promise]",
    ),
    "cases.disputed": _said(
        "Sprawa {{number}}: dziękujemy za wiadomość. Wracamy do niej, sprawdzi ją inna osoba.[promise]",
        "Case {{number}}: thank you for telling us. It is open again and somebody else will check it.[promise]",
        "Справа {{number}}: дякуємо за повідомлення. Повертаємося до неї, перевірить інша особа.[promise]",
    ),
    "cases.news": _said(
        "Sprawa {{number}}:\n{{items}}",
        "Case {{number}}:\n{{items}}",
        "Справа {{number}}:\n{{items}}",
    ),
}
# what a short edition may not leave out either
SHORT_MUST: Mapping[str, str] = {
    "cases.acknowledged": "number code call",
    "cases.asked": "question until",
    "cases.answered": "answer",
    "cases.done": "outcome words closes",
    "cases.scheduled": "day words",
    "cases.forwarded": "unit",
    "cases.closed_outright": "words",
    "cases.news": "items",
}
