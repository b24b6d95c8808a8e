"""Names of people of the units are kept for a year, then the acts stay without them."""

from datetime import datetime, timedelta

from kck.foundation.outbox import command
from kck.unitlinks.models import LinkUse, UnitCall

KEPT_FOR = timedelta(days=365)


@command
def forget_names(*, at: datetime, preview: bool = False) -> int:
    """How many names were, or would be, forgotten."""
    uses = LinkUse.objects.filter(at__lt=at - KEPT_FOR).exclude(name="")
    calls = UnitCall.objects.filter(at__lt=at - KEPT_FOR).exclude(spoke_with="")
    if preview:
        return uses.count() + calls.count()
    return uses.update(name="") + calls.update(spoke_with="")
