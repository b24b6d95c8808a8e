from datetime import UTC, datetime, timedelta

import pytest

from kck.foundation.actor import Actor
from kck.foundation.verdict import Refused
from kck.messaging.commands import UnusableWords, edit_text, restore_default
from kck.messaging.queries import history, preview, texts, words
from kck.messaging.registry import BadText, MessageText, message_text, message_texts, register
from kck.messaging.rules import problems
from kck.messaging.terms import STAFF_FRAME, Words
from kck.messaging.tests.far_end import TEXT

MONDAY = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
EDITOR = Actor(kind="staff", id=1, grants=frozenset({"messaging.edit"}))
OURS = Words(subject="Nasza {{number}}", body="Krótko: {{number}}")


@pytest.mark.django_db
def test_the_citys_words_are_used_from_their_day_on_and_can_be_taken_back():
    tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)

    edit_text(TEXT, "pl", OURS, since=tuesday, at=MONDAY, by=EDITOR)

    assert words(TEXT, "pl", MONDAY).subject == "Sprawa {{number}}"
    assert words(TEXT, "pl", tuesday).subject == "Nasza {{number}}"
    assert words(TEXT, "en", tuesday).subject == "Case {{number}}"

    restore_default(TEXT, "pl", at=wednesday, by=EDITOR)

    assert words(TEXT, "pl", wednesday).subject == "Sprawa {{number}}"
    assert [row.default for row in history(TEXT, "pl")] == [True, False]


@pytest.mark.django_db
def test_the_list_says_where_the_city_speaks_in_its_own_words():
    edit_text(TEXT, "pl", OURS, at=MONDAY, by=EDITOR)

    rows = {row.key: row.edited for row in texts(MONDAY)}

    assert rows[TEXT] == ("pl",)
    assert rows["messaging.frame"] == ()


@pytest.mark.django_db
def test_words_that_could_not_be_sent_are_not_kept():
    with pytest.raises(UnusableWords) as refused:
        edit_text(TEXT, "pl", Words(subject="", body="{{numer}}"), at=MONDAY, by=EDITOR)

    assert len(refused.value.problems) == 3
    assert history(TEXT, "pl") == []


@pytest.mark.django_db
def test_only_an_editor_changes_words():
    with pytest.raises(Refused):
        edit_text(TEXT, "pl", OURS, at=MONDAY, by=Actor(kind="staff", id=2))


@pytest.mark.django_db
def test_a_preview_shows_the_whole_mail_and_what_is_wrong():
    shown = preview(TEXT, "pl", subject="Dla {{number}}", body="{{number}} {{dua}}", at=MONDAY)

    assert shown.subject == "Dla 26-1"
    assert "Dzień dobry" in shown.text
    assert "Bo zgłoszenie 26-1." in shown.text
    assert "<html lang=" in shown.html
    assert shown.problems == ("Nie ma zmiennej {{dua}}. Czy chodzi o {{due}}?",)


@pytest.mark.django_db
def test_every_text_of_every_module_previews_without_a_problem():
    for text in message_texts():
        for language in ("pl", "en", "uk"):
            ships = text.default(language)
            shown = preview(text.key, language, subject=ships.subject, body=ships.body, at=MONDAY)
            assert shown.problems == (), (text.key, language)
            assert "{{" not in shown.text + shown.subject, (text.key, language)


def test_a_module_cannot_register_words_that_do_not_fit():
    with pytest.raises(BadText, match="nothing"):
        register(
            MessageText(
                key="x.y",
                about="",
                variables={},
                defaults=dict.fromkeys(("pl", "en", "uk"), Words(subject="s", body="{{nothing}}")),
            )
        )
    with pytest.raises(BadText, match="no words in uk"):
        register(
            MessageText(
                key="x.y",
                about="",
                variables={},
                defaults=dict.fromkeys(("pl", "en"), Words(subject="s", body="b")),
            )
        )


def test_every_shipped_text_uses_what_it_must():
    for text in message_texts():
        for language, ships in text.defaults.items():
            found = problems(ships, text.variables, must=text.must, subject=text.subject)
            assert found == [], (text.key, language)


@pytest.mark.django_db
def test_who_works_for_the_city_is_not_told_to_write_on_the_page_of_their_case():
    to_units = [text.key for text in message_texts() if text.frame == STAFF_FRAME]
    assert {"unitlinks.case", "unitlinks.list", "unitlinks.stuck"} <= set(to_units)

    for key in to_units:
        words = message_text(key)
        shown = preview(key, "pl", subject="", body=words.default("pl").body, at=MONDAY).text
        assert "stronie swojej sprawy" not in shown
        assert "formal-filing" not in shown
        assert "Centrum Kontaktu" in shown
