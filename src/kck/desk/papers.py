"""What a case has of formal papers: deliveries, our letters, the package for the records system."""

from typing import Any

from kck.cases.queries.desk_case import DeskCase
from kck.channels.edoreczenia.queries import deliveries_of, letters_of
from kck.channels.ezd.queries import records_of
from kck.directory.filing import FILING_CHANNELS, filing_ways
from kck.directory.queries import snapshot
from kck.directory.terms import FORMAL_KINDS
from kck.foundation.actor import Actor
from kck.intake.terms import Channel


def papers_of(case: DeskCase, actor: Actor) -> dict[str, Any]:
    """For pages of the case; nothing when it is no formal matter."""
    delivered = case.channel == Channel.EDORECZENIA
    if case.kind not in FORMAL_KINDS and not delivered:
        return {}
    return {
        "records": records_of(case.id, actor),
        "papers": deliveries_of(case.id),
        "letters": letters_of(case.id),
        "filing": filing_to_tell(case),
    }


def filing_to_tell(case: DeskCase) -> list[str]:
    """How to file it, when it is a formal matter and did not come in one of these ways."""
    if case.kind not in FORMAL_KINDS or case.channel in FILING_CHANNELS:
        return []
    return [str(way) for way in filing_ways(snapshot())]
