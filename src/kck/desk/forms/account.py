"""What one chooses for oneself."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import get_language_info

from kck.accounts.terms import NoticeMail
from kck.foundation.text import _


def _choices() -> list[tuple[str, object]]:
    own = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
    return [("", _("Jak w przeglądarce")), *own]


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Język stron dla pracowników"), required=False, choices=_choices
    )


class NewPasswordForm(forms.Form):
    """Twice, as the rules for passwords want it."""

    password = forms.CharField(
        label=_("Hasło"),
        help_text=_("Co najmniej 12 znaków. Kilka zwykłych słów jest lepsze niż jedno trudne."),
        widget=forms.PasswordInput,
        strip=False,
        max_length=200,
        error_messages={"required": _("Wpisz hasło.")},
    )
    again = forms.CharField(
        label=_("Hasło jeszcze raz"),
        widget=forms.PasswordInput,
        strip=False,
        max_length=200,
        error_messages={"required": _("Wpisz hasło jeszcze raz.")},
    )

    def __init__(self, *args: Any, staff: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.staff = staff

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.staff)
        return password

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or self.cleaned_data)
        if {"password", "again"} <= found.keys() and found["password"] != found["again"]:
            self.add_error("again", _("Hasła są różne."))
        return found


class NoticeMailForm(forms.Form):
    """When the bell writes a mail."""

    when = forms.ChoiceField(
        label=_("Powiadomienia mailem"), choices=[(one, one.label) for one in NoticeMail]
    )


class AbsenceForm(forms.Form):
    """From and to a day, and who looks after the work."""

    substitute = forms.ChoiceField(
        label=_("Kto zastępuje"), error_messages={"required": _("Wybierz, kto zastępuje.")}
    )
    first_day = forms.DateField(
        label=_("Od"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Podaj dzień."), "invalid": _("Podaj dzień.")},
    )
    last_day = forms.DateField(
        label=_("Do (ostatni dzień)"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Podaj dzień."), "invalid": _("Podaj dzień.")},
    )

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["substitute"]
        chosen.choices = [("", "—"), *((str(pk), name) for pk, name in people)]
