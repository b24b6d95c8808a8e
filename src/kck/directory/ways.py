"""How a unit is reached: the settings of each way, read from the JSON of files and forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kck.directory.info import Edition
from kck.directory.terms import LinkWhen, PhotosOut, WayOfWorking

DEFAULT_HOUR = 7
POLL_MINUTES = 5
# of the reporter; whatever is not named is not sent
PERSONAL_FIELDS = ("name", "email", "phone")


@dataclass(frozen=True, kw_only=True)
class LinkWay:
    """To whom the personal links go, and when."""

    mails: tuple[str, ...] = ()
    when: LinkWhen = LinkWhen.EACH
    hour: int = DEFAULT_HOUR


@dataclass(frozen=True, kw_only=True)
class Open311Way:
    """A unit's own GeoReport v2 server. `states` maps its words to ours; the key is kept apart."""

    endpoint: str = ""
    jurisdiction: str = ""
    states: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)  # our category: their service_code
    photos: PhotosOut = PhotosOut.URL
    personal: tuple[str, ...] = ()
    poll_minutes: int = POLL_MINUTES


@dataclass(frozen=True, kw_only=True)
class WayInfo(Edition):
    """One period of one unit; `id` 0 when it follows from the unit's own edition."""

    way: WayOfWorking
    settings: Mapping[str, Any] = field(default_factory=dict)
    author: str = ""

    @property
    def receives(self) -> bool:
        """Whether a case can be given to it: by the system, or by a call of the centre."""
        return self.way != WayOfWorking.NONE

    @cached_property
    def link(self) -> LinkWay:
        raw = self._of("link")
        return LinkWay(
            mails=tuple(raw.get("mails", ())),
            when=LinkWhen(raw.get("when") or LinkWhen.EACH),
            hour=int(raw.get("hour", DEFAULT_HOUR)),
        )

    @cached_property
    def open311(self) -> Open311Way:
        raw = self._of("open311")
        return Open311Way(
            endpoint=raw.get("endpoint", ""),
            jurisdiction=raw.get("jurisdiction", ""),
            states=raw.get("states", {}),
            services=raw.get("services", {}),
            photos=PhotosOut(raw.get("photos") or PhotosOut.URL),
            personal=tuple(raw.get("personal", ())),
            poll_minutes=int(raw.get("poll_minutes", POLL_MINUTES)),
        )

    @property
    def phone(self) -> str:
        """The dispatcher's number, when another than the unit's own."""
        return str(self._of("phone").get("number", ""))

    def _of(self, part: str) -> Mapping[str, Any]:
        return self.settings.get(part) or {}
