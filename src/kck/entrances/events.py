from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class SiteAllowed(Event):
    name = "entrances.site_allowed"

    site_id: int
    origin: str


@dataclass(frozen=True, kw_only=True)
class SiteTakenBack(Event):
    name = "entrances.site_taken_back"

    site_id: int
    origin: str


@dataclass(frozen=True, kw_only=True)
class ObjectCodesGiven(Event):
    """New objects have codes; `changed` are those that were known and are described anew."""

    name = "entrances.object_codes_given"

    codes: list[str]
    changed: int = 0


@dataclass(frozen=True, kw_only=True)
class ObjectCodeEnded(Event):
    name = "entrances.object_code_ended"

    object_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class CaseIsAboutObject(Event):
    name = "entrances.case_is_about_object"

    case_id: int
    object_id: int
