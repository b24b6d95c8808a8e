"""What is handier than single calls: lists that turn their pages, a case that one follows."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from kck_client import shapes
from kck_client.calls import Calls

Row = TypeVar("Row")


class Kck(Calls):
    """A city: `Kck("https://city.example")`. With a token it is the unit's own system."""

    def cases(self, **filters: Any) -> Iterator[shapes.PublicCase]:
        """All published cases that fit, the newest first. Filters are those of `list_cases`."""
        return _all_pages(self.list_cases, {"limit": 100, **filters})

    def unit_cases(self, **filters: Any) -> Iterator[shapes.UnitRow]:
        """All cases of the token's unit that fit. Filters are those of `list_unit_cases`."""
        return _all_pages(self.list_unit_cases, {"limit": 200, **filters})

    def follow(self, number: str, code: str) -> "Mine":
        """One's own case, by the number and code that came when it was opened."""
        return Mine(self, number, self.get_my_case(number, case_code=code).token)


class Mine:
    """A case of one's own. Keep `number` and `token`: `Mine(kck, number, token)` opens it again."""

    def __init__(self, kck: Kck, number: str, token: str) -> None:
        self._kck, self.number, self.token = kck, number, token

    def read(self) -> shapes.MyCase:
        return self._kck.get_my_case(self.number, case_token=self.token)

    def reply(self, text: str, photos: Sequence[str] = ()) -> shapes.Moved:
        """Answer the city's question, or add something."""
        return self._kck.reply(self.number, text=text, photos=photos, case_token=self.token)

    def confirm(self) -> shapes.Moved:
        """It is solved."""
        return self._kck.confirm(self.number, case_token=self.token)

    def disagree(self, text: str, photos: Sequence[str] = ()) -> shapes.Moved:
        """It is not, and why."""
        return self._kck.disagree(self.number, text=text, photos=photos, case_token=self.token)

    def withdraw(self) -> shapes.Moved:
        return self._kck.withdraw(self.number, case_token=self.token)


def _all_pages(ask: Callable[..., Any], filters: dict[str, Any]) -> Iterator[Any]:
    following: str | None = ""
    while following is not None:
        page = ask(**filters, cursor=following)
        yield from page.items
        following = page.next
