"""Public cases as an Atom feed."""

from collections.abc import Sequence

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from kck.foundation.text import _
from kck.portal.forms.filters import Asked
from kck.portal.public import Shown


def atom(rows: Sequence[Shown], *, asked: Asked, site: str) -> str:
    """What the list shows, the newest first; each entry changes when its case does."""
    named = ", ".join(chip.words for chip in asked.chips)
    title = str(_("Zgłoszenia w mieście"))
    made = Atom1Feed(
        title=f"{title}: {named}" if named else title,
        link=f"{site}/cases/{asked.query}",
        description="",
        language=get_language(),
        feed_url=f"{site}/cases/feed.atom{asked.query}",
        feed_guid=f"{site}/cases/feed.atom{asked.query}",
    )
    for case in rows:
        made.add_item(
            title=_title(case),
            link=f"{site}{case.url}",
            unique_id=f"{site}{case.url}",
            description=_words(case),
            pubdate=case.row.opened_at,
            updateddate=case.row.updated_at,
            categories=[case.row.category.code],
        )
    return str(made.writeString("utf-8"))


def _title(case: Shown) -> str:
    where = case.row.place or case.district
    return f"{case.row.category.name()}, {where}" if where else case.row.category.name()


def _words(case: Shown) -> str:
    parts = [f"{case.number} · {case.row.state.label}", case.row.unit.name(), case.row.text]
    return "\n".join(part for part in parts if part)
