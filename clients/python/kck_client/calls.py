"""Every call of the API, one method each. Generated: see generate.py."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, cast

from kck_client import shapes
from kck_client.transport import Transport


class Calls(Transport):
    """The calls as they are; `Kck` has a few that are handier."""

    def list_cases(
        self,
        *,
        district: str = "",
        category: str = "",
        group: str = "",
        unit: str = "",
        state: Sequence[
            Literal[
                "open",
                "done",
                "new",
                "accepted",
                "forwarded",
                "in-progress",
                "scheduled",
                "waiting",
                "contractor",
                "reopened",
                "closed",
                "merged",
            ]
        ]
        | None = None,
        opened_from: datetime | None = None,
        opened_to: datetime | None = None,
        updated_from: datetime | None = None,
        bbox: str = "",
        cursor: str = "",
        limit: int = 20,
    ) -> shapes.PublicCases:
        """Published cases, the newest first. New ones do not shift the pages that follow."""
        found = self.call(
            "GET",
            "/cases",
            shapes.PublicCases,
            query={
                "district": district,
                "category": category,
                "group": group,
                "unit": unit,
                "state": state,
                "opened_from": opened_from,
                "opened_to": opened_to,
                "updated_from": updated_from,
                "bbox": bbox,
                "cursor": cursor,
                "limit": limit,
            },
        )
        return cast("shapes.PublicCases", found)

    def open_case(
        self,
        *,
        text: str,
        category: str = "",
        kind: Literal["report", "enquiry", "idea", "praise", "complaint"] = "report",
        place: shapes.PlaceIn | None = None,
        answers: Mapping[str, str | float | Sequence[str]] | None = None,
        photos: Sequence[str] | None = None,
        contact: shapes.ContactIn | None = None,
        language: Literal["pl", "en", "uk"] | None = None,
        key: str = "",
    ) -> shapes.Opened:
        """Report something. Show `call_first` at once where it is there: life may be in danger."""
        found = self.call(
            "POST",
            "/cases",
            shapes.Opened,
            body={
                "text": text,
                "category": category,
                "kind": kind,
                "place": place,
                "answers": answers,
                "photos": photos,
                "contact": contact,
                "language": language,
            },
            headers={"Idempotency-Key": key},
        )
        return cast("shapes.Opened", found)

    def get_case(self, number: str) -> shapes.PublicCase:
        """One published case, by its number in any of its forms."""
        found = self.call(
            "GET",
            "/cases/{number}",
            shapes.PublicCase,
            parts={"number": number},
        )
        return cast("shapes.PublicCase", found)

    def get_photo(self, public_id: str, size: str) -> bytes:
        """A published photo of a public case."""
        found = self.call(
            "GET",
            "/photos/{public_id}/{size}",
            bytes,
            parts={"public_id": public_id, "size": size},
        )
        return cast("bytes", found)

    def add_photo(self, photo: bytes, *, key: str = "") -> shapes.Draft:
        """Take a photo in: JPEG, PNG, WebP or HEIC up to 10 MB. What the camera wrote is lost."""
        found = self.upload("/photos", shapes.Draft, photo=photo, headers={"Idempotency-Key": key})
        return cast("shapes.Draft", found)

    def get_my_case(
        self, number: str, *, case_token: str = "", case_code: str = ""
    ) -> shapes.MyCase:
        """All that the reporter may read. Keep `token` and send it as Case-Token from then on."""
        found = self.call(
            "GET",
            "/my-case/{number}",
            shapes.MyCase,
            parts={"number": number},
            headers={"Case-Token": case_token, "Case-Code": case_code},
        )
        return cast("shapes.MyCase", found)

    def get_my_photo(
        self, number: str, public_id: str, size: str, *, case_token: str = "", case_code: str = ""
    ) -> bytes:
        """Any photo of this very case, published or not."""
        found = self.call(
            "GET",
            "/my-case/{number}/photos/{public_id}/{size}",
            bytes,
            parts={"number": number, "public_id": public_id, "size": size},
            headers={"Case-Token": case_token, "Case-Code": case_code},
        )
        return cast("bytes", found)

    def reply(
        self,
        number: str,
        *,
        text: str = "",
        photos: Sequence[str] | None = None,
        case_token: str = "",
        case_code: str = "",
        key: str = "",
        if_match: str = "",
    ) -> shapes.Moved:
        """Answer the city's question, or add something: words, photos, or both."""
        found = self.call(
            "POST",
            "/my-case/{number}/reply",
            shapes.Moved,
            parts={"number": number},
            body={"text": text, "photos": photos},
            headers={
                "Case-Token": case_token,
                "Case-Code": case_code,
                "Idempotency-Key": key,
                "If-Match": if_match,
            },
        )
        return cast("shapes.Moved", found)

    def add_my_photos(
        self,
        number: str,
        *,
        photos: Sequence[str],
        case_token: str = "",
        case_code: str = "",
        key: str = "",
        if_match: str = "",
    ) -> shapes.Moved:
        """Add photos of the problem."""
        found = self.call(
            "POST",
            "/my-case/{number}/photos",
            shapes.Moved,
            parts={"number": number},
            body={"photos": photos},
            headers={
                "Case-Token": case_token,
                "Case-Code": case_code,
                "Idempotency-Key": key,
                "If-Match": if_match,
            },
        )
        return cast("shapes.Moved", found)

    def confirm(
        self,
        number: str,
        *,
        case_token: str = "",
        case_code: str = "",
        key: str = "",
        if_match: str = "",
    ) -> shapes.Moved:
        """Solved, says the reporter. Saying it again changes nothing."""
        found = self.call(
            "POST",
            "/my-case/{number}/confirm",
            shapes.Moved,
            parts={"number": number},
            body={},
            headers={
                "Case-Token": case_token,
                "Case-Code": case_code,
                "Idempotency-Key": key,
                "If-Match": if_match,
            },
        )
        return cast("shapes.Moved", found)

    def disagree(
        self,
        number: str,
        *,
        text: str,
        photos: Sequence[str] | None = None,
        case_token: str = "",
        case_code: str = "",
        key: str = "",
        if_match: str = "",
    ) -> shapes.Moved:
        """Not solved: it goes back, to somebody else than who finished it."""
        found = self.call(
            "POST",
            "/my-case/{number}/disagree",
            shapes.Moved,
            parts={"number": number},
            body={"text": text, "photos": photos},
            headers={
                "Case-Token": case_token,
                "Case-Code": case_code,
                "Idempotency-Key": key,
                "If-Match": if_match,
            },
        )
        return cast("shapes.Moved", found)

    def withdraw(
        self,
        number: str,
        *,
        case_token: str = "",
        case_code: str = "",
        key: str = "",
        if_match: str = "",
    ) -> shapes.Moved:
        """Take it back."""
        found = self.call(
            "POST",
            "/my-case/{number}/withdraw",
            shapes.Moved,
            parts={"number": number},
            body={},
            headers={
                "Case-Token": case_token,
                "Case-Code": case_code,
                "Idempotency-Key": key,
                "If-Match": if_match,
            },
        )
        return cast("shapes.Moved", found)

    def list_categories(self) -> list[shapes.Category]:
        """What one may report, with the questions that each category asks."""
        found = self.call(
            "GET",
            "/categories",
            list[shapes.Category],
        )
        return cast("list[shapes.Category]", found)

    def get_category(self, code: str) -> shapes.Category:
        """get_category"""
        found = self.call(
            "GET",
            "/categories/{code}",
            shapes.Category,
            parts={"code": code},
        )
        return cast("shapes.Category", found)

    def list_consents(self) -> list[shapes.Consent]:
        """What a reporter who leaves a contact may say yes to, once the text was shown."""
        found = self.call(
            "GET",
            "/consents",
            list[shapes.Consent],
        )
        return cast("list[shapes.Consent]", found)

    def list_groups(self) -> list[shapes.Named]:
        """The few groups that a resident chooses from."""
        found = self.call(
            "GET",
            "/groups",
            list[shapes.Named],
        )
        return cast("list[shapes.Named]", found)

    def list_units(self) -> list[shapes.Unit]:
        """Who works on cases."""
        found = self.call(
            "GET",
            "/units",
            list[shapes.Unit],
        )
        return cast("list[shapes.Unit]", found)

    def list_districts(self) -> list[shapes.District]:
        """list_districts"""
        found = self.call(
            "GET",
            "/districts",
            list[shapes.District],
        )
        return cast("list[shapes.District]", found)

    def list_notices(self, *, district: str = "") -> list[shapes.Notice]:
        """Notices in force, the gravest first; of a district, or of the whole city."""
        found = self.call(
            "GET",
            "/notices",
            list[shapes.Notice],
            query={"district": district},
        )
        return cast("list[shapes.Notice]", found)

    def suggest_places(self, *, q: str) -> list[shapes.Suggestion]:
        """Addresses, streets, stops and places that begin so; typing errors are forgiven."""
        found = self.call(
            "GET",
            "/places/suggest",
            list[shapes.Suggestion],
            query={"q": q},
        )
        return cast("list[shapes.Suggestion]", found)

    def place_at(self, *, lat: float, lon: float) -> shapes.Spot:
        """District, areas and the nearest address of a point."""
        found = self.call(
            "GET",
            "/places/at",
            shapes.Spot,
            query={"lat": lat, "lon": lon},
        )
        return cast("shapes.Spot", found)

    def get_unit(self) -> shapes.Me:
        """Whose token it is, and what it may."""
        found = self.call(
            "GET",
            "/unit",
            shapes.Me,
        )
        return cast("shapes.Me", found)

    def list_unit_cases(
        self,
        *,
        state: Sequence[
            Literal[
                "open",
                "done",
                "new",
                "accepted",
                "forwarded",
                "in-progress",
                "scheduled",
                "waiting",
                "contractor",
                "reopened",
                "closed",
                "merged",
                "withdrawn",
            ]
        ]
        | None = None,
        category: str = "",
        updated_from: datetime | None = None,
        cursor: str = "",
        limit: int = 50,
    ) -> shapes.UnitRows:
        """The unit's cases, the newest first; new ones do not shift the pages that follow."""
        found = self.call(
            "GET",
            "/unit/cases",
            shapes.UnitRows,
            query={
                "state": state,
                "category": category,
                "updated_from": updated_from,
                "cursor": cursor,
                "limit": limit,
            },
        )
        return cast("shapes.UnitRows", found)

    def get_unit_case(self, number: str) -> shapes.UnitCase:
        """One case with its history. Its ETag goes into If-Match of an act that relies on it."""
        found = self.call(
            "GET",
            "/unit/cases/{number}",
            shapes.UnitCase,
            parts={"number": number},
        )
        return cast("shapes.UnitCase", found)

    def get_contact(self, number: str) -> shapes.Contact:
        """How to reach the reporter. It is written down that this token has read it."""
        found = self.call(
            "GET",
            "/unit/cases/{number}/contact",
            shapes.Contact,
            parts={"number": number},
        )
        return cast("shapes.Contact", found)

    def get_unit_photo(self, number: str, public_id: str, size: str) -> bytes:
        """A photo of a case of the unit, published or not."""
        found = self.call(
            "GET",
            "/unit/cases/{number}/photos/{public_id}/{size}",
            bytes,
            parts={"number": number, "public_id": public_id, "size": size},
        )
        return cast("bytes", found)

    def accept(self, number: str, *, key: str = "", if_match: str = "") -> shapes.Moved:
        """The unit says: this is ours."""
        found = self.call(
            "POST",
            "/unit/cases/{number}/accept",
            shapes.Moved,
            parts={"number": number},
            body={},
            headers={"Idempotency-Key": key, "If-Match": if_match},
        )
        return cast("shapes.Moved", found)

    def take(self, number: str, *, key: str = "", if_match: str = "") -> shapes.Moved:
        """Work has begun."""
        found = self.call(
            "POST",
            "/unit/cases/{number}/take",
            shapes.Moved,
            parts={"number": number},
            body={},
            headers={"Idempotency-Key": key, "If-Match": if_match},
        )
        return cast("shapes.Moved", found)

    def schedule(
        self, number: str, *, when: datetime, text: str = "", key: str = "", if_match: str = ""
    ) -> shapes.Moved:
        """Say when the work will be done."""
        found = self.call(
            "POST",
            "/unit/cases/{number}/schedule",
            shapes.Moved,
            parts={"number": number},
            body={"when": when, "text": text},
            headers={"Idempotency-Key": key, "If-Match": if_match},
        )
        return cast("shapes.Moved", found)

    def ask(self, number: str, *, text: str, key: str = "", if_match: str = "") -> shapes.Moved:
        """Ask the reporter; the promised clock stands still until they answer."""
        found = self.call(
            "POST",
            "/unit/cases/{number}/ask",
            shapes.Moved,
            parts={"number": number},
            body={"text": text},
            headers={"Idempotency-Key": key, "If-Match": if_match},
        )
        return cast("shapes.Moved", found)

    def answer(self, number: str, *, text: str, key: str = "", if_match: str = "") -> shapes.Moved:
        """Tell the reporter something, without changing the state."""
        found = self.call(
            "POST",
            "/unit/cases/{number}/answer",
            shapes.Moved,
            parts={"number": number},
            body={"text": text},
            headers={"Idempotency-Key": key, "If-Match": if_match},
        )
        return cast("shapes.Moved", found)

    def note(self, number: str, *, text: str, key: str = "", if_match: str = "") -> shapes.Moved:
        """A note between staff; no resident reads it."""
        found = self.call(
            "POST",
            "/unit/cases/{number}/note",
            shapes.Moved,
            parts={"number": number},
            body={"text": text},
            headers={"Idempotency-Key": key, "If-Match": if_match},
        )
        return cast("shapes.Moved", found)

    def add_evidence(
        self, number: str, *, photos: Sequence[str], key: str = "", if_match: str = ""
    ) -> shapes.Moved:
        """Photos of the work."""
        found = self.call(
            "POST",
            "/unit/cases/{number}/photos",
            shapes.Moved,
            parts={"number": number},
            body={"photos": photos},
            headers={"Idempotency-Key": key, "If-Match": if_match},
        )
        return cast("shapes.Moved", found)

    def done(
        self,
        number: str,
        *,
        outcome: Literal[
            "done",
            "done-for-now",
            "partly",
            "not-found",
            "not-citys",
            "private-land",
            "in-programme",
            "refused",
            "formal",
            "duplicate",
        ],
        text: str,
        photos: Sequence[str] | None = None,
        key: str = "",
        if_match: str = "",
    ) -> shapes.Moved:
        """Say what was done. The reporter is asked to confirm."""
        found = self.call(
            "POST",
            "/unit/cases/{number}/done",
            shapes.Moved,
            parts={"number": number},
            body={"outcome": outcome, "text": text, "photos": photos},
            headers={"Idempotency-Key": key, "If-Match": if_match},
        )
        return cast("shapes.Moved", found)

    def hand_back(
        self, number: str, *, reason: str, key: str = "", if_match: str = ""
    ) -> shapes.Moved:
        """Not ours. The second time the centre decides."""
        found = self.call(
            "POST",
            "/unit/cases/{number}/hand-back",
            shapes.Moved,
            parts={"number": number},
            body={"reason": reason},
            headers={"Idempotency-Key": key, "If-Match": if_match},
        )
        return cast("shapes.Moved", found)

    def forward(
        self, number: str, *, reason: str, unit: str, key: str = "", if_match: str = ""
    ) -> shapes.Moved:
        """Give it to another unit, with a reason that the resident reads too."""
        found = self.call(
            "POST",
            "/unit/cases/{number}/forward",
            shapes.Moved,
            parts={"number": number},
            body={"reason": reason, "unit": unit},
            headers={"Idempotency-Key": key, "If-Match": if_match},
        )
        return cast("shapes.Moved", found)
