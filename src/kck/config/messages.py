"""Translations: Polish msgids, complete in English and Ukrainian.

python -m kck.config.messages compile        .po to .mo, where the .po is newer
python -m kck.config.messages extract PKG    look for new texts of a package (or of all)
python -m kck.config.messages check          every text is translated, and alike in all packages
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import polib

SOURCE = Path(__file__).resolve().parents[1]
LANGUAGES = ("en", "uk")
_PLURALS = {
    "pl": "nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && (n%100<12 || n%100>14) ? 1 : "
    "n!=1 && (n%10>=0 && n%10<=1) || (n%10>=5 && n%10<=9) || (n%100>=12 && n%100<=14) ? 2 : 3);",
    "en": "nplurals=2; plural=(n != 1);",
    "uk": "nplurals=4; plural=(n % 1 == 0 && n % 10 == 1 && n % 100 != 11 ? 0 : n % 1 == 0 && "
    "n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1 : n % 1 == 0 && (n % 10 == 0 "
    "|| (n % 10 >=5 && n % 10 <=9) || (n % 100 >=11 && n % 100 <=14 )) ? 2: 3);",
}
_IGNORED = shutil.ignore_patterns("tests", "migrations", "locale", "__pycache__", "static", "*.mo")


def packages() -> list[str]:
    """Packages that may hold texts, as paths below `kck`: "portal", "channels/email"."""
    inits = SOURCE.glob("**/__init__.py")
    found = {init.parent.relative_to(SOURCE) for init in inits}
    deep = {path for path in found if path.parts and path.parts[0] == "channels"}
    flat = {Path(path.parts[0]) for path in found if path.parts} - {Path("channels")}
    return sorted(str(path) for path in flat | {path for path in deep if len(path.parts) == 2})


def compile_all() -> int:
    """Write every .mo that is older than its .po; returns how many."""
    written = 0
    for source in SOURCE.glob("**/locale/*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            written += 1
    return written


def texts_of(package: str) -> list[polib.POEntry]:
    """The texts found in code and templates of a package, tests left out."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "package"
        shutil.copytree(SOURCE / package, copy, ignore=_IGNORED)
        (copy / "locale").mkdir()
        command = [
            # -P: our packages have names of the standard library's (foundation/numbers.py)
            sys.executable, "-P", "-m", "django", "makemessages",
            "-l", "en", "--no-location", "-v", "0",
        ]  # fmt: skip
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{package}: {done.stderr.strip()}")
        catalogue = copy / "locale" / "en" / "LC_MESSAGES" / "django.po"
        return list(polib.pofile(str(catalogue))) if catalogue.exists() else []


def extract(package: str) -> None:
    """Bring the catalogues of a package up to date; translations that fit are kept."""
    texts = texts_of(package)
    for language in LANGUAGES:
        _update(package, language, texts)
    _update(package, "pl", [text for text in texts if text.msgid_plural])


def _update(package: str, language: str, texts: Sequence[polib.POEntry]) -> None:
    path = _catalogue(package, language)
    known = {_key(entry): entry for entry in _entries(path)}
    if not texts and not path.exists():
        return
    fresh = polib.POFile(wrapwidth=98)
    fresh.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": _PLURALS[language],
    }
    fresh.extend(known.get(_key(text)) or _blank(text, language) for text in texts)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path))


def _blank(text: polib.POEntry, language: str) -> polib.POEntry:
    forms = dict.fromkeys(range(_forms(language)), "") if text.msgid_plural else {}
    return polib.POEntry(
        msgid=text.msgid,
        msgid_plural=text.msgid_plural,
        msgctxt=text.msgctxt,
        msgstr_plural=forms,
        flags=[flag for flag in text.flags if flag != "fuzzy"],
        comment=text.comment,
    )


def problems() -> Iterator[str]:
    """What is missing or contradicts itself, one line each."""
    yield from contradictions()
    for package in packages():
        texts = texts_of(package)
        for language in LANGUAGES:
            yield from _missing(package, language, texts)
        yield from _missing(package, "pl", [text for text in texts if text.msgid_plural])


def _missing(package: str, language: str, texts: Sequence[polib.POEntry]) -> Iterator[str]:
    known = {_key(entry): entry for entry in _entries(_catalogue(package, language))}
    for text in texts:
        entry = known.get(_key(text))
        if entry is None or not _complete(entry, language):
            yield f"{package}/{language}: {text.msgid!r}"


def contradictions(source: Path = SOURCE) -> Iterator[str]:
    """Texts that two packages translate differently: Django merges all catalogues, so one of the
    two would win, silently.
    """
    for language in ("pl", *LANGUAGES):
        first: dict[tuple[str | None, str, bool], tuple[Path, polib.POEntry]] = {}
        for path in sorted(source.glob(f"**/locale/{language}/LC_MESSAGES/django.po")):
            for entry in _entries(path):
                key = (*_key(entry), bool(entry.msgid_plural))
                there, known = first.setdefault(key, (path, entry))
                if _words(known) != _words(entry):
                    yield _contradiction(entry, known, path, there, source)


def _contradiction(
    entry: polib.POEntry, known: polib.POEntry, path: Path, there: Path, source: Path
) -> str:
    context = f" (context {entry.msgctxt!r})" if entry.msgctxt else ""
    return (
        f"{entry.msgid!r}{context} is {_words(known)!r} in {there.relative_to(source)} "
        f"but {_words(entry)!r} in {path.relative_to(source)}: "
        "translate it alike, or give one of them a context"
    )


def _words(entry: polib.POEntry) -> str:
    return " | ".join([entry.msgstr, *entry.msgstr_plural.values()]).removeprefix(" | ")


def _complete(entry: polib.POEntry, language: str) -> bool:
    if "fuzzy" in entry.flags:
        return False
    if not entry.msgid_plural:
        return bool(entry.msgstr)
    filled = [form for form in entry.msgstr_plural.values() if form]
    return len(filled) >= min(_forms(language), 3)


def _forms(language: str) -> int:
    return int(_PLURALS[language].removeprefix("nplurals=")[0])


def _catalogue(package: str, language: str) -> Path:
    return SOURCE / package / "locale" / language / "LC_MESSAGES" / "django.po"


def _entries(path: Path) -> list[polib.POEntry]:
    return (
        [entry for entry in polib.pofile(str(path)) if not entry.obsolete] if path.exists() else []
    )


def _key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def main(arguments: Sequence[str]) -> int:
    match list(arguments):
        case ["compile"]:
            sys.stdout.write(f"{compile_all()} catalogues compiled\n")
        case ["extract", *names]:
            for name in names or packages():
                extract(name.strip("/"))
        case ["check"]:
            found = list(problems())
            sys.stdout.writelines(f"{line}\n" for line in found)
            sys.stdout.write(f"{len(found)} texts without a translation or with two\n")
            return 1 if found else 0
        case [name] if (SOURCE / name).is_dir():
            extract(name.strip("/"))
        case _:
            sys.stdout.write(__doc__ or "")
            return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
