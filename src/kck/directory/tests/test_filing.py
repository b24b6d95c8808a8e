from dataclasses import replace

import pytest
from django.utils import translation

from kck.directory.filing import filing_ways
from kck.directory.loading.city import _DELIVERY_ADDRESS
from kck.directory.queries import snapshot

pytestmark = pytest.mark.django_db


def city_with(**facts):
    city = snapshot()
    return replace(city, city=replace(city.city, facts={**city.city.facts, **facts}))


def test_the_ways_are_those_of_the_city_in_the_readers_language():
    city = city_with(filing_edoreczenia="AE:PL-12345-67890-ABCDE-12", filing_epuap="/umk/ESP")

    with translation.override("en"):
        ways = [str(way) for way in filing_ways(city)]

    assert ways[0] == "e-Doręczenia: AE:PL-12345-67890-ABCDE-12"
    assert ways[1].startswith("ePUAP: /umk/ESP (")
    assert ways[2].startswith("On paper: Urząd Miasta Krakowa")
    assert "registry desk" in ways[2]


def test_without_an_address_the_register_is_named():
    with translation.override("pl"):
        ways = [str(way) for way in filing_ways(city_with(filing_paper={}))]

    assert ways == ["e-Doręczenia: adres urzędu jest w bazie adresów elektronicznych (BAE)"]


@pytest.mark.parametrize("address", ["AE:PL-12345-67890-ABCDE-1", "krakow@krakow.pl", "ae:pl-1"])
def test_what_is_no_delivery_address_is_refused(address):
    assert not _DELIVERY_ADDRESS.fullmatch(address)
