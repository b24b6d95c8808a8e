"""Files that are no photos: kept as they came, so that a signature on them stays true."""

import hashlib
import uuid
from datetime import datetime

from kck.files import storage
from kck.files.models import StoredFile
from kck.files.terms import Kind
from kck.foundation.outbox import command
from kck.foundation.privacy import seal


def store_attachment(
    data: bytes, content_type: str, *, at: datetime, expires_at: datetime | None = None
) -> StoredFile:
    """Keep it; with `expires_at` as a draft until `keep`.

    Whoever shows it decides who may see it, and never lets a browser run it.
    """
    public_id = uuid.uuid4()
    name = storage.name_for(public_id, Kind.ATTACHMENT, at)
    # bytes without a row are swept up by `sweep_orphans`; a row without bytes could not be mended
    storage.write(name, data)
    return _store(public_id, name, data, content_type, at, expires_at)


@command
def _store(
    public_id: uuid.UUID,
    name: str,
    data: bytes,
    content_type: str,
    at: datetime,
    expires_at: datetime | None,
) -> StoredFile:
    sha256 = hashlib.sha256(data).hexdigest()
    sealed = seal(sha256)
    return StoredFile.objects.create(
        public_id=public_id,
        kind=Kind.ATTACHMENT,
        name=name,
        sha256=sha256,
        salt=sealed.salt,
        digest=sealed.digest,
        size=len(data),
        content_type=content_type[:100],
        created_at=at,
        expires_at=expires_at,
    )
