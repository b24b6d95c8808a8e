"""What becomes of saved views when what they ask for is called otherwise."""

from kck.cases.queries.labels import is_a_label
from kck.cases.side_events import LabelChanged, LabelMerged
from kck.foundation.outbox import reacts_to
from kck.queues.commands.saved import rename_label_in_views


@reacts_to(LabelChanged, when=lambda event: event.was != event.now)
def follow_the_new_name(event: LabelChanged) -> None:
    _follow(event.was, event.now)


@reacts_to(LabelMerged)
def follow_the_merge(event: LabelMerged) -> None:
    _follow(event.was, event.now)


def _follow(was: str, now: str) -> None:
    """Nothing while another label still has the old name: the view may mean that one."""
    if not is_a_label(was):
        rename_label_in_views(was, now)
