"""Fields that several tables have."""

from kck.directory.editing.fields import Field
from kck.foundation.text import _

NONE = (("", "—"),)

BASIS = Field(
    name="basis",
    label=_("Podstawa"),
    help=_("Skąd to wiadomo: uchwała, zarządzenie, ustalenie."),
    known=(
        ("published", _("ogłoszone publicznie")),
        ("proposal", _("propozycja")),
        ("to be verified", _("do sprawdzenia")),
    ),
    group="notes",
)
