"""When the demo plays."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Warsaw")
MONDAY = datetime(2026, 2, 2, 9, 0, tzinfo=ZONE)
GALE = datetime(2026, 1, 31, 17, 30, tzinfo=ZONE)
END_OF_WORK = MONDAY.replace(hour=15)
FORTNIGHT = timedelta(days=14)
# a visitor's hour is a quarter of an hour in the city: office hours last the whole day
RATE = 0.25
# past the end of work the city all but stands still
NIGHT_RATE = 0.01
