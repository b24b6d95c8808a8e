"""`kck mail run`: every way by which mails come in, in one process, until it is told to stop."""

import logging
import signal
import threading
from collections.abc import Callable

from django.conf import settings

from kck.channels.email.fetching import FolderReader
from kck.channels.email.inbound_config import Listen, Mailbox, read_mailboxes
from kck.channels.email.listening import listen_until

_log = logging.getLogger(__name__)
_STOP_SECONDS = 20.0
_AGAIN_SECONDS = 5.0


def mailboxes() -> tuple[Mailbox, ...]:
    path = settings.ENV.mailboxes
    return read_mailboxes(path) if path else ()


def is_configured() -> bool:
    return bool(settings.ENV.mailboxes or settings.ENV.mail_listen)


def run() -> None:
    """Until SIGTERM or SIGINT. What is being kept is finished; the rest is fetched next time."""
    stopping = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stopping.set())
    run_until(stopping)


def run_until(stopping: threading.Event) -> None:
    threads = [
        threading.Thread(target=one, name=name, daemon=True) for name, one in _ways(stopping)
    ]
    for thread in threads:
        thread.start()
    stopping.wait()
    for thread in threads:
        thread.join(_STOP_SECONDS)


def _ways(stopping: threading.Event) -> list[tuple[str, Callable[[], None]]]:
    ways: list[tuple[str, Callable[[], None]]] = [
        (f"imap {mailbox.name}/{folder}", FolderReader(mailbox, folder, stopping).run)
        for mailbox in mailboxes()
        for folder in mailbox.folders
    ]
    if settings.ENV.mail_listen:
        listen = Listen.parse(settings.ENV.mail_listen)
        ways.append(("listener", lambda: _keep_listening(listen, stopping)))
    return ways


def _keep_listening(listen: Listen, stopping: threading.Event) -> None:
    while not stopping.is_set():
        try:
            listen_until(listen, stopping)
        except Exception as problem:  # the port is taken, as a rule
            _log.error("the listener stopped: %s", problem)
            stopping.wait(_AGAIN_SECONDS)
