"""One conversation on screen: what it shows, its files, who else is at it."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case

from kck.conversations.commands import arrive
from kck.conversations.models import Post, PostFile
from kck.conversations.terms import ArrivedFile, Noise
from kck.conversations.tokens import token_of
from kck.desk.tests.talking import a_box, a_mail, a_thread, again
from kck.files.attachments import store_attachment
from kck.foundation import clock
from kck.foundation.models import Look

NOW = MONDAY + timedelta(hours=1)
HTML = b'<p onclick="x()">Dzie\xc5\x84 <img src="cid:logo"><img data-remote-src="https://zlo.example/a.png"></p>'
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())


def page_of(thread, more=""):
    return f"/desk/conversations/{thread.pk}/{more}"


def stored(data: bytes, content_type: str):
    return store_attachment(data, content_type, at=MONDAY).public_id


def test_it_shows_the_words_with_quotation_and_signature_folded(role_of):
    thread = a_thread(quoted="> stare słowa", signature="Anna, tel. 600 100 200")
    page = role_of("agent", "KCK").get(page_of(thread)).content.decode()
    assert "Czy urząd przy Wielickiej" in page
    folded = page[page.index("Cytat i podpis") :]
    assert "stare słowa" in folded
    assert "tel. 600 100 200" in folded
    assert "anna@example.org" in page


def test_that_it_was_opened_is_written_down(role_of):
    thread = a_thread()
    role_of("agent", "KCK").get(page_of(thread))
    assert Look.objects.filter(what="thread", subject=thread.stream).count() == 1


def test_another_unit_finds_nothing(role_of):
    thread = a_thread()
    stranger = role_of("handler", "ZDMK")
    for more in ("", "parts/", "cases/", "do/answer/"):
        assert stranger.get(page_of(thread, more)).status_code == 404
    for more in ("here/", "do/mine/", "preview/", "draft/answer/"):
        assert stranger.post(page_of(thread, more)).status_code == 404
    assert again(thread).handler_id is None


def test_a_vacation_reply_is_folded_and_wakes_nobody(role_of):
    thread = a_thread()
    arrive(
        a_mail(
            2, text="Jestem na urlopie.", noise=Noise.VACATION, tokens=(token_of(thread.stream),)
        ),
        at=NOW,
    )
    page = role_of("agent", "KCK").get(page_of(thread)).content.decode()
    assert "data-noise" in page
    assert "Automatyczna odpowiedź o nieobecności" in page


def test_files_are_saved_and_never_run(role_of):
    a_box()
    file = ArrivedFile(
        name="umowa najmu.html", content_type="text/html", size=20,
        file=stored(b"<script>alert(1)</script>", "text/html"),
    )  # fmt: skip
    thread = a_thread(files=(file,))
    one = PostFile.objects.get()
    answer = role_of("agent", "KCK").get(page_of(thread, f"file/{one.pk}/?look"))
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''umowa%20najmu")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Look.objects.filter(what="file", subject=thread.stream).exists()


def test_files_of_another_unit_are_not_there_and_asking_is_written_down(role_of):
    a_box()
    file = ArrivedFile(
        name="a.txt", content_type="text/plain", size=2, file=stored(b"ab", "text/plain")
    )
    thread = a_thread(files=(file,))
    other = a_thread(2, sender="jan@example.org")
    one = PostFile.objects.get()
    assert role_of("handler", "ZDMK").get(page_of(thread, f"file/{one.pk}/")).status_code == 404
    assert role_of("agent", "KCK").get(page_of(other, f"file/{one.pk}/")).status_code == 404
    assert Look.objects.filter(what="file-refused", subject=other.stream).exists()


def test_a_picture_is_shown_in_its_place(role_of):
    a_box()
    file = ArrivedFile(
        name="a.png", content_type="image/png", size=8,
        file=stored(b"\x89PNG\r\n\x1a\n", "image/png"),
    )  # fmt: skip
    thread = a_thread(files=(file,))
    one = PostFile.objects.get()
    agent = role_of("agent", "KCK")
    assert agent.get(page_of(thread, f"file/{one.pk}/?look"))["Content-Type"] == "image/png"
    assert f"file/{one.pk}/?look" in agent.get(page_of(thread)).content.decode()


def test_as_it_came_it_stands_in_a_frame_where_nothing_runs_or_loads(role_of):
    a_box()
    logo = ArrivedFile(
        name="logo.png", content_type="image/png", size=8, inline=True, content_id="<logo>",
        file=stored(b"\x89PNG\r\n\x1a\n", "image/png"),
    )  # fmt: skip
    thread = a_thread(html=stored(HTML, "text/html"), files=(logo,))
    post = Post.objects.get()
    agent = role_of("agent", "KCK")
    page = agent.get(page_of(thread)).content.decode()
    assert '<iframe class="letter" sandbox' in page
    answer = agent.get(page_of(thread, f"original/{post.pk}/"))
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "img-src data:" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "data:image/png;base64," in answer.content.decode()
    assert (
        role_of("handler", "ZDMK").get(page_of(thread, f"original/{post.pk}/")).status_code == 404
    )


def test_danger_names_the_number_to_call(role_of):
    thread = a_thread(text="Na klatce czuć gaz, coraz mocniej, boję się zapalić światło.")
    page = role_of("agent", "KCK").get(page_of(thread)).content.decode()
    assert "992" in page
    assert "Zagrożenie" in page


def test_a_stranger_to_the_case_is_said_to_be_one_until_somebody_knows_them(role_of):
    a_box()
    case = a_case(email="jan@example.org")
    thread = a_thread(tokens=(token_of(f"case:{case.pk}"),))
    agent = role_of("agent", "KCK")
    assert "Pisze ktoś inny niż zgłaszający" in agent.get(page_of(thread)).content.decode()
    agent.post(page_of(thread, "do/known/"), {"seen": again(thread).version})
    assert not again(thread).stranger
    assert "Pisze ktoś inny" not in agent.get(page_of(thread)).content.decode()


def test_a_forged_sender_is_hinted_at(role_of):
    thread = a_thread(dmarc="fail")
    page = role_of("agent", "KCK").get(page_of(thread)).content.decode()
    assert "Nadawca może być podrobiony" in page
    assert "Pisze ktoś inny" not in page


def test_a_formal_letter_is_confirmed_or_denied_by_one_press(role_of):
    text = "Składam skargę na przewlekłe załatwianie mojej sprawy przez urząd, art. 227 KPA."
    thread, other = a_thread(text=text), a_thread(2, text=text, sender="jan@example.org")
    agent = role_of("agent", "KCK")
    assert "To wygląda na pismo: skarga" in agent.get(page_of(thread)).content.decode()
    agent.post(page_of(thread, "do/kind/"), {"seen": again(thread).version, "kind": "complaint"})
    agent.post(page_of(other, "do/kind/"), {"seen": again(other).version, "kind": "enquiry"})
    assert (again(thread).kind, again(other).kind) == ("complaint", "enquiry")
    assert "To wygląda na pismo" not in agent.get(page_of(thread)).content.decode()


def test_colleagues_are_seen_and_seen_to_write(role_of):
    thread = a_thread()
    agent, lead = role_of("agent", "KCK"), role_of("supervisor", "KCK")
    agent.post(page_of(thread, "here/"))
    assert "Agent Kck ma tę rozmowę otwartą" in lead.post(page_of(thread, "here/")).content.decode()
    agent.post(page_of(thread, "draft/answer/"), {"text": "Tak, do 18", "draft": "0"})
    assert "Agent Kck pisze odpowiedź" in lead.post(page_of(thread, "here/")).content.decode()
    agent.post(page_of(thread, "here/"), {"gone": "yes"})
    assert "ma tę rozmowę otwartą" not in lead.post(page_of(thread, "here/")).content.decode()


def test_the_parts_that_change_come_without_the_form(role_of):
    thread = a_thread()
    part = role_of("agent", "KCK").get(page_of(thread, "parts/")).content.decode()
    assert 'id="thread-posts"' in part
    assert 'id="action"' not in part
    assert "<html" not in part


def test_what_was_sent_stands_beside_it(role_of):
    thread = a_thread()
    agent = role_of("agent", "KCK")
    data = {"seen": again(thread).version, "text": "Tak, do 18.", "after": "done"}
    agent.post(page_of(thread, "do/answer/"), data)
    page = agent.get(page_of(thread)).content.decode()
    assert "Odpowiedź na wiadomość" in page
