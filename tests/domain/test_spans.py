"""A time reads the same on every page, and a target as it was set."""

import pytest

from workstation.domain.spans import span_text


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0, "0 s", "0 秒"),
        (119, "119 s", "119 秒"),
        (255, "4.2 min", "4.2 分钟"),
        (600, "10 min", "10 分钟"),
        (7140, "119 min", "119 分钟"),
        (2.7 * 3600, "2.7 h", "2.7 小时"),
        (3 * 3600, "3 h", "3 小时"),
        (3.5 * 86_400, "3.5 d", "3.5 天"),
    ],
)
def test_a_span_is_told_in_one_unit(seconds, english, chinese):
    assert span_text(seconds, chinese=False) == english
    assert span_text(seconds, chinese=True) == chinese
