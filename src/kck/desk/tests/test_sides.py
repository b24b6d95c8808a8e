"""What hangs on a case, through the desk's own pages: who may, what is refused, what is shown."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders import a_case, a_photo, everywhere, unit_id

from kck.cases import commands
from kck.cases.models import Case, CaseFile, CaseTie, Task
from kck.cases.queries.belongings import files_of, labels_of
from kck.cases.terms import TaskState
from kck.desk.tests.acting import HTMX, do, state_of
from kck.foundation import clock
from kck.foundation.models import Look
from kck.people.queries import contact

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj"
WORDS = "Przytnij gałęzie nad jezdnią."


@pytest.fixture
def case() -> Case:
    return a_case(category="roads-pothole", photos=(a_photo(),))


def side(client, case, which, **data):
    return client.post(f"/desk/case/{case.number}/side/{which}/", data, headers=HTMX)


def page_of(client, case):
    return client.get(f"/desk/case/{case.number}/").content.decode()


def a_task(case) -> Task:
    return commands.give_task(case.pk, unit="ZZM", words=WORDS, at=clock.now(), by=everywhere())


def test_a_task_is_given_shown_done_and_leaves_the_other_units_sight(signed_in, case):
    ours, theirs = signed_in("unit"), signed_in("worker", unit="ZZM", name="Jan Lis")
    assert theirs.get(f"/desk/case/{case.number}/").status_code == 404

    assert do(ours, case, "task", unit="ZZM", text=WORDS).status_code == 200

    task = Task.objects.get(case=case, beside=True)
    assert WORDS in page_of(ours, case)
    page = page_of(theirs, case)
    assert WORDS in page
    assert "Zadanie zrobione" in page
    where = f"/desk/case/{case.number}/task/{task.pk}"
    assert theirs.get(f"{where}/done/", headers=HTMX).status_code == 200
    assert theirs.get(f"{where}/cancel/").status_code == 404
    assert theirs.post(f"{where}/done/", {"text": "?"}, headers=HTMX).status_code == 422
    done = theirs.post(f"{where}/done/", {"text": "Gałęzie przycięte."}, headers=HTMX)
    assert done.headers["HX-Redirect"] == "/desk/"
    assert Task.objects.get(pk=task.pk).state == TaskState.DONE
    assert theirs.get(f"/desk/case/{case.number}/").status_code == 404
    assert "Gałęzie przycięte." in page_of(ours, case)


def test_ending_with_open_tasks_asks_to_cancel_them(signed_in, case):
    a_task(case)
    client = signed_in("unit")
    form = client.get(f"/desk/case/{case.number}/do/done/", headers=HTMX).content.decode()
    assert "Odwołaj zadania, które trwają: ZZM" in form
    words = {"outcome": "partly", "text": "Załataliśmy połowę jezdni."}

    refused = do(client, case, "done", **words)
    assert refused.status_code == 422
    assert "ZZM" in refused.content.decode()
    assert state_of(case) == "new"

    assert do(client, case, "done", **words, cancel_tasks="on").status_code == 200


def test_strangers_find_nothing(signed_in, case):
    task = a_task(case)
    row = commands.add_file(case.pk, data=PDF, name="a.pdf", at=clock.now(), by=everywhere())
    stranger = signed_in("unit", unit="MPO", name="Ewa Obca")
    base = f"/desk/case/{case.number}"
    for address in (
        f"{base}/side/label/", f"{base}/side/tie/", f"{base}/side/file/", f"{base}/side/nic/",
        f"{base}/task/{task.pk}/done/", f"{base}/split/", f"{base}/file/{row.file.public_id}",
    ):  # fmt: skip
        assert stranger.get(address).status_code == 404, address
    for address in (
        f"{base}/label/1/off/", f"{base}/tie/1/off/", f"{base}/file/{row.pk}/erase/",
        f"{base}/split/undo/", f"{base}/task/{task.pk}/link/off/", f"{base}/task/{task.pk}/done/",
    ):  # fmt: skip
        assert stranger.post(address).status_code == 404, address
    assert CaseFile.objects.filter(erased_at=None).count() == 1


def test_a_reader_reads_and_changes_nothing(signed_in, case):
    task = a_task(case)
    commands.add_file(case.pk, data=PDF, name="a.pdf", at=clock.now(), by=everywhere())
    reader = signed_in("reader")
    page = page_of(reader, case)
    assert "a.pdf" in page
    assert "/side/" not in page
    base = f"/desk/case/{case.number}"
    assert reader.get(f"{base}/side/label/").status_code == 404
    assert reader.get(f"{base}/split/").status_code == 404
    assert reader.get(f"{base}/task/{task.pk}/cancel/").status_code == 404
    [shown] = files_of(case.pk)
    assert reader.get(f"{base}/file/{shown.public_id}").status_code == 200
    assert reader.post(f"{base}/file/{shown.id}/erase/").status_code == 404


def test_a_task_of_another_case_is_not_there(signed_in, case):
    task = a_task(a_case(category="roads-pothole"))
    client = signed_in("unit")
    where = f"/desk/case/{case.number}/task/{task.pk}/cancel/"
    assert client.post(where, {"text": "Nie trzeba."}).status_code == 404
    task.refresh_from_db()
    assert task.state == TaskState.WAITING


def test_a_label_is_put_on_and_taken_off(signed_in, case):
    client = signed_in("unit")
    assert side(client, case, "label", name="Przy szkole", colour="info").status_code == 200
    [label] = labels_of([case.pk])[case.pk]
    assert "Przy szkole" in page_of(client, case)
    assert side(client, case, "label", name="x" * 60, colour="").status_code == 422
    assert (
        "shared"
        not in client.get(f"/desk/case/{case.number}/side/label/", headers=HTMX).content.decode()
    )

    off = client.post(f"/desk/case/{case.number}/label/{label.id}/off/", headers=HTMX)
    assert off.headers["HX-Trigger"] == f"kck:case:{case.pk}"
    assert labels_of([case.pk]) == {}


def test_cases_are_tied_by_number(signed_in, case):
    client, other = signed_in("unit"), a_case(category="roads-pothole")
    foreign = a_case(category="greenery-uncut-grass")
    assert foreign.unit_id != unit_id("ZDMK")
    for number in ("12", foreign.number, case.number):
        assert side(client, case, "tie", number=number, tie="relates").status_code == 422
    assert side(client, case, "tie", number=other.number, tie="relates").status_code == 200
    assert other.number in page_of(client, case)
    row = CaseTie.objects.get()
    client.post(f"/desk/case/{case.number}/tie/{row.pk}/off/", headers=HTMX)
    assert not CaseTie.objects.exists()


def test_a_file_is_saved_never_run_and_written_down(signed_in, case):
    client = signed_in("unit")
    evil = '"><img src=x onerror=alert(1)>.pdf'
    assert side(client, case, "file", documents=SimpleUploadedFile(evil, PDF)).status_code == 200
    html = SimpleUploadedFile("a.pdf", b"<html><script>alert(1)</script>")
    assert side(client, case, "file", documents=html).status_code == 422
    assert side(client, case, "file").status_code == 422

    page = page_of(client, case)
    assert "<img src=x" not in page
    [shown] = files_of(case.pk)
    found = client.get(f"/desk/case/{case.number}/file/{shown.public_id}")
    assert found.headers["Content-Type"] == "application/octet-stream"
    assert found.headers["Content-Disposition"].startswith("attachment;")
    assert b"".join(found.streaming_content) == PDF
    assert Look.objects.filter(what="file", subject=f"case:{case.pk}").count() == 1
    stranger = signed_in("unit", unit="MPO", name="Ewa Obca")
    refused = stranger.get(f"/desk/case/{case.number}/file/{shown.public_id}")
    assert refused.status_code == 404
    assert Look.objects.filter(what="file-refused").count() == 1

    client.post(f"/desk/case/{case.number}/file/{shown.id}/erase/", headers=HTMX)
    assert client.get(f"/desk/case/{case.number}/file/{shown.public_id}").status_code == 404


def test_a_report_about_several_matters_is_told_apart_and_taken_back(signed_in, monkeypatch):
    case = a_case(
        text="Dziura w jezdni. Rozbity pojemnik na śmieci.", email="anna@b.example",
        photos=(a_photo(),),
    )  # fmt: skip
    client, photo = signed_in("agent", unit="KCK"), case.photos.get()
    where = f"/desk/case/{case.number}/split/"
    assert client.get(where).status_code == 200
    sent = {
        "parts": "2", "0-text": "Rozbity pojemnik na śmieci.", "0-category": "waste-container",
        "1-text": "", "1-category": "", f"photo-{photo.pk}": "1",
    }  # fmt: skip
    more = client.post(where, {**sent, "more": "yes"})
    assert more.content.decode().count("<fieldset") == 3
    assert "Rozbity pojemnik" in more.content.decode()
    assert client.post(where, {**sent, "0-text": ""}).status_code == 422
    assert client.post(where, {**sent, "0-category": "nic"}).status_code == 422

    assert client.post(where, sent).status_code == 302
    [tie] = CaseTie.objects.filter(other=case)
    assert tie.case.person_id == case.person_id
    assert contact(tie.case.person_id).email == "anna@b.example"
    assert case.photos.count() == 0
    assert "Rozdzielono na osobne sprawy" in page_of(client, case)

    client.post(f"{where}undo/")
    assert case.photos.count() == 1
    assert "Rozdzielono na osobne sprawy" not in page_of(client, case)


def test_what_came_back_three_times_is_said_and_asked_about(signed_in, case):
    Case.objects.filter(pk=case.pk).update(times=3)
    client = signed_in("unit")
    assert "już 3. raz" in page_of(client, case)
    words = {"outcome": "partly", "text": "Załataliśmy połowę jezdni."}
    assert do(client, case, "done", **words).status_code == 422
    assert do(client, case, "done", **words, cause="worn-out").status_code == 200


def test_places_that_return_are_of_ones_own_units(signed_in, case):
    Case.objects.filter(pk=case.pk).update(times=3, opened_at=clock.now())
    ours = signed_in("unit").get("/desk/returning/").content.decode()
    theirs = signed_in("unit", unit="MPO", name="Ewa Obca").get("/desk/returning/").content.decode()
    assert case.number[:2] + "-" in ours
    assert "Nic nie wraca" in theirs


def test_the_merge_form_knows_the_case_nearby(signed_in, case):
    a_case(category="roads-pothole")
    client = signed_in("unit")
    page = page_of(client, case)
    assert 'data-hotkey="1"' in page
    other = Case.objects.exclude(pk=case.pk).get()
    form = client.get(f"/desk/case/{case.number}/do/merge/?number={other.number}", headers=HTMX)
    assert other.number[2:8] in form.content.decode()


def test_a_unit_finds_the_tasks_it_has_in_cases_of_others(signed_in, case):
    theirs = signed_in("worker", unit="ZZM", name="Jan Lis")
    assert case.number not in theirs.get("/desk/?view=tasks").content.decode()
    a_task(case)
    Case.objects.filter(pk=case.pk).update(times=4)

    page = theirs.get("/desk/?view=tasks").content.decode()
    assert case.number in page
    assert "zadanie</span>" in page
    assert "wraca 4×" in page
    assert case.number not in theirs.get("/desk/?view=unit").content.decode()


def test_a_label_narrows_a_queue(signed_in, case):
    other = a_case(category="roads-pothole")
    commands.put_label(case.pk, name="Przy szkole", at=clock.now(), by=everywhere())
    page = signed_in("unit").get("/desk/?view=unit&label=przy szkole").content.decode()
    assert case.number in page
    assert other.number not in page
