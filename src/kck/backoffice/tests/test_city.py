from collections.abc import Callable

import pytest
from django.test import Client

from kck.backoffice.city import Part, rows_of
from kck.directory.queries import snapshot


@pytest.mark.parametrize("part", Part.values)
def test_every_part_has_rows_and_says_where_one_is_added(editor: Client, part: str) -> None:
    page = editor.get(f"/backoffice/city/{part}/").content.decode()

    assert (f"/backoffice/city/{part}/new" in page) is not Part(part).single
    assert "<tbody>" in page
    assert page.count("<tr>") == len(rows_of(Part(part), snapshot())) + 1


def test_a_rule_is_explained_in_words(editor: Client) -> None:
    page = editor.get("/backoffice/city/rules/").content.decode()

    for rule in snapshot().all_rules:
        assert rule.code in page
        assert rule.because["pl"] in page or "&" in rule.because["pl"]


def test_a_table_can_be_searched_without_diacritics(editor: Client) -> None:
    found = rows_of(Part.CATEGORIES, snapshot(), query="oswietlenie")

    assert 0 < len(found) < len(rows_of(Part.CATEGORIES, snapshot()))
    assert "Nic takiego" in editor.get("/backoffice/city/units/?q=zzzzzz").content.decode()


def test_an_unknown_part_is_not_found(editor: Client) -> None:
    assert editor.get("/backoffice/city/secrets/").status_code == 404


def test_roles_name_their_grants(sign_in: Callable[..., Client]) -> None:
    page = sign_in("accounts.edit", name="Adam Czarnecki").get("/backoffice/roles/")

    words = page.content.decode()
    assert "zarządza kontami i rolami" in words
    assert "wszędzie" in words
    assert "1 osoba" in words
