"""What is asked of each table, in an administrator's words."""

from kck.directory.editing.forms.categories import CATEGORY, GROUP, WORDS
from kck.directory.editing.forms.city import CITY, PAGE
from kck.directory.editing.forms.questions import QUESTION
from kck.directory.editing.forms.rules import CALENDAR, DANGER, RULE
from kck.directory.editing.forms.units import CHANNELS, FUNCTIONS, HELPLINE, STAGE, UNIT

__all__ = [
    "CALENDAR",
    "CATEGORY",
    "CHANNELS",
    "CITY",
    "DANGER",
    "FUNCTIONS",
    "GROUP",
    "HELPLINE",
    "PAGE",
    "QUESTION",
    "RULE",
    "STAGE",
    "UNIT",
    "WORDS",
]
