"""Deliveries as channels get them: single ones with words of their own, others with shared ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings

from kck.foundation import clock
from kck.messaging.claiming import Held
from kck.messaging.ids import leave_url_of, own_id_of
from kck.messaging.models import Mailing, MailingEdition
from kck.messaging.ports import Outgoing
from kck.messaging.rules import fill, render
from kck.messaging.terms import MAILING_FRAME, MailingKind, Words
from kck.messaging.wording import city_variables, current_words

_FALLBACK = "pl"


@dataclass(frozen=True, kw_only=True)
class MailingWording:
    """The words of a mailing in one language, in the frame that all mailings have."""

    language: str
    inner: Words
    frame: Words
    why: str
    city: Mapping[str, str]
    list_id: str = ""

    def words(self, values: Mapping[str, str]) -> Words:
        inner = render(self.inner, values)
        framed = render(
            self.frame,
            {
                **self.city,
                "body": inner.body,
                "why": fill(self.why, values),
                "leave_url": values.get("leave_url", ""),
            },
        )
        return Words(subject=inner.subject, body=framed.body)


def mailing_wording(mailing: Mailing, language: str, at: datetime) -> MailingWording:
    """In the reader's language, or in Polish where the mailing is not written in it."""
    editions = MailingEdition.objects.filter(mailing=mailing).order_by("-pk")
    edition = editions.filter(language=language).first()
    edition = edition or editions.filter(language=_FALLBACK).first() or editions.latest("pk")
    return MailingWording(
        language=edition.language,
        inner=Words(subject=edition.subject, body=edition.body),
        frame=current_words(MAILING_FRAME, edition.language, at),
        why=edition.why,
        city=city_variables(edition.language, at),
        list_id=list_id(mailing),
    )


def list_id(mailing: Mailing) -> str:
    """Of all promotions, or of all other mailings, of one city: what a reader may filter by."""
    host = settings.SITE_URL.partition("//")[2].partition("/")[0].partition(":")[0]
    return f"<{mailing.kind}.{host}>"


class Letters:
    """What one sender's turn has read of mailings: their words do not change once approved."""

    def __init__(self) -> None:
        self._mailings: dict[int, Mailing] = {}
        self._wordings: dict[tuple[int, str], MailingWording] = {}

    @cached_property
    def _at(self) -> datetime:
        return clock.now()

    def of(self, held: Held) -> Outgoing:
        """For a channel that splices."""
        if held.mailing_id is None:
            return self._single(held)
        mailing = self._mailing(held.mailing_id)
        promotion = mailing.kind == MailingKind.PROMOTION
        return Outgoing(
            message_id=own_id_of(held.pk),
            address=held.address,
            language=held.language,
            subject="",
            text="",
            thread="",
            leave_url=leave_url_of(held.pk) if promotion else "",
            at=self._at,
            ref=held.pk,
            wording=self._wording(mailing, held.language),
            values=held.values,
        )

    def whole(self, held: Held) -> Outgoing:
        """For a channel that takes words as they are."""
        found = self.of(held)
        if found.wording is None:
            return found
        words = found.wording.words({**found.values, "leave_url": found.leave_url})
        return Outgoing(
            message_id=found.message_id,
            address=found.address,
            language=found.wording.language,
            subject=words.subject,
            text=words.body,
            thread="",
            leave_url=found.leave_url,
            at=found.at,
            ref=found.ref,
        )

    def _single(self, held: Held) -> Outgoing:
        return Outgoing(
            message_id=held.own_id,
            address=held.address,
            language=held.language,
            subject=held.subject,
            text=held.body,
            thread=held.about,
            leave_url=held.leave_url,
            at=clock.now(),
            ref=held.pk,
        )

    def _mailing(self, pk: int) -> Mailing:
        if pk not in self._mailings:
            self._mailings[pk] = Mailing.objects.get(pk=pk)
        return self._mailings[pk]

    def _wording(self, mailing: Mailing, language: str) -> MailingWording:
        key = (mailing.pk, language)
        if key not in self._wordings:
            self._wordings[key] = mailing_wording(mailing, language, self._at)
        return self._wordings[key]
