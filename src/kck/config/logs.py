"""What the log must not say: a link that opens a case is as good as a key."""

import logging
import re

_KEYS = re.compile(r"/s/(?:leave/)?[A-Za-z0-9_-]{20,}")


class WithoutKeys(logging.Filter):
    """Takes the token out of addresses, wherever in the line they stand."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if _KEYS.search(text):
            record.msg, record.args = _KEYS.sub("/s/…", text), ()
        return True
