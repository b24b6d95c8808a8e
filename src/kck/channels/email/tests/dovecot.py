"""A real Dovecot on a free port, in a folder of its own, as a user who may do nothing else."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient

from kck.channels.email.inbound_config import Mailbox

_PROGRAM = shutil.which("dovecot") or "/usr/sbin/dovecot"
_CONF = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{home}/mail/%u
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_max_userip_connections = 50
first_valid_uid = 1
first_valid_gid = 1
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
}}
service imap {{
  vsz_limit = 512M
}}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
"""


@dataclass(kw_only=True)
class Dovecot:
    port: int
    home: Path

    def mailbox(self, user: str, **more) -> Mailbox:
        given = {
            "name": user, "box": "kontakt", "host": "127.0.0.1", "port": self.port, "tls": False,
            "starttls": False, "user": user, "password": "secret", "timeout": 20.0,
        }  # fmt: skip
        return Mailbox(**{**given, **more})

    def client(self, user: str) -> IMAPClient:
        client = IMAPClient("127.0.0.1", port=self.port, ssl=False, timeout=20)
        client.login(user, "secret")
        client.select_folder("INBOX")
        return client

    def put(
        self, user: str, *mails: bytes, folder: str = "INBOX", flags: tuple[bytes, ...] = ()
    ) -> None:
        client = self.client(user)
        if not client.folder_exists(folder):
            client.create_folder(folder)
        for mail in mails:
            client.append(folder, mail, flags=flags)
        client.logout()


def needed() -> None:
    """On CI it must be there; elsewhere its tests say that they did not run."""
    if Path(_PROGRAM).exists():
        return
    words = "Dovecot is not installed (Debian: dovecot-imapd)"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


def _who() -> tuple[int, int]:
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    needed()
    uid, gid = _who()
    home = Path(tempfile.mkdtemp(prefix="kck-imap-", dir="/tmp"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    conf = _CONF.format(
        home=home, port=port, user=pwd.getpwuid(uid).pw_name, group=grp.getgrgid(gid).gr_name,
        uid=uid, gid=gid,
    )  # fmt: skip
    (home / "dovecot.conf").write_text(conf)
    for folder in ("run", "state", "mail"):
        (home / folder).mkdir()
    for path in (home, *home.iterdir()):
        os.chown(path, uid, gid)
    more: dict[str, Any] = (
        {"user": uid, "group": gid, "extra_groups": []} if os.geteuid() == 0 else {}
    )
    process = subprocess.Popen([_PROGRAM, "-F", "-c", str(home / "dovecot.conf")], **more)
    try:
        _until_it_answers(port, process, home)
        yield Dovecot(port=port, home=home)
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(home, ignore_errors=True)


def _until_it_answers(port: int, process: "subprocess.Popen[bytes]", home: Path) -> None:
    for _try in range(300):
        if process.poll() is not None:
            break
        try:
            with socket.create_connection(("127.0.0.1", port), 5) as link:
                link.settimeout(5)
                if link.recv(100).startswith(b"* OK"):
                    return
        except OSError:
            time.sleep(0.1)
    log = home / "dovecot.log"
    pytest.fail("Dovecot does not start: " + (log.read_text() if log.exists() else "no log"))
