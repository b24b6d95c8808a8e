import uuid
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.utils.translation import override
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from kck.files import commands, jobs, queries, storage
from kck.files.drawing import draw_thumbnails, remove_bytes
from kck.files.http import serve
from kck.files.models import StoredFile
from kck.files.terms import Kind, NotAPhoto
from kck.files.tests.images import camera_notes, encoded, two_colours
from kck.foundation import clock
from kck.foundation.actor import ANYBODY, PLATFORM
from kck.foundation.models import Removal
from kck.foundation.outbox import unit_of_work
from kck.foundation.privacy import digest

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    return tmp_path


def a_photo(**options):
    data = encoded(two_colours(1200, 900), exif=camera_notes().tobytes())
    return commands.receive_photo(BytesIO(data), at=MONDAY, by=ANYBODY, **options)


def bytes_on_disk(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_photo_is_stored_under_a_name_that_says_nothing(own_storage):
    sent = SimpleUploadedFile("Jan Kowalski.JPG", encoded(two_colours()), content_type="text/html")

    stored = commands.receive_photo(sent, at=MONDAY, by=ANYBODY)

    assert stored.name == f"photos/2026/02/02/{stored.public_id.hex}.jpg"
    assert (stored.kind, stored.content_type) == (Kind.PHOTO, "image/jpeg")
    assert bytes_on_disk(own_storage) == [f"{stored.public_id.hex}.jpg"]
    assert stored.size == (own_storage / stored.name).stat().st_size


def test_the_job_for_thumbnails_is_there_with_the_photo():
    stored = a_photo()

    job = ProcrastinateJob.objects.get(task_name="files.draw_thumbnails")
    assert job.args == {"file_id": stored.pk}


def test_a_rolled_back_photo_leaves_neither_row_nor_job_and_its_bytes_are_swept(own_storage):
    with pytest.raises(ZeroDivisionError), unit_of_work():
        stored = a_photo()
        raise ZeroDivisionError

    assert not StoredFile.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="files.draw_thumbnails").exists()
    assert jobs.remove_orphans(storage.folder_of(Kind.PHOTO, MONDAY.date())) == 1
    assert bytes_on_disk(own_storage) == []
    assert stored


@pytest.mark.parametrize("size", [10_000_001, 25_000_000])
def test_more_than_ten_megabytes_are_refused_without_reading_on(size):
    class Endless(BytesIO):
        def read(self, count=-1, /):
            assert 0 < count <= 10_000_001
            return b"\xff" * min(count, size)

    with pytest.raises(NotAPhoto, match="10 MB"):
        commands.receive_photo(Endless(), at=MONDAY, by=ANYBODY)
    assert not StoredFile.objects.exists()


def test_an_empty_file_is_refused():
    with pytest.raises(NotAPhoto, match="pusty"):
        commands.receive_photo(BytesIO(), at=MONDAY, by=ANYBODY)


@pytest.mark.parametrize(("language", "word"), [("pl", "zdjęcie"), ("en", "photo"), ("uk", "фото")])
def test_a_refusal_is_said_in_the_readers_language(language, word):
    with override(language), pytest.raises(NotAPhoto) as caught:
        commands.receive_photo(BytesIO(b"MZ program"), at=MONDAY, by=ANYBODY)
    with override(language):
        assert word in str(caught.value)


def test_place_and_time_are_given_out_once():
    stored = a_photo()

    facts = commands.take_suggestion(stored)

    assert (facts.lat, facts.lon) == (50.0615, 19.938333)
    assert facts.taken_at == datetime(2026, 2, 2, 8, 15, tzinfo=UTC)
    stored.refresh_from_db()
    assert (stored.lat, stored.lon, stored.taken_at) == (None, None, None)
    assert not commands.take_suggestion(stored)


def test_a_draft_is_kept_when_it_is_attached_and_gone_when_it_is_not(own_storage):
    kept, lost = (a_photo(expires_at=MONDAY + timedelta(days=3)) for _ in range(2))

    rows = commands.keep([str(kept.public_id), uuid.uuid4(), "no id"])
    gone = jobs.erase_expired(MONDAY + timedelta(days=3))
    remove_bytes(file_id=lost.pk)

    assert rows == [kept]
    assert rows[0].expires_at is None
    assert rows[0].lat is None
    assert gone == 1
    assert queries.find(kept.public_id)
    assert queries.find(lost.public_id) is None
    assert bytes_on_disk(own_storage) == [f"{kept.public_id.hex}.jpg"]


def test_thumbnails_are_drawn_once_and_served(own_storage):
    stored = a_photo()

    draw_thumbnails(file_id=stored.pk)
    draw_thumbnails(file_id=stored.pk)

    stored.refresh_from_db()
    assert stored.thumb_at
    assert len(bytes_on_disk(own_storage)) == 3
    opened = queries.open_file(stored.public_id, "320")
    assert opened
    with opened.content as content:
        assert Image.open(content).size == (320, 240)


