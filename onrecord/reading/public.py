"""An address is public only if every way of reading it is.

An IPv6 address may carry an IPv4 address inside, and a translator on the way would deliver to that one: so what is
carried is judged too, and all that is not surely public is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

IPAddress = IPv4Address | IPv6Address

_NAT64 = IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")
_IPV4_COMPATIBLE = IPv6Network("::/96")
_SIX_TO_FOUR_RELAYS = IPv4Network("192.88.99.0/24")
_ISATAP = (0x00005EFE, 0x02005EFE)
_LOW_32 = 0xFFFFFFFF


def is_public(address: IPAddress) -> bool:
    """Whether a machine anywhere in the world would reach the same place by it, and no machine of the house."""
    if isinstance(address, IPv4Address):
        return _is_public_ipv4(address)
    if address in _NAT64:
        return _is_public_ipv4(IPv4Address(int(address) & _LOW_32))
    if address.ipv4_mapped is not None:
        return _is_public_ipv4(address.ipv4_mapped)
    if address in _NAT64_LOCAL or address in _IPV4_COMPATIBLE or address.is_site_local:
        return False
    is_global = address.is_global and not address.is_multicast and not address.is_reserved
    return is_global and all(_is_public_ipv4(carried) for carried in _carried(address))


def _carried(address: IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that 6to4, Teredo and ISATAP put inside an IPv6 address."""
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if (int(address) >> 32) & _LOW_32 in _ISATAP:
        yield IPv4Address(int(address) & _LOW_32)


def _is_public_ipv4(address: IPv4Address) -> bool:
    is_special = address.is_multicast or address.is_reserved or address in _SIX_TO_FOUR_RELAYS
    return address.is_global and not is_special
