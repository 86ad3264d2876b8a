"""An officer's small files are read the same way, whatever they are about."""

import pytest

from ui.own_files import FileUnreadable, read_table


def test_a_file_that_is_not_there_is_an_empty_table(tmp_path):
    assert read_table(tmp_path / "li.toml") == {}


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"sound = ", "Invalid value"), (b"\xff", "utf-8"), (b"#" * 300_000, "longer than 256 kB")],
    ids=["no TOML", "no text", "far too long"],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path, content, why):
    path = tmp_path / "li.toml"
    path.write_bytes(content)

    with pytest.raises(FileUnreadable, match=f"li.toml: .*{why}"):
        read_table(path)
