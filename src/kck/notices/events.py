"""Facts about notices."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class NoticePublished(Event):
    """A notice was published, or published again with other words or another time."""

    name: ClassVar[str] = "notices.notice_published"

    notice_id: int
    code: str
    kind: str
    districts: list[str]
    valid_from: datetime
    valid_to: datetime | None


@dataclass(frozen=True, kw_only=True)
class NoticeWithdrawn(Event):
    """A notice was taken back before its end."""

    name: ClassVar[str] = "notices.notice_withdrawn"

    notice_id: int
    code: str
