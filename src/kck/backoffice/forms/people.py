"""People who work for the city, their posts and roles."""

from typing import Any

from django import forms
from django.conf import settings

from kck.accounts import queries as accounts
from kck.accounts.terms import GRANTS, Home
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.text import _, polish_sort_key
from kck.places.queries import districts

_NO_ROLE, _NO_UNIT = {"required": _("Wybierz rolę.")}, {"required": _("Wybierz jednostkę.")}
_DAY = {"invalid": _("Podaj dzień.")}


def unit_choices() -> list[tuple[str, str]]:
    units = snapshot(clock.now()).units_in_force()
    named = [(one.code, f"{one.code} · {one.name()}") for one in units]
    return [("", "–"), *sorted(named, key=lambda row: polish_sort_key(row[0]))]


def role_choices() -> list[tuple[str, str]]:
    named = [(one.code, one.name) for one in accounts.roles()]
    return [("", "–"), *sorted(named, key=lambda row: polish_sort_key(row[1]))]


def district_choices() -> list[tuple[str, str]]:
    return [("", "–"), *((one.code, one.name) for one in districts())]


def language_choices() -> list[tuple[str, Any]]:
    return [("", _("jak w przeglądarce")), *settings.LANGUAGES]


def Day(label: Any, **more: Any) -> forms.DateField:  # noqa: N802 (stands where a field stands)
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, widget=widget, error_messages={"required": _("Podaj dzień."), **_DAY}, **more
    )


class PersonForm(forms.Form):
    """What one person is called, and where they get mail."""

    name = forms.CharField(
        label=_("Imię i nazwisko"),
        max_length=120,
        error_messages={"required": _("Podaj imię i nazwisko.")},
    )
    email = forms.EmailField(
        label=_("Adres e-mail"),
        max_length=254,
        error_messages={
            "required": _("Podaj adres e-mail."),
            "invalid": _("To nie jest adres e-mail."),
        },
    )
    language = forms.ChoiceField(
        label=_("Język stron i wiadomości"), required=False, choices=language_choices
    )


class ChangeForm(PersonForm):
    must_use_second_factor = forms.BooleanField(
        label=_("Drugi składnik logowania jest wymagany, także gdy rola go nie wymaga"),
        required=False,
    )


class PostForm(forms.Form):
    """A role in a unit, from and to a day."""

    role = forms.ChoiceField(label=_("Rola"), choices=role_choices, error_messages=_NO_ROLE)
    unit = forms.ChoiceField(label=_("Jednostka"), choices=unit_choices, error_messages=_NO_UNIT)
    district = forms.ChoiceField(
        label=_("Dzielnica"),
        choices=district_choices,
        required=False,
        help_text=_("Tylko dla roli, która czyta sprawy jednej dzielnicy."),
    )
    since = Day(_("Od"), required=False, help_text=_("Puste: od razu."))
    until = Day(_("Do"), required=False, help_text=_("Puste: bez końca."))


class InviteForm(PersonForm):
    """The account and its first post at once."""

    role = forms.ChoiceField(label=_("Rola"), choices=role_choices, error_messages=_NO_ROLE)
    unit = forms.ChoiceField(label=_("Jednostka"), choices=unit_choices, error_messages=_NO_UNIT)
    district = forms.ChoiceField(
        label=_("Dzielnica"),
        choices=district_choices,
        required=False,
        help_text=_("Tylko dla roli, która czyta sprawy jednej dzielnicy."),
    )


class EndForm(forms.Form):
    last_day = Day(_("Ostatni dzień"))


class LeaveForm(forms.Form):
    """Who gets the open cases."""

    hand_to = forms.ChoiceField(label=_("Otwarte sprawy dostanie"), required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["hand_to"]
        nobody = ("", _("nikt: wrócą do kolejki jednostki"))
        chosen.choices = [nobody, *((str(pk), name) for pk, name in people)]


class RoleForm(forms.Form):
    """A set of grants; what each one means stands beside it."""

    name_pl = forms.CharField(
        label=_("Nazwa po polsku"),
        max_length=60,
        error_messages={"required": _("Nazwij rolę.")},
    )
    name_en = forms.CharField(label=_("Nazwa po angielsku"), max_length=60, required=False)
    name_uk = forms.CharField(label=_("Nazwa po ukraińsku"), max_length=60, required=False)
    grants = forms.MultipleChoiceField(
        label=_("Uprawnienia"),
        choices=list(GRANTS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    everywhere = forms.BooleanField(
        label=_("We wszystkich jednostkach, nie tylko we własnej"), required=False
    )
    second_factor = forms.BooleanField(
        label=_("Logowanie wymaga drugiego składnika"), required=False
    )
    home = forms.ChoiceField(
        label=_("Pierwsza strona po zalogowaniu"),
        required=False,
        choices=[("", _("według uprawnień")), *((one.value, one.label) for one in Home)],
    )

    def names(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"name_{code}"] for code in ("pl", "en", "uk")}


class LogForm(forms.Form):
    """What narrows the log."""

    who = forms.ChoiceField(label=_("Kto"), required=False)
    subject = forms.CharField(label=_("Numer sprawy"), max_length=20, required=False)
    name = forms.ChoiceField(label=_("Zdarzenie"), required=False)
    since = Day(_("Od"), required=False)
    until = Day(_("Do"), required=False)

    def __init__(
        self,
        *args: Any,
        people: list[tuple[int, str]],
        names: list[tuple[str, Any]],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        event: Any = self.fields["name"]
        event.choices = names
        chosen: Any = self.fields["who"]
        chosen.choices = [("", _("ktokolwiek")), *((str(pk), name) for pk, name in people)]
