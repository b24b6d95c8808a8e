"""What a log may hold: what happened, never whose matter it was."""

import logging
import re

# whoever has the address of such a page may act for the reporter, a unit, or one of the staff
_LINK = re.compile(r"(/(?:s/(?:leave/)?|z/|account/invitation/))[A-Za-z0-9_-]{32,44}")
# a token of a unit's system that somebody put into an address
_TOKEN = re.compile(r"kck_[A-Za-z0-9_-]{43}")
# who has the address of a frame may read what is being written in it
_FRAME = re.compile(r"(/embed/)[A-Za-z0-9_.-]*:[A-Za-z0-9_:-]+")
# a gateway's key to us, and behind it, where it asks with GET, numbers and words of people
_HOOK = re.compile(r"(/hooks/sms/)[^\s\"']+")
# PostgreSQL quotes the row it refused: "DETAIL:  Key (email)=(anna@example.org) already exists."
_QUOTED = re.compile(r"^(DETAIL|CONTEXT): .*$", re.MULTILINE)


class DiscreetFormatter(logging.Formatter):
    """Lines without residents' links, tokens, and the values that the database quotes."""

    def format(self, record: logging.LogRecord) -> str:
        line = _HOOK.sub(r"\1…", super().format(record))
        line = _FRAME.sub(r"\1…", _TOKEN.sub("kck_…", _LINK.sub(r"\1…", line)))
        return _QUOTED.sub(r"\1: (left out)", line)
