"""Which addresses of the network the portal may turn to: public ones, and what a setting allows besides."""

import ipaddress
import socket
from collections.abc import Iterable, Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_UNICAST = ipaddress.ip_network("2000::/3")
# Relays to IPv4 addresses that nobody has looked at.
_RELAYS = (ipaddress.ip_network("2002::/16"), ipaddress.ip_network("192.88.99.0/24"))


def resolved(name: str, port: int) -> list[Address]:
    """Every address that the name has now, in the resolver's order; asked once. Raises OSError."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    # A zone, as in fe80::1%eth0, is of this machine alone.
    return list(dict.fromkeys(ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found))


def may_be_asked(address: Address, allowed: Sequence[Network]) -> bool:
    """Whether the address is public, or lies in one of these networks."""
    plain = _plain(address)
    return _in(plain, allowed) or _is_public(plain)


def _plain(address: Address) -> Address:
    """An IPv4 address that is written as IPv6 (::ffff:10.0.0.1) is judged as what it is."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _is_public(address: Address) -> bool:
    # `is_global` alone lets multicast, ::127.0.0.1 and the prefix of NAT64 pass.
    if address.version == 6 and address not in _UNICAST:
        return False
    return address.is_global and not address.is_multicast and not _in(address, _RELAYS)


def _in(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)
