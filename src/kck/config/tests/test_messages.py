from pathlib import Path

from kck.config.messages import contradictions

PHONE = 'msgid "Telefon"\nmsgstr "{}"\n'
PHOTOS = 'msgid "%d zdjęcie"\nmsgid_plural "%d zdjęć"\nmsgstr[0] "{}"\nmsgstr[1] "{}"\n'


def catalogue(root: Path, package: str, text: str, language: str = "en") -> None:
    folder = root / package / "locale" / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (folder / "django.po").write_text(head + text, encoding="utf-8")


def test_our_own_catalogues_do_not_contradict_one_another():
    assert list(contradictions()) == []


def test_a_text_translated_differently_in_two_packages_is_named_with_both_files(tmp_path):
    catalogue(tmp_path, "desk", PHONE.format("Telephone"))
    catalogue(tmp_path, "portal", PHONE.format("Phone"))

    assert list(contradictions(tmp_path)) == [
        "'Telefon' is 'Telephone' in desk/locale/en/LC_MESSAGES/django.po "
        "but 'Phone' in portal/locale/en/LC_MESSAGES/django.po: "
        "translate it alike, or give one of them a context"
    ]


def test_a_context_lets_two_meanings_live_side_by_side(tmp_path):
    catalogue(tmp_path, "desk", 'msgctxt "of a unit"\n' + PHONE.format("Telephone"))
    catalogue(tmp_path, "portal", PHONE.format("Phone"))

    assert list(contradictions(tmp_path)) == []


def test_plural_forms_are_compared_too_and_languages_apart(tmp_path):
    catalogue(tmp_path, "desk", PHOTOS.format("%d photo", "%d photos"))
    catalogue(tmp_path, "portal", PHOTOS.format("%d picture", "%d pictures"))
    catalogue(tmp_path, "ui", PHOTOS.format("%d фото", "%d фото"), language="uk")

    found = list(contradictions(tmp_path))

    assert len(found) == 1
    assert "'%d photo | %d photos' in desk" in found[0]
