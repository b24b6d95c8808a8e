"""Files as they are shown: named, measured, and called what their bytes are."""

import mimetypes
import re
from collections.abc import Iterable

from kck.channels.email.parsing import headers
from kck.channels.email.parsing.bodies import File
from kck.channels.email.parsing.sniffing import content_type
from kck.channels.email.parsing.terms import Attachment, digest

_REFERENCE = re.compile(r"""cid:([^"'\s>)]{1,500})""", re.IGNORECASE)
_ENDINGS = {
    "message/rfc822": ".eml",
    "image/jpeg": ".jpg",
    "text/plain": ".txt",
    "image/heic": ".heic",
}


def attachments(files: Iterable[File], html: str) -> tuple[Attachment, ...]:
    shown = set(_REFERENCE.findall(html))
    return tuple(_attachment(file, number, shown) for number, file in enumerate(files, start=1))


def _attachment(file: File, number: int, shown: set[str]) -> Attachment:
    size, sha256, start = digest(file.chunks())
    name = headers.file_name(file.name)
    kind = content_type(start, file.declared_type, name) if size else file.declared_type
    return Attachment(
        filename=name or _name(kind, number),
        content_type=kind or "application/octet-stream",
        declared_type=file.declared_type,
        size=size,
        sha256=sha256,
        content_id=file.content_id,
        inline=file.inline or (bool(file.content_id) and file.content_id in shown),
        chunks=file.chunks,
    )


def _name(kind: str, number: int) -> str:
    ending = _ENDINGS.get(kind) or mimetypes.guess_extension(kind) or ""
    return f"zalacznik-{number}{ending}"
