"""What is written on somebody's card."""

from typing import Any

from django import forms

from kck.desk.forms.fields import Text
from kck.foundation import clock
from kck.foundation.text import _
from kck.people.rules import normal_email, normal_phone
from kck.people.terms import NEED_LABELS, POINT_LABELS, Need, PointKind
from kck.privacy.terms import KIND_LABELS, RequestKind

LANGUAGES = (("pl", _("polski")), ("en", _("angielski")), ("uk", _("ukraiński")))
# how somebody told us
HOW = (
    ("phone", _("telefon")),
    ("counter", _("okienko")),
    ("letter", _("list")),
    ("email", _("e-mail")),
)
_KINDS = (("person", _("osoba")), ("organisation", _("organizacja")))


class SearchForm(forms.Form):
    q = Text(_("Telefon, e-mail, nazwisko albo numer sprawy"), rows=1)
    reason = Text(_("Po co szukasz po nazwisku"), rows=1)


class WhyForm(forms.Form):
    reason = Text(_("Po co otwierasz kartotekę"), rows=1)


class DetailsForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kto to"), choices=_KINDS, widget=forms.RadioSelect)
    name = Text(_("Imię i nazwisko albo nazwa"), rows=1)
    organisation = Text(_("W imieniu organizacji"), rows=1)
    phone = Text(_("Telefon"), rows=1)
    email = Text(_("E-mail"), rows=1)
    address = Text(_("Adres"), rows=1)
    language = forms.ChoiceField(label=_("Język"), choices=LANGUAGES)
    prefers_sms = forms.BooleanField(label=_("Pisać SMS, nie dzwonić"), required=False)

    def clean_phone(self) -> str:
        return self._usable("phone", normal_phone, _("Tego numeru nie da się użyć: sprawdź cyfry."))

    def clean_email(self) -> str:
        return self._usable("email", normal_email, _("Ten adres e-mail jest niepełny."))

    def _usable(self, name: str, normal: Any, problem: Any) -> str:
        typed = self.cleaned_data[name]
        found: str = normal(typed)
        if typed and not found:
            raise forms.ValidationError(problem)
        return found


class PointForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Rodzaj"), choices=[(str(one), POINT_LABELS[one]) for one in PointKind]
    )
    value = Text(_("Numer, adres albo nazwa"), rows=1)
    label = Text(_("Opis"), rows=1, help_text=_("Na przykład: praca, córka"))


class NeedsForm(forms.Form):
    needs = forms.MultipleChoiceField(
        label=_("Czego potrzebuje"),
        choices=[(str(one), NEED_LABELS[one]) for one in Need],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class NoCallsForm(forms.Form):
    reason = Text(_("Dlaczego"), rows=1)
    until = forms.DateField(
        label=_("Do którego dnia"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Puste: aż powie inaczej."),
    )

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until < clock.today():
            raise forms.ValidationError(_("Ten dzień już minął."))
        return until


class NoteForm(forms.Form):
    text = Text(
        _("Notatka"), rows=3, help_text=_("Ta osoba może poprosić o wgląd: pisz tak, by mogła.")
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text:
            raise forms.ValidationError(_("Napisz coś."))
        return text


class ConsentForm(forms.Form):
    """The text is read to them; its version is what is kept."""

    purpose = forms.CharField(max_length=40)
    version = forms.CharField(max_length=64)
    how = forms.ChoiceField(choices=HOW)


class RequestForm(forms.Form):
    """A right they use."""

    kind = forms.ChoiceField(
        label=_("O co prosi"), choices=[(str(one), KIND_LABELS[one]) for one in RequestKind]
    )
    how = forms.ChoiceField(label=_("Jak to powiedziała"), choices=HOW)
    words = Text(_("Słowami osoby"), rows=3)


class ThisOne(forms.Form):
    """A row of the card, and how somebody told us."""

    id = forms.IntegerField(min_value=1)
    how = forms.ChoiceField(choices=HOW, required=False)


class Nothing(forms.Form):
    pass


class SameForm(forms.Form):
    """Which of the records shown side by side are this person's."""

    same = forms.TypedMultipleChoiceField(coerce=str, required=False)
