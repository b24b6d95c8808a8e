"""The files of a mail: which are kept to be offered, and why the others are only named."""

from dataclasses import dataclass, field
from datetime import datetime

from kck.channels.email.inbound_terms import MOST_FILE_BYTES
from kck.channels.email.parsing.terms import Attachment
from kck.channels.email.scanning import TOO_LARGE, ScannerAway, scan
from kck.conversations.terms import MOST_FILES, ArrivedFile
from kck.files.attachments import store_attachment
from kck.foundation.text import _, clean

# what a double click runs, on any system that a handler may have
_PROGRAM_ENDINGS = frozenset(
    [
        "ade",
        "adp",
        "apk",
        "app",
        "appref-ms",
        "appx",
        "appxbundle",
        "bas",
        "bat",
        "cab",
        "chm",
        "cmd",
        "com",
        "cpl",
        "deb",
        "dll",
        "dmg",
        "dot",
        "docm",
        "dotm",
        "elf",
        "exe",
        "gadget",
        "hlp",
        "hta",
        "img",
        "inf",
        "ins",
        "iso",
        "isp",
        "jar",
        "jnlp",
        "js",
        "jse",
        "lib",
        "lnk",
        "mde",
        "msc",
        "msi",
        "msix",
        "msp",
        "mst",
        "nsh",
        "one",
        "pif",
        "pkg",
        "potm",
        "ppam",
        "ppsm",
        "pptm",
        "ps1",
        "psm1",
        "py",
        "rb",
        "reg",
        "rpm",
        "scf",
        "scr",
        "sct",
        "settingcontent-ms",
        "sh",
        "shb",
        "shs",
        "sldm",
        "sys",
        "url",
        "vb",
        "vbe",
        "vbs",
        "vhd",
        "vhdx",
        "vxd",
        "ws",
        "wsc",
        "wsf",
        "wsh",
        "xlam",
        "xll",
        "xlsm",
        "xltm",
    ]
)
_PROGRAM_TYPES = frozenset(
    {
        "application/hta", "application/java-archive", "application/vnd.android.package-archive",
        "application/vnd.microsoft.portable-executable", "application/x-dosexec",
        "application/x-elf", "application/x-executable", "application/x-java-applet",
        "application/x-mach-binary", "application/x-ms-shortcut", "application/x-msdownload",
        "application/x-msi", "application/x-sh", "application/x-sharedlib",
        "application/x-shellscript", "text/x-script",
    }
)  # fmt: skip


@dataclass(kw_only=True)
class FilesOfMail:
    """`unchecked`: some were held back because the scanner did not answer."""

    files: list[ArrivedFile] = field(default_factory=list)
    unchecked: bool = False


def files_of(attachments: tuple[Attachment, ...], *, at: datetime) -> FilesOfMail:
    """Archives are never unpacked: they are offered as they came, or not at all."""
    found = FilesOfMail()
    for nth, one in enumerate(attachments[: MOST_FILES * 2]):
        refused = _too_many(nth) or why_not(one)
        if not refused:
            try:
                refused = _infected(one)
            except ScannerAway:
                refused, found.unchecked = str(_("plik czeka na sprawdzenie antywirusem")), True
        found.files.append(_named(one, refused, at))
    return found


def _named(one: Attachment, refused: str, at: datetime) -> ArrivedFile:
    stored = None if refused else store_attachment(one.content, one.content_type, at=at)
    return ArrivedFile(
        name=clean(one.filename),
        content_type=clean(one.content_type),
        size=one.size,
        file=stored.public_id if stored else None,
        inline=one.inline,
        content_id=clean(one.content_id),
        refused=refused,
    )


def _too_many(nth: int) -> str:
    return str(_("za dużo plików w jednej wiadomości")) if nth >= MOST_FILES else ""


def why_not(one: Attachment) -> str:
    """Why it is not offered, whatever a scanner says; "" when it may be."""
    if one.size > MOST_FILE_BYTES:
        return str(_("plik większy niż 25 MB"))
    if is_program(one):
        return str(_("program: takich plików nie udostępniamy"))
    return ""


def is_program(one: Attachment) -> bool:
    """By its ending, by its content (`content_type`), and by what it calls itself."""
    ending = one.filename.rstrip(" .").rpartition(".")[2].lower()
    if ending in _PROGRAM_ENDINGS:
        return True
    return bool({one.content_type.lower(), one.declared_type.lower()} & _PROGRAM_TYPES)


def _infected(one: Attachment) -> str:
    found = scan(one.chunks()).found
    if found == TOO_LARGE:
        return str(_("plik za duży, by sprawdzić go antywirusem"))
    return str(_("antywirus: %(name)s")) % {"name": found} if found else ""
