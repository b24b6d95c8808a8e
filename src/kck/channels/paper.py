"""A letter that is to be kept; `printing` makes a file of it."""

from dataclasses import dataclass
from datetime import datetime

PROFILE = "PDF/A-2B"


@dataclass(frozen=True, kw_only=True)
class Section:
    """Words under a heading; an empty heading stands for none."""

    body: str
    heading: str = ""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One letter. `facts` are printed as a table above it: what, value.

    `head`, line by line, is whose letter it is: only what the city itself writes has one.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    foot: str
    language: str
    made_at: datetime
    author: str
    head: tuple[str, ...] = ()
