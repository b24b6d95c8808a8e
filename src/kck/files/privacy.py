"""Files seal their content for the event log under the kind "file"."""

from kck.files.queries import digests
from kck.files.terms import SEAL_KIND
from kck.foundation.privacy import SealedContent, register_content

register_content(SealedContent(kind=SEAL_KIND, digests=digests))
