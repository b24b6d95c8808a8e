"""Letters as the mailbox shows them: their links lead into the very city the visitor looks at.

A letter keeps the address it was written with; the demo may have moved to another port since, or
be visited under another name.
"""

import re
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest

from kck.channels.email.queries import Mail

_HOME = r"https?://(?:localhost|127\.0\.0\.1)(?::\d+)?"
_LINK = re.compile(r"<a (?=href=)")


def at_this_address(mail: Mail, request: HttpRequest) -> Mail:
    own = re.compile(rf"(?:{re.escape(settings.SITE_URL)}|{_HOME})(?![\w:-]|\.\w)")
    here = request.build_absolute_uri("/").rstrip("/")
    text, html = (own.sub(lambda _found: here, part) for part in (mail.text, mail.html))
    # the letter is shown in a frame that may not lead the page around it elsewhere
    return replace(mail, text=text, html=_LINK.sub('<a target="_blank" rel="noopener" ', html))