def test_before_the_thumbnail_is_drawn_the_picture_itself_is_given():
    stored = a_photo()

    opened = queries.open_file(stored.public_id, "320")

    assert opened
    assert opened.content_type == "image/jpeg"
    with opened.content as content:
        assert Image.open(content).size == (1200, 900)


def test_a_lost_thumbnail_is_made_up_for_by_the_picture(own_storage):
    stored = a_photo()
    draw_thumbnails(file_id=stored.pk)
    default_storage.delete(storage.thumb_name(stored.name, "320"))

    opened = queries.open_file(stored.public_id, "320")

    assert opened
    assert opened.content_type == "image/jpeg"


def test_an_erased_photo_is_gone_at_once_and_its_bytes_by_a_job(own_storage):
    stored = a_photo()
    draw_thumbnails(file_id=stored.pk)

    commands.erase(stored, at=MONDAY, by=PLATFORM, ground="rodo")
    commands.erase(stored, at=MONDAY + timedelta(days=1), by=PLATFORM)

    assert queries.open_file(stored.public_id) is None
    assert queries.infos([stored.pk]) == {}
    row = StoredFile.objects.get(pk=stored.pk)
    assert (row.sha256, row.salt, row.lat, row.erased_at) == ("", "", None, MONDAY)
    assert ProcrastinateJob.objects.filter(task_name="files.remove_bytes").count() == 1
    remove_bytes(file_id=stored.pk)
    assert bytes_on_disk(own_storage) == []
    assert StoredFile.objects.get(pk=stored.pk).name == ""


def test_the_seal_of_a_photo_holds_and_dies_with_it():
    stored = a_photo()

    assert queries.digests([stored.pk]) == {stored.pk: stored.digest}
    assert stored.digest == digest(stored.sha256, stored.salt)
    commands.erase(stored, at=MONDAY, by=PLATFORM, ground="rodo")
    assert queries.digests([stored.pk]) == {}
    assert Removal.objects.get(kind="file", content_id=stored.pk).ground == "rodo"


def test_thumbnails_drawn_while_the_photo_is_erased_do_not_stay(own_storage, monkeypatch):
    stored = a_photo()
    read = storage.read

    def erased_meanwhile(name):
        data = read(name)
        commands.erase(stored, at=MONDAY, by=PLATFORM)
        remove_bytes(file_id=stored.pk)
        return data

    monkeypatch.setattr(storage, "read", erased_meanwhile)
    draw_thumbnails(file_id=stored.pk)

    assert bytes_on_disk(own_storage) == []


def test_the_sweep_makes_up_for_jobs_that_were_killed(own_storage, time_machine_at_noon):
    drawn, erased = a_photo(), a_photo()
    commands.erase(erased, at=MONDAY, by=PLATFORM)

    jobs.sweep(timestamp=0)

    drawn.refresh_from_db()
    assert drawn.thumb_at == clock.now()
    assert [name for name in bytes_on_disk(own_storage) if erased.public_id.hex in name] == []


@pytest.fixture
def time_machine_at_noon(time_machine):
    time_machine.move_to(datetime(2026, 2, 2, 11, tzinfo=UTC), tick=False)


def test_the_nightly_sweep_leaves_what_has_a_row_and_what_is_not_ours(own_storage, time_machine):
    stored = a_photo()
    folder = own_storage / "photos/2026/02/02"
    (folder / f"{uuid.uuid4().hex}.jpg").write_bytes(b"orphan")
    (folder / "readme.txt").write_bytes(b"somebody else's")
    time_machine.move_to(datetime(2026, 2, 4, 3, 41, tzinfo=UTC), tick=False)

    jobs.sweep_orphans(timestamp=0)

    assert bytes_on_disk(own_storage) == sorted([f"{stored.public_id.hex}.jpg", "readme.txt"])


def test_a_private_photo_stays_out_of_caches_and_is_never_sniffed():
    response = serve(a_photo())

    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == "image/jpeg"
    assert b"".join(response).startswith(b"\xff\xd8\xff")


def test_a_public_photo_is_not_sent_twice():
    stored = a_photo()
    first = serve(stored, public=True)
    first.close()
    request = RequestFactory().get("/", headers={"If-None-Match": first.headers["ETag"]})

    again = serve(stored, public=True, request=request)

    assert again.status_code == 304
    assert "max-age=300" in again.headers["Cache-Control"]


def test_an_erased_photo_is_not_served_even_from_an_old_row():
    stored = a_photo()
    StoredFile.objects.filter(pk=stored.pk).update(erased_at=MONDAY)

    with pytest.raises(Http404):
        serve(StoredFile.objects.get(pk=stored.pk))


@pytest.mark.django_db(transaction=True)
def test_the_photo_is_drawn_before_the_transaction_begins(monkeypatch):
    seen = []
    monkeypatch.setattr(
        storage,
        "write",
        lambda name, data: seen.append(transaction.get_connection().in_atomic_block),
    )

    a_photo()

    assert seen == [False]
    StoredFile.objects.all().delete()
