from datetime import timedelta

from django.test import Client
from django.utils import timezone

from kck.foundation import clock
from kck.notices.queries import current, listed

TYPED = {"kind": "warning", "title_pl": "Nie kursują tramwaje", "text_en": "Use buses."}


def local(days: float) -> str:
    return timezone.localtime(clock.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def titles(rows) -> list[str]:
    return [row.notice.titles["pl"] for row in rows]


def test_a_notice_is_published_and_listed_as_current(editor: Client) -> None:
    answer = editor.post("/backoffice/notices/new", TYPED)

    assert answer.status_code == 302
    assert "Nie kursują tramwaje" in [one.titles["pl"] for one in current(clock.now())]
    assert "Nie kursują tramwaje" in editor.get("/backoffice/notices/").content.decode()


def test_time_is_typed_on_the_citys_clocks(editor: Client) -> None:
    editor.post("/backoffice/notices/new", {**TYPED, "begins": local(1), "ends": local(2)})

    row = next(
        r for r in listed(clock.now()).coming if r.notice.titles == {"pl": TYPED["title_pl"]}
    )
    assert timezone.localtime(row.notice.since).strftime("%Y-%m-%dT%H:%M") == local(1)
    assert row.notice not in current(clock.now())


def test_it_may_concern_districts_only(editor: Client) -> None:
    editor.post("/backoffice/notices/new", {**TYPED, "districts": ["1", "9"]})

    told = {one.titles["pl"] for one in current(clock.now(), "9")}
    spared = {one.titles["pl"] for one in current(clock.now(), "18")}
    assert TYPED["title_pl"] in told
    assert TYPED["title_pl"] not in spared


def test_mistakes_are_sentences_and_nothing_typed_is_lost(editor: Client) -> None:
    typed = {**TYPED, "title_pl": "", "title_uk": "Трамваї", "begins": local(3), "ends": local(2)}

    answer = editor.post("/backoffice/notices/new", typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Komunikat potrzebuje tytułu po polsku." in page
    assert "Koniec komunikatu musi być po jego początku." in page
    assert "Трамваї" in page
    assert "Use buses." in page


def test_a_title_of_spaces_is_no_title(editor: Client) -> None:
    assert editor.post("/backoffice/notices/new", {**TYPED, "title_pl": "   "}).status_code == 422


def test_a_district_that_does_not_exist_is_refused(editor: Client) -> None:
    typed = {**TYPED, "districts": ["19"]}

    assert editor.post("/backoffice/notices/new", typed).status_code == 422


def test_the_preview_shows_every_language_and_publishes_nothing(editor: Client) -> None:
    answer = editor.post("/backoffice/notices/new", {**TYPED, "preview": "1"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("Nie kursują tramwaje</h3>") == 3
    assert "<p>Use buses.</p>" in page
    assert titles(listed(clock.now()).current).count("Nie kursują tramwaje") == 0


def test_the_fragment_that_follows_typing_bears_half_typed_words(editor: Client) -> None:
    empty = editor.post("/backoffice/notices/preview", {})
    some = editor.post("/backoffice/notices/preview", {"title_pl": "<b>Uwaga</b>"})

    assert "Wpisz tytuł po polsku" in empty.content.decode()
    assert "&lt;b&gt;Uwaga" in some.content.decode()


def test_a_notice_is_taken_back_at_once(editor: Client) -> None:
    editor.post("/backoffice/notices/new", TYPED)
    row = next(r for r in listed(clock.now()).current if r.notice.titles["pl"] == TYPED["title_pl"])

    editor.post(f"/backoffice/notices/{row.id}/withdraw")

    assert TYPED["title_pl"] not in titles(listed(clock.now()).current)
    assert TYPED["title_pl"] in titles(listed(clock.now()).past)
    assert "wycofany" in editor.get("/backoffice/notices/").content.decode()


def test_a_notice_that_never_was_cannot_be_taken_back(editor: Client) -> None:
    assert editor.post("/backoffice/notices/987654/withdraw").status_code == 404


def test_reading_never_changes_anything(editor: Client) -> None:
    assert editor.get("/backoffice/notices/preview").status_code == 405
    assert editor.get("/backoffice/notices/1/withdraw").status_code == 405
