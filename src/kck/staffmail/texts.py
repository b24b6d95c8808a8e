"""Which mails there are to staff, with their gaps. None of them names a resident."""

# ruff: noqa: E501 (lines of letters)

from kck.foundation.text import _
from kck.messaging.registry import MessageText, register
from kck.messaging.terms import STAFF_FRAME, Words

INVITATION = "staffmail.invitation"
NEW_DEVICE = "staffmail.new_device"
NOTICES = "staffmail.notices"

_WHY = {
    "pl": "Dostajesz tę wiadomość, bo masz konto pracownika w Centrum Kontaktu.",
    "en": "You get this message because you have a staff account at the Contact Centre.",
    "uk": "Ви отримали це повідомлення, бо маєте обліковий запис працівника в Контактному центрі.",
}
_CHOSEN = {
    "pl": "Dostajesz tę wiadomość, bo tak wybrano na stronie Moje konto; tam też można ją wyłączyć.",
    "en": "You get this message because of what was chosen on My account; there it can be turned off too.",
    "uk": "Ви отримали це повідомлення, бо так вибрано на сторінці «Мій обліковий запис»; там його можна й вимкнути.",
}

register(
    MessageText(
        frame=STAFF_FRAME,
        key=INVITATION,
        about=_("Do pracownika: zaproszenie albo nowe hasło"),
        variables={
            "name": "Anna Nowak",
            "link_url": "https://kontakt.example/account/invitation/Zb2hTq0d",
            "days": "7",
        },
        must=frozenset({"link_url"}),
        why=_WHY,
        defaults={
            "pl": Words(
                subject="Twoje konto w Centrum Kontaktu: ustaw hasło",
                body="""Masz konto pracownika: {{name}}. Ustaw hasło i zaloguj się:

{{link_url}}

Odnośnik działa raz i przez {{days}} dni. Nie przekazuj go nikomu: kto go otworzy, wejdzie na Twoje konto. Jeśli o nic nie prosisz, powiedz o tym administratorowi.""",
            ),
            "en": Words(
                subject="Your account at the Contact Centre: set a password",
                body="""You have a staff account: {{name}}. Set a password and sign in:

{{link_url}}

The link works once and for {{days}} days. Pass it on to nobody: whoever opens it enters your account. If you did not expect this, tell your administrator.""",
            ),
            "uk": Words(
                subject="Ваш обліковий запис у Контактному центрі: встановіть пароль",
                body="""Ви маєте обліковий запис працівника: {{name}}. Встановіть пароль і увійдіть:

{{link_url}}

Посилання діє один раз і протягом {{days}} днів. Не передавайте його нікому: хто його відкриє, той увійде у ваш обліковий запис. Якщо ви цього не очікували, повідомте адміністратора.""",
            ),
        },
    )
)

register(
    MessageText(
        frame=STAFF_FRAME,
        key=NEW_DEVICE,
        about=_("Do pracownika: ktoś zalogował się z nowego urządzenia"),
        variables={
            "device": "Firefox, Windows",
            "when": "2 lutego, 9.14",
            "account_url": "https://kontakt.example/desk/account/sessions/",
        },
        must=frozenset({"account_url"}),
        why=_WHY,
        defaults={
            "pl": Words(
                subject="Nowe urządzenie na Twoim koncie: {{device}}",
                body="""Ktoś zalogował się na Twoje konto z urządzenia, którego jeszcze nie znamy: {{device}}, {{when}}.

Jeśli to Ty, nic nie rób. Jeśli nie, wyloguj wszystkie urządzenia i zmień hasło:

{{account_url}}""",
            ),
            "en": Words(
                subject="A new device on your account: {{device}}",
                body="""Somebody signed in to your account from a device we have not seen before: {{device}}, {{when}}.

If it was you, do nothing. If not, sign out all devices and change your password:

{{account_url}}""",
            ),
            "uk": Words(
                subject="Новий пристрій у вашому обліковому записі: {{device}}",
                body="""Хтось увійшов у ваш обліковий запис із пристрою, якого ми ще не знаємо: {{device}}, {{when}}.

Якщо це ви, нічого не робіть. Якщо ні, вийдіть на всіх пристроях і змініть пароль:

{{account_url}}""",
            ),
        },
    )
)

register(
    MessageText(
        frame=STAFF_FRAME,
        key=NOTICES,
        about=_("Do pracownika: co nowego na dzwonku"),
        variables={
            "count": "2",
            "first": "26-004512-8: Anna Nowak o Tobie wspomina",
            "lines": "- 26-004512-8: Anna Nowak o Tobie wspomina\n- 26-004519-3: jutro mija termin",
            "bell_url": "https://kontakt.example/desk/bell/",
        },
        must=frozenset({"bell_url"}),
        why=_CHOSEN,
        defaults={
            "pl": Words(
                subject="{{first}}",
                body="""{{lines}}

Wszystko jest na dzwonku:

{{bell_url}}""",
            ),
            "en": Words(
                subject="{{first}}",
                body="""{{lines}}

All of it is on the bell:

{{bell_url}}""",
            ),
            "uk": Words(
                subject="{{first}}",
                body="""{{lines}}

Усе є на дзвінку:

{{bell_url}}""",
            ),
        },
    )
)
