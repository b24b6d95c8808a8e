"""Who reported, and what they had consented to, by a mapping."""

from collections.abc import Callable, Mapping

from kck.directory.consents import purposes
from kck.directory.snapshot import Snapshot
from kck.intake.importing.mapping import CaseMapping, Columns
from kck.intake.terms import Reached
from kck.people.rules import normal_email, normal_phone

VERSION = "import"  # of the text that was shown there we know nothing

Read = Callable[[Columns], str]


class ContactReader:
    """`read` gives the words of some columns of a row. Without a contact there is no consent."""

    def __init__(self, mapping: CaseMapping, city: Snapshot) -> None:
        self._nobody, self._yes = mapping.nobody, mapping.given
        self._purposes = set(purposes(city))
        self._consents = {
            purpose: columns
            for purpose, columns in mapping.consents.items()
            if purpose in self._purposes
        }

    def reached(self, text: Callable[[str], str]) -> Reached:
        """An address that no mail could reach, or a number that is none, is left out."""
        name = text("name")
        return Reached(
            name="" if name.lower() in self._nobody else name[:200],
            email=normal_email(text("email")),
            phone=normal_phone(text("phone")),
            address=text("contact_address")[:300],
        )

    def consents(self, text: Callable[[str], str], read: Read) -> Mapping[str, str]:
        """Purposes of the city that somebody said yes to; what is none of its own is not kept."""
        said = {
            purpose
            for purpose, columns in self._consents.items()
            if read(columns).lower() in self._yes
        }
        listed = text("consents").replace(",", " ").split()
        said.update(purpose for purpose in listed if purpose in self._purposes)
        return dict.fromkeys(sorted(said), VERSION)
