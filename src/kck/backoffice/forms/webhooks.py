"""A subscription; which part of its log; from when on to send again."""

from typing import Any

from django import forms

from kck.backoffice.forms.fields import Moment
from kck.channels.webhooks import catalogue
from kck.channels.webhooks.commands import Wish
from kck.channels.webhooks.policy import EDIT, may_edit_all
from kck.channels.webhooks.queries import Details
from kck.channels.webhooks.terms import DELIVERY_LABELS, SCOPE_LABELS, Scope
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _, polish_sort_key

_NO_EVENT = _("Wybierz co najmniej jedno zdarzenie.")


class SubscriptionForm(forms.Form):
    """Units to choose from are those for which the person holds the grant."""

    name = forms.CharField(
        label=_("Nazwa"),
        help_text=_("Kto lub co będzie odbierać, na przykład „Mapa dzielnicy IV”."),
        max_length=100,
        error_messages={"required": _("Wpisz nazwę.")},
    )
    url = forms.CharField(
        label=_("Adres odbiorcy"),
        help_text=_("Pod ten adres wyślemy każde zdarzenie metodą POST."),
        max_length=500,
        error_messages={"required": _("Wpisz adres.")},
    )
    contact = forms.EmailField(
        label=_("E-mail właściciela"),
        help_text=_("Tu napiszemy, gdy odbiorca przestanie odpowiadać i gdy wróci."),
        error_messages={
            "required": _("Wpisz adres e-mail."),
            "invalid": _("To nie jest poprawny adres e-mail."),
        },
    )
    scope = forms.ChoiceField(
        label=_("Zakres"),
        choices=list(SCOPE_LABELS.items()),
        initial=Scope.PUBLIC,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wybierz zakres.")},
    )
    events = forms.MultipleChoiceField(
        label=_("Zdarzenia"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _NO_EVENT, "invalid_choice": _NO_EVENT},
    )
    units = forms.MultipleChoiceField(
        label=_("Jednostki"),
        help_text=_("Bez zaznaczenia: wszystkie."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    categories = forms.MultipleChoiceField(
        label=_("Kategorie"),
        help_text=_("Bez zaznaczenia: wszystkie."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        city = snapshot(clock.now())
        everything = bool(may_edit_all(actor))
        units = [
            (unit.code, f"{unit.code} – {unit.name()}")
            for unit in city.units_in_force()
            if everything or actor.may(EDIT, unit.id)
        ]
        self._choose("events", [(one.name, _described(one)) for one in catalogue.OFFERED])
        self._choose("units", units)
        self._choose(
            "categories",
            sorted(
                ((one.code, one.name()) for one in city.categories() if not one.is_redirect),
                key=lambda pair: polish_sort_key(pair[1]),
            ),
        )
        if not everything:
            self.fields["units"].required = True
            self.fields["units"].help_text = _("Zaznacz co najmniej jedną ze swoich.")
            self.fields["units"].error_messages["required"] = _("Zaznacz jednostkę.")

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices

    @property
    def wish(self) -> Wish:
        found = self.cleaned_data
        return Wish(
            name=found["name"],
            url=found["url"],
            contact=found["contact"],
            scope=Scope(found["scope"]),
            events=tuple(found["events"]),
            units=tuple(found["units"]),
            categories=tuple(found["categories"]),
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("scope") == Scope.PUBLIC:
            offered = {one.name for one in catalogue.offered(Scope.PUBLIC)}
            if not set(found.get("events", ())) <= offered:
                self.add_error("events", _("Zdarzenia wewnętrzne wymagają zakresu wewnętrznego."))
        return found


def _described(one: catalogue.Offered) -> str:
    inside = _("wewnętrzne")  # not within the braces, where no text is found to be translated
    return f"{one.name}: {one.about} ({inside})" if one.internal else f"{one.name}: {one.about}"


def all_public() -> list[str]:
    """What a new subscription begins with."""
    return [one.name for one in catalogue.offered(Scope.PUBLIC)]


def initial_of(details: Details) -> dict[str, Any]:
    """The form that changes a subscription begins with what it is."""
    names = ("name", "url", "contact", "scope", "events", "units", "categories")
    return {name: getattr(details, name) for name in names}


class LogForm(forms.Form):
    """The filter of the log; what cannot be understood filters nothing."""

    state = forms.ChoiceField(
        label=_("Stan"),
        required=False,
        choices=[("", _("każdy")), *((str(one), label) for one, label in DELIVERY_LABELS.items())],
    )
    number = forms.CharField(label=_("Numer sprawy"), required=False, max_length=20)


class ReplayForm(forms.Form):
    since = Moment(
        label=_("Od kiedy"), help_text=_("Najwyżej 90 dni wstecz; liczy się chwila zdarzenia.")
    )
