"""`danger.toml` and `texts/KEY.LANG.md`."""

from pathlib import Path

from kck.directory.loading.fields import Draft, Record
from kck.directory.loading.problems import Problems, suggestion
from kck.directory.loading.tables import read_text
from kck.directory.loading.tomls import read_entries
from kck.directory.models import CityText, Danger
from kck.directory.terms import DayHours
from kck.foundation.text import _

DANGER_FILE = "danger.toml"
TEXTS_FOLDER = "texts"
_NUMBER_HOURS = _("Napisz kod numeru i godziny, na przykład 116-123 = 14:00-22:00.")


def read_dangers(
    folder: Path, problems: Problems, languages: tuple[str, ...]
) -> list[Draft[Danger]]:
    records = read_entries(folder, DANGER_FILE, "danger", problems, languages)
    return [Draft(row=danger_row(record), at=record) for record in records]


def danger_row(record: Record) -> Danger:
    record.only(
        (
            *("code", "number", "hours", "category", "words", "except", "calm", "tell"),
            *("valid_from", "valid_to"),
        )
    )
    danger = Danger(
        code=record.code(),
        helplines=_numbers(record),
        hours=_hours(record),
        category=record.text("category", longest=60),
        words=_word_lists(record, "words"),
        lookalikes=_word_lists(record, "except"),
        calm=record.table_of_names("calm"),
        tell=record.array("tell"),
        **record.validity(),
    )
    for language in record.languages:
        if not danger.words.get(language):
            record.wrong(
                "words",
                _("Brakuje słów w języku {language}."),
                _("Uzupełnij {where}."),
                language=language,
                where=f"words.{language}",
            )
    return danger


def _numbers(record: Record) -> list[str]:
    """One helpline code, or a list of them with the most urgent first."""
    raw = record.values.get("number")
    if isinstance(raw, list) and raw:
        return record.array("number")
    one = record.text("number", required=True)
    return [one] if one else []


def _hours(record: Record) -> dict[str, str]:
    """`[danger.hours]`: when a number is given; the others are round the clock."""
    raw = record.values.get("hours", {})
    if not isinstance(raw, dict):
        record.wrong("hours", _("{field}: potrzebne są godziny numerów."), _NUMBER_HOURS)
        return {}
    given = _numbers(record)
    return {
        code: str(hours) for code, hours in raw.items() if _is_hours(record, code, hours, given)
    }


def _is_hours(record: Record, code: str, hours: object, given: list[str]) -> bool:
    if code not in given:
        record.wrong(
            "hours",
            _("{field}: numeru „{code}” nie ma w polu number."),
            suggestion(code, given),
            code=code,
        )
        return False
    try:
        DayHours.parse(str(hours))
    except ValueError:
        wrong = _("{field}: „{value}” to nie są godziny.")
        record.wrong("hours", wrong, _NUMBER_HOURS, value=hours)
        return False
    return True


def _word_lists(record: Record, field: str) -> dict[str, list[str]]:
    raw = record.values.get(field, {})
    if not isinstance(raw, dict) or not all(isinstance(words, list) for words in raw.values()):
        record.wrong(
            field,
            _("{field}: potrzebne są listy słów w językach."),
            _('Napisz {{ pl = ["…"], en = ["…"] }}.'),
        )
        return {}
    for language in sorted(set(raw) - set(record.languages)):
        record.wrong(
            f"{field}.{language}",
            _("Nieznany język „{language}”."),
            suggestion(language, record.languages),
            language=language,
        )
    return {language: [str(word).strip() for word in words] for language, words in raw.items()}


def read_texts(
    folder: Path, problems: Problems, languages: tuple[str, ...]
) -> list[Draft[CityText]]:
    """Pages of the city's own words; each in every language."""
    paths = sorted((folder / TEXTS_FOLDER).glob("*.md"))
    drafts = [draft for path in paths if (draft := _page(folder, path, problems, languages))]
    names = {str(draft.row) for draft in drafts}
    for key in sorted({name.rpartition(".")[0] for name in names}):
        for language in languages:
            if f"{key}.{language}" not in names:
                problems.add(
                    f"{TEXTS_FOLDER}/{key}.{language}.md",
                    0,
                    _("Brakuje tekstu w języku {language}.").format(language=language),
                    _("Dodaj ten plik."),
                )
    return drafts


def _page(
    folder: Path, path: Path, problems: Problems, languages: tuple[str, ...]
) -> Draft[CityText] | None:
    name = f"{TEXTS_FOLDER}/{path.name}"
    key, _dot, language = path.stem.rpartition(".")
    if not key or language not in languages:
        problems.add(
            name,
            0,
            _("Nazwa pliku nie mówi, w jakim jest języku."),
            _("Nazwij go KLUCZ.JĘZYK.md, na przykład {sample}.").format(
                sample=f"{key or path.stem}.{languages[0]}.md"
            ),
        )
        return None
    text = read_text(folder, name, problems, required=True)
    if text is None:
        return None
    title, _newline, body = text.strip().partition("\n")
    if not title.startswith("# ") or not title[2:].strip():
        problems.add(name, 1, _("Tekst nie ma tytułu."), _("Zacznij od wiersza „# Tytuł”."))
    row = CityText(key=key, language=language, title=title[2:].strip(), body=body.strip())
    return Draft(row=row, at=Record(name, 1, {}, problems, languages, {}))
