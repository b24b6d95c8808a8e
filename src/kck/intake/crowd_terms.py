"""The words of crowds: many people report one kind in one place within minutes."""

from datetime import timedelta
from enum import StrEnum

WINDOW = timedelta(minutes=30)
USUAL = timedelta(weeks=8)  # from how far back what is usual is known
QUIET = timedelta(hours=3)  # so long after the last report it is over
TOO_LATE = timedelta(hours=2)  # what is told later than that is nothing sudden
FEWEST = 4  # different people
RINGS = 3  # of cells: some 400 m from one report to the next
TOPIC = "crowds"


class CrowdState(StrEnum):
    OPEN = "open"
    DISMISSED = "dismissed"  # a person said that it is nothing; it may grow and come back
    ENDED = "ended"


LIVE = (CrowdState.OPEN.value, CrowdState.DISMISSED.value)
