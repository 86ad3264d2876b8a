"""From which addresses a machine is heard."""

import pytest

from workstation.domain.networks import is_within, network_of


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("10.1.2.0/24", "10.1.2.0/24"),
        ("10.1.2.7", "10.1.2.7/32"),
        ("fd00:12::/64", "fd00:12::/64"),
        ("FD00:0012::1", "fd00:12::1/128"),
        ("::ffff:10.1.2.0/120", "10.1.2.0/24"),
        ("::ffff:10.1.2.7", "10.1.2.7/32"),
        ("0.0.0.0/0", "0.0.0.0/0"),
        ("::/0", "::/0"),
    ],
)
def test_a_network_is_written_in_one_way(text, meant):
    assert str(network_of(text)) == meant


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no network, such as 10.1.2.0/24"),
        ("yard", "is no network"),
        ("10.1.2", "is no network"),
        ("10.1.2.0/33", "is no network"),
        ("10.1.2.0-10.1.2.9", "is no network"),
        ("10.1.2.7/24", r"did you mean 10\.1\.2\.0/24\?"),
        ("fd00:12::1/64", r"did you mean fd00:12::/64\?"),
    ],
)
def test_a_text_that_names_no_network_is_refused_in_words(text, said):
    with pytest.raises(ValueError, match=said):
        network_of(text)


@pytest.mark.parametrize(
    ("address", "networks", "within"),
    [
        ("10.1.2.7", ["10.1.2.0/24"], True),
        ("10.1.3.7", ["10.1.2.0/24"], False),
        ("10.1.3.7", ["10.1.2.0/24", "10.1.3.7"], True),
        ("::ffff:10.1.2.7", ["10.1.2.0/24"], True),
        ("::ffff:10.1.3.7", ["10.1.2.0/24"], False),
        ("::ffff:10.1.2.7", ["::/0"], False),
        ("fd00:12::7", ["10.1.2.0/24", "fd00:12::/64"], True),
        ("fd00:13::7", ["0.0.0.0/0", "fd00:12::/64"], False),
        ("fe80::7%eth0", ["fe80::/10"], True),
        ("", ["0.0.0.0/0", "::/0"], False),
        ("yard", ["0.0.0.0/0", "::/0"], False),
    ],
)
def test_an_address_lies_in_a_network_or_not(address, networks, within):
    assert is_within(address, map(network_of, networks)) is within
