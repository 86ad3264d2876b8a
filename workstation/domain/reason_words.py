"""The names of officers' reasons in both languages: the desk, the record and the crew's order.

The codes are those of `workstation.review.reasons`; a site knows the code alone.
"""

from collections.abc import Mapping
from typing import Final

from workstation.domain.finding import Told

REASON_WORDS: Final[Mapping[str, Told]] = {
    "unlike_declared": Told(en="Unlike the declared goods", zh="与申报货物不符"),
    "hidden_object": Told(en="Hidden object suspected", zh="疑似夹藏"),
    "prohibited_goods": Told(en="Prohibited goods suspected", zh="疑似禁止进境货物"),
    "mass_differs": Told(en="Mass differs from the declared", zh="重量与申报不符"),
    "not_empty": Told(en="Declared empty, but is not", zh="申报空箱但非空"),
    "risk_instruction": Told(en="Risk instruction", zh="布控指令"),
    "too_dense": Told(en="Too dense to see through", zh="密度过高无法穿透"),
    "poor_image": Told(en="Poor picture", zh="图像质量差"),
    "cut_off": Told(en="Container cut off", zh="集装箱图像不完整"),
    "wrong_container": Told(en="Another container than declared", zh="箱号与申报不符"),
    "unknown_goods": Told(en="Goods not known", zh="货物不明"),
    "second_opinion": Told(en="Second opinion wanted", zh="需要复审意见"),
}


def reason_words(code: str) -> Told:
    """Return a reason in both languages; one that is not known stays as it came."""
    return REASON_WORDS.get(code) or Told(en=code, zh=code)
