"""How a unit works, from a day on."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kck.accounts.queries import partner_names
from kck.channels.open311_out.states import normal
from kck.channels.open311_out.terms import VERBS
from kck.directory.terms import LinkWhen, PhotosOut, WayOfWorking
from kck.directory.ways import DEFAULT_HOUR, POLL_MINUTES, WayInfo
from kck.foundation.text import _

_PERSONAL = [("name", _("imię i nazwisko")), ("email", _("e-mail")), ("phone", _("telefon"))]


class Day(forms.DateField):
    """A day on the city's calendar."""

    default_error_messages = {"invalid": _("Wpisz dzień, na przykład 2026-01-31.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d")
        widget.input_type = "date"
        super().__init__(widget=widget, required=False, **kwargs)


class Lines(forms.CharField):
    """One a line."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]


class WayForm(forms.Form):
    """All ways in one form: only the part of the chosen one counts."""

    way = forms.ChoiceField(label=_("Sposób pracy"), choices=WayOfWorking.choices)
    valid_from = Day(label=_("Od dnia"), help_text=_("Wcześniejszy sposób kończy się dzień przed."))
    valid_to = Day(label=_("Do dnia"), help_text=_("Puste pole: do odwołania."))

    link_mails = Lines(
        label=_("Adresy e-mail"), help_text=_("Po jednym w wierszu."), required=False
    )
    link_when = forms.ChoiceField(label=_("Kiedy pisać"), choices=LinkWhen.choices, required=False)
    link_hour = forms.IntegerField(
        label=_("Godzina listy porannej"), min_value=0, max_value=23, required=False
    )

    endpoint = forms.CharField(
        label=_("Adres serwera"),
        help_text=_("Jak w jego discovery, na przykład https://jednostka.pl/open311/v2."),
        max_length=300,
        required=False,
    )
    jurisdiction = forms.CharField(label="jurisdiction_id", max_length=100, required=False)
    key = forms.CharField(
        label=_("Nasz klucz do niego (api_key)"),
        help_text=_("Puste pole: bez zmiany. Zapisanego klucza nie da się zobaczyć."),
        max_length=300,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    partner = forms.TypedChoiceField(
        label=_("Klucz, którym on pisze do nas"), coerce=int, empty_value=None, required=False
    )
    photos = forms.ChoiceField(label=_("Zdjęcia"), choices=PhotosOut.choices, required=False)
    personal = forms.MultipleChoiceField(
        label=_("Dane zgłaszającego, których jednostka potrzebuje"),
        help_text=_("Bez zaznaczenia: żadnych."),
        choices=_PERSONAL,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    poll_minutes = forms.IntegerField(
        label=_("Co ile minut pytać o zmiany"), min_value=1, max_value=1440, required=False
    )
    services = Lines(
        label=_("Nazwy kategorii w jego systemie"),
        help_text=_(
            "kod kategorii = service_code, po jednym w wierszu; * to każda inna. "
            "Puste pole: takie same jak u nas."
        ),
        required=False,
    )
    phone_number = forms.CharField(label=_("Telefon dyspozytora"), max_length=30, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = [(str(pk), name) for pk, name in partner_names().items()]
        self.fields["partner"].choices = [("", "—"), *partners]  # type: ignore[attr-defined]

    def clean_link_mails(self) -> list[str]:
        for mail in self.cleaned_data["link_mails"]:
            try:
                validate_email(mail)
            except ValidationError:
                raise ValidationError(
                    _("„%(mail)s” to nie jest adres e-mail."), params={"mail": mail}
                ) from None
        return list(self.cleaned_data["link_mails"])

    def clean_endpoint(self) -> str:
        endpoint = str(self.cleaned_data["endpoint"]).strip()
        parts = urlsplit(endpoint)
        if endpoint and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValidationError(_("Wpisz adres, który zaczyna się od https:// albo http://."))
        return endpoint

    def clean_services(self) -> dict[str, str]:
        found = {}
        for line in self.cleaned_data["services"]:
            ours, equals, theirs = (part.strip() for part in line.partition("="))
            if not (ours and equals and theirs):
                raise ValidationError(
                    _("„%(line)s”: napisz kod kategorii = service_code."), params={"line": line}
                )
            found[ours] = theirs
        return found

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("way") == WayOfWorking.OPEN311 and not found.get("endpoint"):
            self.add_error("endpoint", _("Bez adresu serwera nie ma dokąd wysyłać."))
        if found.get("way") == WayOfWorking.LINK and not found.get("link_mails"):
            self.add_error("link_mails", _("Bez adresu nie ma do kogo pisać."))
        return found

    def settings(self, states: Mapping[str, str]) -> dict[str, Any]:
        """As the way of working keeps them."""
        given = self.cleaned_data
        hour, minutes = given["link_hour"], given["poll_minutes"]
        return {
            "link": {
                "mails": given["link_mails"],
                "when": given["link_when"] or LinkWhen.EACH,
                "hour": DEFAULT_HOUR if hour is None else hour,
            },
            "open311": {
                "endpoint": given["endpoint"],
                "jurisdiction": given["jurisdiction"],
                "photos": given["photos"] or PhotosOut.URL,
                "personal": given["personal"],
                "poll_minutes": POLL_MINUTES if minutes is None else minutes,
                "services": given["services"],
                "states": dict(states),
            },
            "phone": {"number": given["phone_number"]},
        }


def initial_of(way: WayInfo) -> dict[str, Any]:
    link, far = way.link, way.open311
    return {
        "way": way.way,
        "link_mails": "\n".join(link.mails),
        "link_when": link.when,
        "link_hour": link.hour,
        "endpoint": far.endpoint,
        "jurisdiction": far.jurisdiction,
        "photos": far.photos,
        "personal": list(far.personal),
        "poll_minutes": far.poll_minutes,
        "services": "\n".join(f"{ours} = {theirs}" for ours, theirs in far.services.items()),
        "phone_number": way.phone,
    }


class StateForm(forms.Form):
    """One row of the table: their word, and what it means here."""

    state = forms.CharField(label=_("Ich stan"), max_length=60, required=False)
    verb = forms.ChoiceField(label=_("Znaczy u nas"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", "—"), *VERBS.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("verb") and not found.get("state"):
            self.add_error("state", _("Wpisz stan, tak jak podaje go ich system."))
        return found


StateRows = forms.formset_factory(StateForm, extra=2, max_num=200)


def rows_of(states: Mapping[str, str], unknown: Iterable[str]) -> list[dict[str, str]]:
    """The table as it is, then what was said and nobody knew."""
    known = [{"state": state, "verb": verb} for state, verb in sorted(states.items())]
    return known + [{"state": state, "verb": ""} for state in unknown if state not in states]


def table_of(rows: Any) -> dict[str, str]:
    """Rows without a meaning are none."""
    given = [row for row in rows.cleaned_data if row.get("state") and row.get("verb")]
    return {normal(row["state"]): row["verb"] for row in given}
