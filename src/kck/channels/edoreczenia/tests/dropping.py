"""Deliveries as the program that speaks to the operator lays them into the folder."""

import json
import os
from datetime import timedelta
from email.message import EmailMessage
from zipfile import ZipFile

from tests.builders import MONDAY

PROOF = b"<?xml version='1.0'?><dowod id='otrzymania'/>"
PDF = b"%PDF-1.7\n1 0 obj\n"


def metadata(far_id="EDOR-1", **changes):
    said = {
        "id": far_id,
        "sender": {"address": "AE:PL-11111-22222-AAAAA-11", "name": "Jan Żółć"},
        "recipient": {"address": "AE:PL-12345-67890-ABCDE-12"},
        "subject": "Petycja w sprawie parku",
        "text": "Składam petycję w sprawie utworzenia parku.",
        "received_at": (MONDAY - timedelta(days=3)).isoformat(),
        "attachments": ["podpisy.pdf"],
        "proofs": ["dowod-otrzymania.xml"],
    }
    return {**said, **changes}


def members(far_id="EDOR-1", files=None, **changes):
    found = {"podpisy.pdf": PDF, "dowod-otrzymania.xml": PROOF}
    found |= files or {}
    said = json.dumps(metadata(far_id, **changes)).encode()
    return {
        name: data for name, data in {**found, "metadata.json": said}.items() if data is not None
    }


def old(path):
    """So that nobody thinks it is still being written."""
    for one in (*(path.iterdir() if path.is_dir() else ()), path):
        os.utime(one, (0, 0), follow_symlinks=False)
    return path


def as_folder(inbox, name="one", **more):
    path = inbox / name
    path.mkdir()
    for file, data in members(**more).items():
        (path / file).write_bytes(data)
    return old(path)


def as_zip(inbox, name="one.zip", **more):
    path = inbox / name
    with ZipFile(path, "w") as archive:
        for file, data in members(**more).items():
            archive.writestr(file, data)
    return old(path)


def as_eml(inbox, name="one.eml", *, proof=True, **headers):
    mail = EmailMessage()
    values = {
        "From": "Jan Żółć <AE.PL-11111-22222-AAAAA-11@edoreczenia.example>",
        "To": "AE:PL-12345-67890-ABCDE-12",
        "Subject": "Skarga na bezczynność",
        "Message-ID": "<edor-7@edoreczenia.example>",
        "X-Edoreczenia-Sender": "AE:PL-11111-22222-AAAAA-11",
        "X-Edoreczenia-Received": "Fri, 30 Jan 2026 10:15:00 +0100",
        **headers,
    }
    for key, value in values.items():
        if value:
            mail[key] = value
    mail.set_content("Składam skargę na bezczynność urzędu.")
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="pismo.pdf")
    if proof:
        mail.add_attachment(PROOF, maintype="application", subtype="xml", filename="dowod.xml")
    path = inbox / name
    path.write_bytes(mail.as_bytes())
    return old(path)


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []
