"""A value in a distinguished name says nothing but itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.directory.names import escaped, parts_of, same_name

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@given(texts)
def test_whatever_a_value_is_the_name_has_its_own_parts_and_no_more(text):
    parts = parts_of(f"uid={escaped(text)},ou=people,dc=example")

    assert [sorted(kind for kind, _ in part) for part in parts] == [["uid"], ["ou"], ["dc"]]
    ((_, value),) = parts[0]
    assert value == " ".join(text.casefold().split())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a,b", r"a\2cb"),
        ('q"+;<>=\\', r"q\22\2b\3b\3c\3e\3d\5c"),
        (" a ", r"\20a\20"),
        ("#1", r"\231"),
        ("\0", r"\00"),
        ("李", "李"),
    ],
)
def test_signs_are_written_as_rfc_4514_says(text, written):
    assert escaped(text) == written


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("CN=Chiefs,DC=example", "cn=chiefs , dc = Example", True),
        ("cn=a+sn=b,dc=x", "sn=B+CN=A,dc=x", True),
        (r"cn=a\2cb,dc=x", r"cn=a\,b,dc=x", True),
        ("cn=a,dc=x", "cn=a,dc=y", False),
        ("cn=a,dc=x", "cn=a,ou=b,dc=x", False),
        (r"cn=a\,dc=x", "cn=a,dc=x", False),
        ("", "", False),
        ("nobody", "nobody", False),
    ],
)
def test_names_are_compared_by_their_parts(one, other, same):
    assert same_name(one, other) is same
    assert same_name(other, one) is same
