"""A declaration's codes of packages are told in words."""

from dataclasses import replace

import pytest

from tests.ui.test_papers import make_case, make_line, make_papers
from ui.desk.declaration_panel import DeclarationPanel


@pytest.mark.parametrize(
    ("code", "count", "told"),
    [
        ("CL", 12, "12 coils"),
        ("be", 12, "12 bundles"),
        ("QQ", 12, "12 QQ"),
        ("", 12, "12 packages"),
        ("", 1, "1 package"),
        ("PK", 1, "1 package"),
        ("BX", 1, "1 box"),
        ("BX", 0, "0 boxes"),
    ],
)
def test_a_code_of_packages_is_told_in_a_word(qtbot, code, count, told):
    panel = DeclarationPanel()
    qtbot.addWidget(panel)
    line = make_line(packages=count, package_kind=code)

    panel.show_case(make_case(declaration=replace(make_papers(), goods=(line,))))

    assert panel.rows[0].amount.text().startswith(f"{told} ")
