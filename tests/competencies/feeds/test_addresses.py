"""Which network addresses are public, as far as an attacker may write them."""

import socket
from ipaddress import ip_address, ip_network

import pytest

from competencies.feeds.addresses import may_be_asked, resolved


@pytest.mark.parametrize("text", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_may_be_asked(text):
    assert may_be_asked(ip_address(text), [])


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1", "198.18.0.1", "192.0.2.1",
        "::1", "::", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "fe80::1", "fc00::1", "fec0::1",
        "ff02::1", "ff0e::1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_all_others_may_not(text):
    assert not may_be_asked(ip_address(text), [])


def test_a_setting_allows_a_network_however_its_addresses_are_written():
    allowed = [ip_network("10.1.0.0/16"), ip_network("fd00:1::/32")]
    assert may_be_asked(ip_address("10.1.2.3"), allowed)
    assert may_be_asked(ip_address("::ffff:10.1.2.3"), allowed)
    assert may_be_asked(ip_address("fd00:1::5"), allowed)
    assert not may_be_asked(ip_address("10.2.2.3"), allowed)


def test_every_address_of_a_name_is_looked_at_once(monkeypatch):
    def answered(name, port, **_):
        four, six = (name, port), (name, port, 0, 0)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", *four[1:])),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", *four[1:])),
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1%eth0", *six[1:])),
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answered)
    assert resolved("vendor.example", 443) == [ip_address("192.0.2.1"), ip_address("fe80::1")]
