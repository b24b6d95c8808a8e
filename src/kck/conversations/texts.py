"""What people are told about a conversation: that it arrived, the answer, the cases that came of it."""

# ruff: noqa: E501 (lines of letters)

from kck.foundation.text import _
from kck.messaging.registry import MessageText, register
from kck.messaging.terms import Words

_WHY = {
    "pl": "Piszemy, bo dostaliśmy od Ciebie wiadomość.",
    "en": "We are writing because you wrote to us.",
    "uk": "Ми пишемо, бо отримали від вас повідомлення.",
}
_COPY = {
    "pl": "Tę wiadomość przekazano Państwu, bo dotyczy Państwa zadań.",
    "en": "This message was passed on to you because it concerns your duties.",
    "uk": "Це повідомлення передано вам, бо воно стосується ваших завдань.",
}

register(
    MessageText(
        key="conversations.acknowledged",
        about=_("Potwierdzenie: wiadomość dotarła"),
        short={
            "pl": "Mamy Twoją wiadomość. Odpowiemy {{#due}}{{due}}{{/due}}{{^due}}najszybciej, jak się da{{/due}}.{{#formal}} SMS nie jest drogą, którą składa się pisma ({{kind}}): od niego nie biegną terminy.{{/formal}} Zagrożenie życia: 112.",
            "en": "We have your message. We will answer {{#due}}{{due}}{{/due}}{{^due}}as soon as we can{{/due}}.{{#formal}} A text is not a way to file a formal letter ({{kind}}): no deadline runs from it.{{/formal}} Life in danger: 112.",
            "uk": "Ми отримали ваше повідомлення. Відповімо {{#due}}{{due}}{{/due}}{{^due}}якнайшвидше{{/due}}.{{#formal}} SMS не є способом подати звернення ({{kind}}): строки від нього не йдуть.{{/formal}} Загроза життю: 112.",
        },
        variables={
            "subject": "Zimno w autobusie 174",
            "due": "do piątku 18.00",
            "formal": "",
            "ways": "e-Doręczenia: AE:PL-12345-67890-ABCDE-12\nNa papierze: Urząd Miasta, Rynek 1",
            "kind": "skarga",
        },
        why=_WHY,
        defaults={
            "pl": Words(
                subject="Mamy Twoją wiadomość{{#subject}}: {{subject}}{{/subject}}",
                body="""Twoja wiadomość dotarła. Odpowiemy {{#due}}{{due}}{{/due}}{{^due}}najszybciej, jak się da{{/due}}.

{{#formal}}
Wygląda na to, że piszesz pismo: {{kind}}. Zwykły e-mail nie jest drogą, którą składa się takie pisma, i nie biegną od niego terminy z ustawy. Ważnie złożysz je tak:
{{ways}}
Jeśli tego nie zrobisz, odpowiemy jak na zwykłą wiadomość.

{{/formal}}
Chcesz coś dodać? Odpisz na tę wiadomość.""",
            ),
            "en": Words(
                subject="We have your message{{#subject}}: {{subject}}{{/subject}}",
                body="""Your message has arrived. We will answer {{#due}}{{due}}{{/due}}{{^due}}as soon as we can{{/due}}.

{{#formal}}
This looks like a formal letter: {{kind}}. An ordinary e-mail is not a way to file one, and no legal deadline runs from it. These ways count:
{{ways}}
If you do not use them, we will answer as to any other message.

{{/formal}}
Anything to add? Just reply to this message.""",
            ),
            "uk": Words(
                subject="Ми отримали ваше повідомлення{{#subject}}: {{subject}}{{/subject}}",
                body="""Ваше повідомлення надійшло. Ми відповімо {{#due}}{{due}}{{/due}}{{^due}}якнайшвидше{{/due}}.

{{#formal}}
Схоже, це офіційне звернення: {{kind}}. Звичайний електронний лист не є способом його подання, і строки за законом від нього не відраховуються. Дійсні способи:
{{ways}}
Якщо ви ними не скористаєтеся, ми відповімо як на звичайний лист.

{{/formal}}
Хочете щось додати? Просто дайте відповідь на цей лист.""",
            ),
        },
    )
)

register(
    MessageText(
        key="conversations.answer",
        about=_("Odpowiedź na wiadomość"),
        variables={"text": "Zgłosiliśmy to przewoźnikowi.", "subject": "Re: Zimno w autobusie 174"},
        must=frozenset({"text"}),
        why=_WHY,
        defaults={
            language: Words(subject="{{subject}}", body="{{text}}")
            for language in ("pl", "en", "uk")
        },
    )
)

register(
    MessageText(
        key="conversations.forward",
        about=_("Wiadomość przekazana na zewnątrz"),
        variables={
            "text": "Prosimy o odpowiedź piszącemu.",
            "subject": "Re: Zimno w autobusie 174",
        },
        must=frozenset({"text"}),
        why=_COPY,
        defaults={
            language: Words(subject="{{subject}}", body="{{text}}")
            for language in ("pl", "en", "uk")
        },
    )
)

register(
    MessageText(
        key="conversations.became",
        about=_("Z jednej wiadomości przyjęto kilka spraw"),
        variables={
            "count": "3",
            "cases": "26-004512-8: Dziura w jezdni\nZarząd Dróg Miasta Krakowa\nhttps://kontakt.example/s/Zb2hTq0d",
        },
        must=frozenset({"cases"}),
        why=_WHY,
        defaults={
            "pl": Words(
                subject="Przyjęliśmy Twoje sprawy: {{count}}",
                body="""W Twojej wiadomości jest kilka spraw. Każda ma swój numer i swoją stronę, na której zobaczysz, kto się nią zajmuje, i możesz coś dodać:

{{cases}}""",
            ),
            "en": Words(
                subject="We have taken your matters: {{count}}",
                body="""Your message speaks of several matters. Each has its own number and its own page, where you can see who deals with it and add something:

{{cases}}""",
            ),
            "uk": Words(
                subject="Ми прийняли ваші справи: {{count}}",
                body="""У вашому повідомленні кілька справ. Кожна має свій номер і свою сторінку, де видно, хто нею займається, і можна щось додати:

{{cases}}""",
            ),
        },
    )
)

register(
    MessageText(
        key="conversations.rate",
        about=_("Pytanie, czy odpowiedź pomogła"),
        short={
            "pl": "Czy nasza odpowiedź pomogła? Jedno kliknięcie: {{rate_url}}",
            "en": "Did our answer help? One click: {{rate_url}}",
            "uk": "Чи допомогла наша відповідь? Одне натискання: {{rate_url}}",
        },
        short_must=frozenset({"rate_url"}),
        variables={
            "rate_url": "https://kontakt.example/s/rate/6f1b",
            "subject": "Re: Zimno w autobusie",
        },
        must=frozenset({"rate_url"}),
        why=_WHY,
        defaults={
            "pl": Words(
                subject="Czy nasza odpowiedź pomogła? {{subject}}",
                body="""Odpowiedzieliśmy na Twoją wiadomość. Czy to pomogło? Wystarczy jedno kliknięcie, bez logowania:
{{rate_url}}""",
            ),
            "en": Words(
                subject="Did our answer help? {{subject}}",
                body="""We answered your message. Did it help? One click is enough, no account needed:
{{rate_url}}""",
            ),
            "uk": Words(
                subject="Чи допомогла наша відповідь? {{subject}}",
                body="""Ми відповіли на ваше повідомлення. Чи це допомогло? Достатньо одного натискання, без входу:
{{rate_url}}""",
            ),
        },
    )
)
