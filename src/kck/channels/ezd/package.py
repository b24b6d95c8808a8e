"""The ZIP of a formal case. The same content always gives the same bytes."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from kck.channels.ezd import content, metadata
from kck.channels.ezd.content import FormalFile
from kck.foundation.clock import city_zone

SCHEMA_FILE = Path(__file__).parent / "schema" / "paczka-ezd-1.xsd"


def as_zip(file: FormalFile) -> bytes:
    """Stored, not compressed: what another version of zlib made would have other bytes."""
    members = {
        content.METADATA_XML: metadata.as_xml(file),
        content.METADATA_JSON: metadata.as_json(file),
        content.HISTORY: metadata.history(file),
        content.SCHEMA: SCHEMA_FILE.read_bytes(),
        **{document.path: document.data for document in file.documents},
    }
    members[content.SUMS] = _sums(members)
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_STORED) as archive:
        for path, data in members.items():
            archive.writestr(_entry(path, file.made_at), data)
    return whole.getvalue()


def _sums(members: dict[str, bytes]) -> bytes:
    """As `sha256sum -c` reads it."""
    lines = [f"{metadata.sha256(data)}  {path}\n" for path, data in sorted(members.items())]
    return "".join(lines).encode()


def _entry(path: str, at: datetime) -> ZipInfo:
    entry = ZipInfo(path, at.astimezone(city_zone()).timetuple()[:6])
    entry.create_system = 3  # Unix, wherever it is made
    entry.external_attr = 0o644 << 16
    return entry
