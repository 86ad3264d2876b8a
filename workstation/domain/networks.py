"""Networks in CIDR notation, and which of them an address lies in.

An address of IPv4 that came through a socket of IPv6 is written ``::ffff:10.1.2.3``; it counts as
what it is, in networks as in addresses.
"""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Network = IPv4Network | IPv6Network

_MAPPED: Final = IPv6Network("::ffff:0:0/96")


def network_of(text: str) -> Network:
    """Return the network that a text such as ``10.1.2.0/24`` names; a lone address is one of one.

    Raises
    ------
    ValueError
        If it names none, or an address within a network instead of its beginning.
    """
    try:
        network = ip_network(text)
    except ValueError as error:
        try:
            meant = ip_network(text, strict=False)
        except ValueError:
            fault = f"{text!r} is no network, such as 10.1.2.0/24, 10.1.2.7 or fd00:12::/64"
            raise ValueError(fault) from error
        raise ValueError(f"{text} lies within a network; did you mean {meant}?") from error
    if isinstance(network, IPv6Network) and network.subnet_of(_MAPPED):
        mapped = network.network_address.ipv4_mapped
        return IPv4Network(f"{mapped}/{network.prefixlen - _MAPPED.prefixlen}")
    return network


def is_within(address: str, networks: Iterable[Network]) -> bool:
    """Tell whether an address lies in one of the networks; False for a text that is none."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return any(found in network for network in networks)
