"""An address that somebody typed does not lead into our own network."""

import pytest

from kck.channels.webhooks.addresses import WrongAddress, checked, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",  # noqa: S104
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::",
    ],
)  # fmt: skip
def test_addresses_inside_are_known_in_whatever_they_are_wrapped(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "193.0.96.15", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_of_the_internet_are_fine(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "ftp://example.org/", "https://", "example.org", "", "https:///x",
        "https://user:pass@example.org/", "https://example.org/#part", "https://exa mple.org/",
        "https://localhost/", "https://printer.local/", "https://db.internal/", "https://[::1]/",
        "https://127.0.0.1:5432/", "https://192.168.0.1/", "https://[fe80::1]/",
        "https://example.org:99999/", "https://[nonsense/", "https://example.org/\x00",
        "https://example.org/" + "x" * 500, "javascript:alert(1)",
    ],
)  # fmt: skip
def test_what_cannot_be_called_is_refused_with_a_sentence(url):
    with pytest.raises(WrongAddress) as refused:
        checked(url, private=False)

    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("url", ["http://10.0.0.5:8080/hook", "https://ezd.local/in"])
def test_where_the_operator_said_so_our_own_network_is_meant(url):
    assert checked(f" {url} ", private=True) == url


def test_even_then_an_address_must_be_one():
    with pytest.raises(WrongAddress):
        checked("file:///etc/passwd", private=True)


def test_the_usual_address_is_taken_as_it_is():
    url = "https://hooks.example.org:8443/kck?tenant=7"

    assert checked(url, private=False) == url
