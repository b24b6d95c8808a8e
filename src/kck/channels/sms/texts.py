"""What the city says in texts of its own: agreed words, states, dangers. At most 300 letters."""

from kck.foundation.text import _
from kck.messaging.registry import MessageText, register
from kck.messaging.terms import Words


def _text(
    key: str,
    about: object,
    pl: str,
    en: str,
    uk: str,
    *,
    must: str = "",
    **variables: str,
) -> None:
    register(
        MessageText(
            key=key,
            about=about,
            variables=variables,
            must=frozenset(must.split()),
            subject=False,
            defaults={"pl": Words(body=pl), "en": Words(body=en), "uk": Words(body=uk)},
        )
    )


_text(
    "sms.stopped",
    _("SMS: rezygnacja z promocji"),
    "Nie wyślemy już na ten numer informacji promocyjnych. O Twoich sprawach i zagrożeniach nadal "
    "piszemy. Zmiana zdania: wyślij START.",
    "We will send no more promotions to this number. We still write about your own matters and "
    "about danger. Changed your mind? Send START.",
    "Ми більше не надсилатимемо рекламу на цей номер. Про ваші справи та небезпеку пишемо й далі. "
    "Передумали? Надішліть START.",
)
_text(
    "sms.started",
    _("SMS: promocje znowu dozwolone"),
    "Dziękujemy. Na ten numer znowu mogą przychodzić informacje, na które jest zgoda. Rezygnacja: "
    "wyślij STOP.",
    "Thank you. What you have agreed to may come to this number again. To opt out, send STOP.",
    "Дякуємо. На цей номер знову можуть надходити повідомлення, на які ви погодилися. Відмова: "
    "надішліть STOP.",
)
_text(
    "sms.help",
    _("SMS: pomoc"),
    "Zagrożenie życia: zadzwoń 112. Napisz SMS-em, co się stało i gdzie. Stan sprawy: wyślij numer "
    "sprawy i kod. Bez promocji: STOP. {{site}}",
    "Life in danger: call 112. Text us what happened and where. State of a case: send its number "
    "and code. No promotions: STOP. {{site}}",
    "Загроза життю: телефонуйте 112. Напишіть, що сталося і де. Стан справи: надішліть її номер і "
    "код. Без реклами: STOP. {{site}}",
    site="https://kontakt.example",
)
_text(
    "sms.status",
    _("SMS: stan sprawy"),
    "Sprawa {{number}} ({{category}}): {{state}}{{#outcome}}, {{outcome}}{{/outcome}}. "
    "{{^checking}}Prowadzi: {{unit}}.{{/checking}}{{#promise}} Obietnica: {{promise}}.{{/promise}}",
    "Case {{number}} ({{category}}): {{state}}{{#outcome}}, {{outcome}}{{/outcome}}. "
    "{{^checking}}With: {{unit}}.{{/checking}}{{#promise}} Promised: {{promise}}.{{/promise}}",
    "Справа {{number}} ({{category}}): {{state}}{{#outcome}}, {{outcome}}{{/outcome}}. "
    "{{^checking}}Веде: {{unit}}.{{/checking}}{{#promise}} Обіцянка: {{promise}}.{{/promise}}",
    must="number state",
    number="26-004512-8",
    category="Dziura w jezdni",
    state="w realizacji",
    outcome="",
    unit="Zarząd Dróg Miasta Krakowa",
    promise="do 12 grudnia",
    checking="",
)
_text(
    "sms.wrong_code",
    _("SMS: numer i kod nie pasują"),
    "Numer sprawy i kod nie pasują do siebie. Oba są w potwierdzeniu zgłoszenia. Wyślij na "
    "przykład: 26-004512-8 4821 0937",
    "The case number and the code do not belong together. Both are in our confirmation. Send them "
    "like this: 26-004512-8 4821 0937",
    "Номер справи і код не відповідають одне одному. Обидва є в підтвердженні. Надішліть, "
    "наприклад: 26-004512-8 4821 0937",
)
_text(
    "sms.too_many",
    _("SMS: za dużo prób"),
    "Za dużo prób. Spróbuj za godzinę albo zadzwoń{{#phone}}: {{phone}}{{/phone}}.",
    "Too many attempts. Try in an hour, or call us{{#phone}}: {{phone}}{{/phone}}.",
    "Забагато спроб. Спробуйте за годину або зателефонуйте{{#phone}}: {{phone}}{{/phone}}.",
    phone="12 616 55 55",
)
_text(
    "sms.danger",
    _("SMS: zagrożenie, zadzwoń"),
    "Zadzwoń teraz: {{call}}.\nSMS nie zastąpi wezwania pomocy.",
    "Call now: {{call}}.\nA text message does not call for help.",
    "Телефонуйте зараз: {{call}}.\nSMS не замінить виклик допомоги.",
    must="call",
    call="112 (numer alarmowy)",
)
