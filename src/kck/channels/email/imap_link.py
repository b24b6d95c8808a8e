"""One connection to an IMAP server: signing in, by password or XOAUTH2, and what servers can."""

import logging
import ssl
from collections.abc import Mapping, Sequence
from typing import Any

import httpx2
from imapclient import SEEN, IMAPClient
from imapclient.exceptions import IMAPClientError

from kck.channels.email.inbound_config import Mailbox, OAuth

_log = logging.getLogger(__name__)
_PART = 1_000_000  # a large mail is fetched in pieces of this size


class NotLetIn(Exception):
    """The server, or who gives out its tokens, did not take what we showed."""


class Link:
    """A folder that is open. Every answer is bytes of the far end and believed in nothing."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self.client = _signed_in(mailbox)

    def close(self) -> None:
        try:
            self.client.logout()
        except Exception as problem:  # it is gone anyway
            _log.debug("%s: %s", self.mailbox.name, problem)
            self._drop()

    def _drop(self) -> None:
        try:
            self.client.shutdown()
        except Exception as problem:
            _log.debug("%s: %s", self.mailbox.name, problem)

    def open(self, folder: str, *, readonly: bool = False) -> int:
        """Its UIDVALIDITY: a new one means that all the numbers of its mails are new."""
        answer = self.client.select_folder(folder, readonly=readonly)
        return int(answer.get(b"UIDVALIDITY", 0))

    def search(self, criteria: Sequence[Any]) -> list[int]:
        return sorted(int(uid) for uid in self.client.search(list(criteria)))

    def sizes(self, uids: Sequence[int]) -> Mapping[int, int]:
        """Of those that are still there."""
        answer = self.client.fetch(list(uids), ["RFC822.SIZE"])
        return {uid: int(found.get(b"RFC822.SIZE", 0)) for uid, found in answer.items()}

    def raw(self, uid: int, size: int) -> bytes | None:
        """The whole mail; None when somebody took it away meanwhile."""
        if size <= _PART * 4:
            found = self.client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {})
            whole = found.get(b"BODY[]")
            return bytes(whole) if whole is not None else None
        return self._in_pieces(uid, size)

    def _in_pieces(self, uid: int, size: int) -> bytes | None:
        whole = bytearray()
        while True:
            start = len(whole)
            found = self.client.fetch([uid], [f"BODY.PEEK[]<{start}.{_PART}>"]).get(uid, {})
            piece = next((said for key, said in found.items() if key.startswith(b"BODY[]")), None)
            if piece is None:
                return None
            whole += piece
            if len(piece) < _PART or len(whole) > size + 1024 * _PART:
                return bytes(whole)

    def done_with(self, uids: Sequence[int]) -> None:
        """They are safe with us: seen, moved or deleted, as the mailbox says."""
        if not uids:
            return
        if self.mailbox.move_to:
            self._move(list(uids), self.mailbox.move_to)
        elif self.mailbox.delete:
            self._delete(list(uids))
        else:
            self.client.add_flags(list(uids), [SEEN], silent=True)

    def _move(self, uids: list[int], folder: str) -> None:
        if not self.client.folder_exists(folder):
            self.client.create_folder(folder)
        if self.client.has_capability("MOVE"):
            self.client.move(uids, folder)
        else:
            self.client.copy(uids, folder)
            self._delete(uids)

    def _delete(self, uids: list[int]) -> None:
        self.client.delete_messages(uids, silent=True)
        if self.client.has_capability("UIDPLUS"):
            self.client.uid_expunge(uids)
        else:
            self.client.expunge()


def _signed_in(mailbox: Mailbox) -> IMAPClient:
    context = _context(mailbox)
    client = IMAPClient(
        mailbox.host, port=mailbox.port, ssl=mailbox.tls,
        ssl_context=context if mailbox.tls else None, timeout=mailbox.timeout,
    )  # fmt: skip
    try:
        if mailbox.starttls:
            client.starttls(context)
        if mailbox.oauth:
            client.oauth2_login(mailbox.user, access_token(mailbox.oauth, mailbox.timeout))
        else:
            client.login(mailbox.user, mailbox.password)
    except IMAPClientError as problem:
        client.shutdown()
        raise NotLetIn(str(problem)[:150]) from problem
    except BaseException:
        client.shutdown()
        raise
    return client


def _context(mailbox: Mailbox) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=mailbox.ca_file or None)


def access_token(oauth: OAuth, timeout: float) -> str:
    """A fresh one for each sign-in: they live for an hour, connections often longer."""
    form = {
        "grant_type": "refresh_token",
        "client_id": oauth.client_id,
        "client_secret": oauth.client_secret,
        "refresh_token": oauth.refresh_token,
    }
    if oauth.scope:
        form["scope"] = oauth.scope
    try:
        answer = httpx2.post(oauth.token_url, data=form, timeout=timeout)
        answer.raise_for_status()
        return str(answer.json()["access_token"])
    except (httpx2.HTTPError, KeyError, ValueError) as problem:
        raise NotLetIn(f"no access token: {type(problem).__name__}") from problem
