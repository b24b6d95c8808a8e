"""A token for a unit's own system."""

from datetime import datetime, timedelta
from typing import Any, cast

from django import forms

from kck.accounts.terms import GRANTS, TOKEN_SCOPES
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.text import _

_LIVES = ((30, _("miesiąc")), (90, _("trzy miesiące")), (365, _("rok")), (730, _("dwa lata")))
# reading comes with every token
_CHOSEN = [scope for scope in TOKEN_SCOPES if scope != "cases.view"]


class LivingForm(forms.Form):
    """What is given to a system ends on a day; its life is counted in real time."""

    days = forms.TypedChoiceField(
        label=_("Jak długo ma działać"), choices=_LIVES, coerce=int, initial=365
    )

    def expires_at(self) -> datetime:
        return clock.real_now() + timedelta(days=self.cleaned_data["days"])


class TokenForm(LivingForm):
    """One unit, and no more grants than its system needs."""

    field_order = ("name", "unit", "scopes", "days", "limit")

    name = forms.CharField(
        label=_("Nazwa systemu"),
        help_text=_("Po niej poznasz token, na przykład: dyspozytornia, aplikacja terenowa."),
        max_length=80,
        error_messages={"required": _("Nazwij system, który dostanie token.")},
    )
    unit = forms.ChoiceField(
        label=_("Jednostka"),
        error_messages={
            "required": _("Wybierz jednostkę z listy."),
            "invalid_choice": _("Wybierz jednostkę z listy."),
        },
    )
    scopes = forms.MultipleChoiceField(
        label=_("Co wolno oprócz czytania spraw jednostki"),
        choices=[(scope, GRANTS[scope]) for scope in _CHOSEN],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    limit = forms.IntegerField(
        label=_("Najwięcej zapytań na minutę"), min_value=10, max_value=6000, initial=300
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        units = snapshot(clock.now()).units_in_force()
        unit = cast(forms.ChoiceField, self.fields["unit"])
        unit.choices = [("", "—"), *((one.code, one.name()) for one in units)]
