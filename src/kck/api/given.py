"""What calls take. A text is measured first, then cleaned of what nobody types."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field
from pydantic_core import PydanticCustomError

from kck.foundation.text import clean

LONGEST_TEXT = 4000
_YEARS = range(1900, 2200)
MOST_PHOTOS = 5


def _thinkable(moment: datetime) -> datetime:
    """In UTC; what lies beyond history and plans can be written in no database."""
    if moment.year not in _YEARS:
        raise PydanticCustomError("datetime_parsing", "no such time")
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_thinkable)]
Code = Annotated[str, Field(max_length=60, description="A code of the directory.")]
PhotoId = Annotated[str, Field(max_length=200, description="What `POST /photos` gave.")]
Photos = Annotated[list[PhotoId], Field(max_length=MOST_PHOTOS)]
Short = Annotated[str, Field(max_length=30), AfterValidator(clean)]
Line = Annotated[str, Field(max_length=200), AfterValidator(clean)]
Lines = Annotated[str, Field(max_length=500), AfterValidator(clean)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(clean)]
Words = Annotated[str, Field(min_length=3, max_length=LONGEST_TEXT), AfterValidator(clean)]
Reason = Annotated[str, Field(min_length=5, max_length=LONGEST_TEXT), AfterValidator(clean)]
Ending = Annotated[str, Field(min_length=10, max_length=LONGEST_TEXT), AfterValidator(clean)]


class In(Schema):
    """A misspelt field is told, not passed over."""

    model_config = ConfigDict(extra="forbid")


class PlaceIn(In):
    """A point in WGS84, an address, or how to get there in one's own words; at least one."""

    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    address: Line = Field("", description="As `GET /places/suggest` writes it, or any.")
    words: Lines = Field("", description="How to get there.")


class ContactIn(In):
    """Needed for nothing: number and code are enough to follow a case."""

    name: Line = ""
    email: Annotated[str, Field(max_length=254), AfterValidator(clean)] = ""
    phone: Short = Field("", description="Nine digits, or with the country's code.")
    prefers_sms: bool = False
    consents: dict[Code, Annotated[str, Field(max_length=40)]] = Field(
        {},
        description="What the reporter said yes to: code and version, as `GET /consents` had them.",
        max_length=20,
    )


class ReportIn(In):
    text: Words = Field(description="What is the matter.")
    category: Code = ""
    kind: Literal["report", "enquiry", "idea", "praise", "complaint"] = "report"
    place: PlaceIn | None = None
    answers: dict[str, str | float | list[str]] = Field(
        {}, description="To the category's questions, by code.", max_length=50
    )
    photos: Photos = []
    contact: ContactIn | None = None
    language: Literal["pl", "en", "uk"] | None = Field(
        None, description="In which the reporter is written to; else that of the request."
    )


class ReplyIn(In):
    """Words, photos or both; the answer when the city has asked."""

    text: Text = ""
    photos: Photos = []


class PhotosIn(In):
    photos: Annotated[list[PhotoId], Field(min_length=1, max_length=MOST_PHOTOS)]


class DisagreeIn(In):
    text: Words = Field(description="What is still wrong.")
    photos: Photos = []


class NothingIn(In):
    """An act that needs no more than its address; the body may be empty."""


class TextIn(In):
    text: Words


class ReasonIn(In):
    reason: Reason = Field(description="The next unit reads it, and the resident.")


class ForwardIn(ReasonIn):
    unit: Code


class ScheduleIn(In):
    when: Moment
    text: Text = Field("", description="A sentence for the resident.")


class DoneIn(In):
    """Some categories want a photo of the finished work, here or sent before."""

    outcome: Literal[
        "done",
        "done-for-now",
        "partly",
        "not-found",
        "not-citys",
        "private-land",
        "in-programme",
        "refused",
        "formal",
        "duplicate",
    ]
    text: Ending = Field(description="What was done, for the resident.")
    photos: Photos = []
