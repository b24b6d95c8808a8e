"""What the officer writes down."""

from typing import Any

from django import forms

from kck.foundation.text import _
from kck.privacy.terms import STATE_LABELS, RequestState

_LONGEST_KEPT = 100


class IdentityForm(forms.Form):
    how = forms.CharField(
        label=_("Po czym poznano, że to ta osoba"),
        max_length=200,
        help_text=_("Na przykład: dowód przy okienku, podpis zaufany, kod sprawy. Bez numerów."),
    )


class LongerForm(forms.Form):
    because = forms.CharField(label=_("Dlaczego dłużej"), max_length=300)


class EndForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Jak się skończyło"),
        choices=[
            (str(one), STATE_LABELS[one]) for one in (RequestState.DONE, RequestState.REFUSED)
        ],
        widget=forms.RadioSelect,
        initial=str(RequestState.DONE),
    )
    answer = forms.CharField(
        label=_("Co odpowiedziano"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Przy odmowie: podstawa i pouczenie o skardze do Prezesa UODO."),
    )


class YearsForm(forms.Form):
    """Empty: never."""

    contact_years = forms.IntegerField(
        label=_("Kontakt: lat"), required=False, min_value=0, max_value=_LONGEST_KEPT
    )
    words_years = forms.IntegerField(
        label=_("Treść: lat"), required=False, min_value=0, max_value=_LONGEST_KEPT
    )

    def clean(self) -> dict[str, Any]:
        return super().clean() or {}
