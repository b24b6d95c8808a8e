from datetime import timedelta

from django.test import Client
from django.utils import timezone

from kck.foundation import clock
from kck.messaging import queries
from kck.messaging.wording import current_words

PAGE = "/backoffice/texts/cases.done/pl/"
BODY = "Sprawa {{number}} jest zrobiona. Czy się zgadza? {{case_url}}"


def words(client: Client, **typed: str):
    shipped = queries.words("cases.done", "pl", clock.now())
    return {"subject": "Zrobione: {{number}}", "body": shipped.body, **typed}


def test_the_list_tells_what_the_city_has_changed(editor: Client) -> None:
    before = editor.get("/backoffice/texts/").content.decode()
    editor.post(PAGE, words(editor))

    after = editor.get("/backoffice/texts/").content.decode()

    assert "zmienione" not in before
    assert "zmienione: pl" in after
    assert "cases.done" in after


def test_the_page_shows_current_words_variables_and_how_they_are_read(editor: Client) -> None:
    page = editor.get(PAGE).content.decode()

    found = queries.text("cases.done")
    assert found is not None
    for name, sample in found.variables.items():
        assert "{{" + name + "}}" in page
        assert sample.split()[0].rstrip(",.")[:20] in page
    assert "<iframe" in page
    assert "srcdoc=" in page


def test_new_words_are_in_force_from_the_next_message_on(editor: Client) -> None:
    answer = editor.post(PAGE, words(editor))

    assert answer.status_code == 302
    assert current_words("cases.done", "pl", clock.now()).subject == "Zrobione: {{number}}"


def test_words_for_later_leave_todays_words_in_force(editor: Client) -> None:
    later = clock.now() + timedelta(days=3)
    typed = timezone.localtime(later).strftime("%Y-%m-%dT%H:%M")

    editor.post(PAGE, words(editor, since=typed))

    assert current_words("cases.done", "pl", clock.now()).subject != "Zrobione: {{number}}"
    assert current_words("cases.done", "pl", later).subject == "Zrobione: {{number}}"
    assert "Zaplanowane słowa" in editor.get(PAGE).content.decode()


def test_a_moment_that_has_passed_is_refused(editor: Client) -> None:
    answer = editor.post(PAGE, words(editor, since="2020-01-01T08:00"))

    assert answer.status_code == 422
    assert "Ta chwila już minęła" in answer.content.decode()


def test_a_wrong_variable_is_named_and_nothing_typed_is_lost(editor: Client) -> None:
    typed = words(editor, subject="Sprawa {{numbr}}", body="Moje długie słowa {{number}}")

    answer = editor.post(PAGE, typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nie ma zmiennej {{numbr}}. Czy chodzi o {{number}}?" in page
    assert "Moje długie słowa {{number}}" in page
    assert queries.history("cases.done", "pl") == []


def test_an_error_of_the_subject_stands_beside_the_subject(editor: Client) -> None:
    page = editor.post(PAGE, words(editor, subject="")).content.decode()

    assert 'href="#id_subject">Wpisz temat wiadomości.' in page


def test_the_preview_button_shows_typed_words_and_saves_nothing(editor: Client) -> None:
    answer = editor.post(PAGE, {**words(editor, subject="Próba {{number}}"), "preview": "1"})

    assert answer.status_code == 200
    sample = queries.text("cases.done").variables["number"]  # type: ignore[union-attr]
    assert f"<strong>Próba {sample}</strong>" in answer.content.decode()
    assert queries.history("cases.done", "pl") == []


def test_the_fragment_that_follows_typing_is_not_a_whole_page(editor: Client) -> None:
    answer = editor.post(PAGE + "preview", words(editor, subject="Na żywo {{number}}"))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Na żywo" in page
    assert "<html lang" not in page.replace("&lt;", "")
    assert "<main" not in page


def test_markup_in_words_is_shown_not_run(editor: Client) -> None:
    page = editor.post(
        PAGE + "preview", words(editor, subject="<script>alert(1)</script>")
    ).content.decode()

    assert "<script>alert(1)</script>" not in page


def test_history_says_who_and_its_words_can_be_taken_up_again(editor: Client) -> None:
    editor.post(PAGE, words(editor, subject="Pierwsze {{number}}"))
    first = queries.history("cases.done", "pl")[0]
    editor.post(PAGE, words(editor, subject="Drugie {{number}}", seen=str(first.id)))

    page = editor.get(PAGE).content.decode()
    again = editor.get(f"{PAGE}?edition={first.id}").content.decode()

    assert "Barbara Sikora" in page
    assert 'value="Drugie {{number}}"' in page
    assert 'value="Pierwsze {{number}}"' in again


def test_who_was_slower_is_told_before_overwriting(editor: Client) -> None:
    opened = words(editor, subject="Moje {{number}}", seen="")
    editor.post(PAGE, words(editor, subject="Cudze {{number}}"))

    answer = editor.post(PAGE, opened)

    assert answer.status_code == 422
    assert "zapisał(a) tymczasem inne słowa" in answer.content.decode()
    assert current_words("cases.done", "pl", clock.now()).subject == "Cudze {{number}}"
    latest = queries.history("cases.done", "pl")[0].id
    assert editor.post(PAGE, {**opened, "seen": str(latest)}).status_code == 302


def test_shipped_words_can_be_restored_and_the_history_stays(editor: Client) -> None:
    editor.post(PAGE, words(editor))

    editor.post(PAGE + "default")

    text = queries.text("cases.done")
    assert text is not None
    assert current_words("cases.done", "pl", clock.now()) == text.default("pl")
    assert [row.default for row in queries.history("cases.done", "pl")] == [True, False]
    assert "Przywrócono słowa dostarczone z systemem" in editor.get(PAGE).content.decode()


def test_an_unknown_text_or_language_is_not_found(editor: Client) -> None:
    assert editor.get("/backoffice/texts/cases.nothing/pl/").status_code == 404
    assert editor.get("/backoffice/texts/cases.done/de/").status_code == 404


def test_the_frame_has_no_subject(editor: Client) -> None:
    page = editor.get("/backoffice/texts/messaging.frame/uk/").content.decode()

    assert 'name="subject"' not in page
    assert 'name="body"' in page
