"""Cases that came from a far end do not go back to it as new ones."""

from collections.abc import Mapping

from kck.cases.models import Case
from kck.handover.own_ids import OF_ANY_KCK
from kck.intake.models import Conversation
from kck.intake.terms import Channel


def came_from(asked: Mapping[int, int]) -> dict[int, str]:
    """Of these cases (id: partner of the far end) those that came from it, with its own number.

    The number is empty when it told none.
    """
    rows = Case.objects.filter(pk__in=list(asked)).values_list("pk", "partner_id")
    theirs = [pk for pk, partner in rows if partner == asked[pk]]
    known = _numbers(theirs)
    return {pk: known.get(pk, "") for pk in theirs}


def _numbers(case_ids: list[int]) -> dict[int, str]:
    rows = Conversation.objects.filter(case_id__in=case_ids, channel=Channel.OPEN311)
    found: dict[int, str] = {}
    for case_id, far_end_id in rows.order_by("-pk").values_list("case_id", "far_end_id"):
        _partner, colon, rest = far_end_id.partition(":")
        _name, named, own = rest.partition(":")
        if colon and named and not _name.startswith(("update", "20")):
            matched = OF_ANY_KCK.match(own)
            found[case_id] = matched.group(1) if matched else own
    return found
