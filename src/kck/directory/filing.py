"""How a letter is filed formally: what KCK's own forms and mail are not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kck.directory.snapshot import Snapshot
from kck.foundation.text import _, localized

# came by these, a letter is filed already
FILING_CHANNELS = frozenset({"edoreczenia", "letter", "counter"})


@dataclass(frozen=True, kw_only=True)
class FilingWay:
    """One way, in the active language."""

    name: str
    where: str

    def __str__(self) -> str:
        return f"{self.name}: {self.where}"


def filing_ways(city: Snapshot) -> tuple[FilingWay, ...]:
    """The electronic ones first, as the law has them; of those the city has."""
    facts: Mapping[str, Any] = city.city.facts
    register = _("adres urzędu jest w bazie adresów elektronicznych (BAE)")
    ways = [FilingWay(name="e-Doręczenia", where=facts.get("filing_edoreczenia") or str(register))]
    if epuap := facts.get("filing_epuap"):
        where = _("%(box)s (tam, gdzie pozwala na to przepis szczególny)") % {"box": epuap}
        ways.append(FilingWay(name="ePUAP", where=str(where)))
    if paper := localized(facts.get("filing_paper", {})):
        ways.append(FilingWay(name=str(_("Na papierze")), where=paper))
    return tuple(ways)
