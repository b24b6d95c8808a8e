"""The letters to owners of subscriptions, with their gaps."""

# ruff: noqa: E501 (paragraphs of letters)

from kck.foundation.text import _
from kck.messaging.registry import MessageText, register
from kck.messaging.terms import STAFF_FRAME, Words

_VARIABLES = {
    "name": "Mapa dzielnicy",
    "address": "https://odbiorca.example/kck",
    "since": "dziś o 14.30",
    "trouble": "odbiorca nie odpowiedział na czas",
    "page_url": "https://kontakt.example/backoffice/webhooks/7/",
}

register(
    MessageText(
        frame=STAFF_FRAME,
        key="webhooks.resting",
        about=_("Webhook: odbiorca przestał odpowiadać"),
        variables=_VARIABLES,
        must=frozenset({"name"}),
        defaults={
            "pl": Words(
                subject="Webhook „{{name}}”: odbiorca nie odpowiada",
                body="""Od {{since}} nie udaje się nic dostarczyć pod adres {{address}}.

{{#trouble}}
Ostatni błąd: {{trouble}}.

{{/trouble}}
Nic nie ginie: zdarzenia czekają, a my co kilka minut próbujemy jednym z nich. Gdy odbiorca odpowie, wyślemy wszystkie po kolei i napiszemy o tym.

{{page_url}}""",
            ),
            "en": Words(
                subject="Webhook “{{name}}”: the receiver does not answer",
                body="""Since {{since}} nothing can be delivered to {{address}}.

{{#trouble}}
The last error: {{trouble}}.

{{/trouble}}
Nothing is lost: events are waiting, and every few minutes we try with one of them. Once the receiver answers, we will send all of them in order and write to you.

{{page_url}}""",
            ),
            "uk": Words(
                subject="Вебхук «{{name}}»: одержувач не відповідає",
                body="""Відтоді ({{since}}) нічого не вдається доставити на адресу {{address}}.

{{#trouble}}
Остання помилка: {{trouble}}.

{{/trouble}}
Нічого не втрачається: події чекають, а ми кожні кілька хвилин пробуємо з однією з них. Коли одержувач відповість, надішлемо всі по черзі та напишемо про це.

{{page_url}}""",
            ),
        },
    )
)
register(
    MessageText(
        frame=STAFF_FRAME,
        key="webhooks.resumed",
        about=_("Webhook: odbiorca znów odpowiada"),
        variables={**_VARIABLES, "waiting": "12"},
        must=frozenset({"name"}),
        defaults={
            "pl": Words(
                subject="Webhook „{{name}}”: odbiorca znów odpowiada",
                body="""Odbiorca {{address}} znów odpowiada. Wysyłamy to, co czekało (zdarzeń: {{waiting}}). Nie musisz nic robić.

{{page_url}}""",
            ),
            "en": Words(
                subject="Webhook “{{name}}”: the receiver answers again",
                body="""The receiver {{address}} answers again. We are sending what has waited (events: {{waiting}}). You need not do anything.

{{page_url}}""",
            ),
            "uk": Words(
                subject="Вебхук «{{name}}»: одержувач знову відповідає",
                body="""Одержувач {{address}} знову відповідає. Надсилаємо те, що чекало (подій: {{waiting}}). Вам нічого не потрібно робити.

{{page_url}}""",
            ),
        },
    )
)
register(
    MessageText(
        frame=STAFF_FRAME,
        key="webhooks.gone",
        about=_("Webhook: odbiorca się wypisał"),
        variables=_VARIABLES,
        must=frozenset({"name"}),
        defaults={
            "pl": Words(
                subject="Webhook „{{name}}”: odbiorca się wypisał",
                body="""Odbiorca {{address}} odpowiedział kodem 410, czyli nie chce już żadnych zdarzeń. Subskrypcja jest zakończona. Jeśli to pomyłka, załóż nową.

{{page_url}}""",
            ),
            "en": Words(
                subject="Webhook “{{name}}”: the receiver has unsubscribed",
                body="""The receiver {{address}} answered with code 410, which means that it wants no more events. The subscription has ended. If this is a mistake, make a new one.

{{page_url}}""",
            ),
            "uk": Words(
                subject="Вебхук «{{name}}»: одержувач відписався",
                body="""Одержувач {{address}} відповів кодом 410, тобто більше не хоче подій. Підписку завершено. Якщо це помилка, створіть нову.

{{page_url}}""",
            ),
        },
    )
)
