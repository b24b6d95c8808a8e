from datetime import timedelta

import pytest

from kck.foundation import clock
from kck.replies.models import ReadyTextEdition
from kck.replies.queries import in_force

pytestmark = pytest.mark.django_db
HERE = "/backoffice/ready-texts/"


def typed(**more):
    return {
        "code": "soon",
        "purposes": ["answer", "done"],
        "groups": ["roads"],
        "name_pl": "Jedziemy",
        "body_pl": "Jedziemy na {{place}}.",
        "valid_from": clock.today().isoformat(),
        "seen": "0",
        **more,
    }


def test_a_new_text_is_written_and_stands_in_the_list(sign_in):
    client = sign_in("messaging.edit")

    answer = client.post(f"{HERE}new", typed())
    shown = client.get(HERE).content.decode()

    assert answer.status_code == 302
    edition = ReadyTextEdition.objects.get(code="soon")
    assert (edition.purposes, edition.groups) == (["answer", "done"], ["roads"])
    assert "Jedziemy na" in shown


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"body_pl": "Na {{plac}}."}, "Czy chodzi o {{place}}?"),
        ({"name_pl": ""}, "Wpisz po polsku"),
        ({"purposes": []}, "do czego jest ten tekst"),
        ({"body_en": "We come."}, "en: Wpisz nazwę."),
        ({"valid_to": "2020-01-01"}, "wcześniej"),
        ({"code": "Już Jadę"}, "małych liter"),
        ({"units": ["NIC"]}, "NIC"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_written(sign_in, more, words):
    answer = sign_in("messaging.edit").post(f"{HERE}new", typed(**more))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ReadyTextEdition.objects.filter(code="soon").exists()


def test_a_later_edition_counts_from_its_day_and_the_old_one_stays_in_history(sign_in):
    client = sign_in("messaging.edit")
    client.post(f"{HERE}new", typed())
    first = ReadyTextEdition.objects.get(code="soon")
    later = (clock.today() + timedelta(days=9)).isoformat()

    words = typed(body_pl="Jesteśmy na miejscu.", seen=first.pk, valid_from=later)
    client.post(f"{HERE}soon/", words)
    shown = client.get(f"{HERE}soon/").content.decode()

    assert ReadyTextEdition.objects.filter(code="soon").count() == 2
    assert "Jedziemy na {{place}}" in shown
    assert "Jesteśmy na miejscu." in shown


def test_whoever_comes_second_is_told_and_keeps_what_was_typed(sign_in):
    client = sign_in("messaging.edit")
    client.post(f"{HERE}new", typed())

    answer = client.post(f"{HERE}soon/", typed(body_pl="Moje słowa.", seen="0"))
    shown = answer.content.decode()

    assert answer.status_code == 422
    assert "inną wersję" in shown
    assert "Moje słowa." in shown
    assert f'value="{ReadyTextEdition.objects.get(code="soon").pk}"' in shown


def test_the_preview_fills_the_gaps_and_runs_nothing(sign_in):
    words = {"name_pl": "X", "body_pl": "Na {{place}} <script>x</script>"}

    shown = sign_in("messaging.edit").post(f"{HERE}preview", words).content.decode()

    assert "Na ul. Długa 12 &lt;script&gt;" in shown


def test_each_language_is_previewed_with_samples_in_it(sign_in):
    words = {"name_en": "X", "body_en": "Our promise: {{promise}}."}

    shown = sign_in("messaging.edit").post(f"{HERE}preview", words).content.decode()

    assert "Our promise: we will repair it by 12 December." in shown


def test_a_text_that_is_none_is_not_there(sign_in):
    assert sign_in("messaging.edit").get(f"{HERE}nothing/").status_code == 404


def undo(client, edition):
    return client.post(f"{HERE}soon/", {"undo": edition.pk}, follow=True).content.decode()


def body_today():
    return {text.code: text.bodies["pl"] for text in in_force(clock.today())}.get("soon")


def test_a_planned_edition_that_is_taken_back_has_never_been(sign_in):
    client = sign_in("messaging.edit")
    client.post(f"{HERE}new", typed())
    first = ReadyTextEdition.objects.get(code="soon")
    later = (clock.today() + timedelta(days=9)).isoformat()
    client.post(f"{HERE}soon/", typed(body_pl="Inne.", seen=first.pk, valid_from=later))

    said = undo(client, ReadyTextEdition.objects.latest("pk"))

    assert "Cofnięto ostatnią zmianę" in said
    assert ReadyTextEdition.objects.get(code="soon").pk == first.pk


def test_an_edition_in_force_that_is_taken_back_gives_way_to_the_one_before(sign_in):
    client = sign_in("messaging.edit")
    client.post(f"{HERE}new", typed())
    first = ReadyTextEdition.objects.get(code="soon")
    client.post(f"{HERE}soon/", typed(body_pl="Inne.", seen=first.pk))
    second = ReadyTextEdition.objects.latest("pk")
    assert body_today() == "Inne."

    undo(client, second)
    assert body_today() == "Jedziemy na {{place}}."
    stale = undo(client, second)

    assert "inną wersję" in stale
    assert body_today() == "Jedziemy na {{place}}."
    undo(client, ReadyTextEdition.objects.latest("pk"))
    assert body_today() == "Inne."


def test_a_text_that_had_nothing_before_it_ends(sign_in):
    client = sign_in("messaging.edit")
    client.post(f"{HERE}new", typed())

    undo(client, ReadyTextEdition.objects.get(code="soon"))

    last = ReadyTextEdition.objects.latest("pk")
    assert last.valid_to == clock.today()
