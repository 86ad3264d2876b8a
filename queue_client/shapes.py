"""What values may look like on the wire: names, hashes, counts and texts of bounded size."""

from typing import Annotated, Final

import msgspec

LARGEST_INT: Final = 2**53

_NAME = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}"
NAME_PATTERN: Final = rf"^{_NAME}\Z"

Name = Annotated[str, msgspec.Meta(pattern=NAME_PATTERN)]
CaseId = Annotated[str, msgspec.Meta(pattern=rf"^{_NAME}:{_NAME}\Z")]
Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Count = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_INT)]
Seconds = Annotated[float, msgspec.Meta(ge=0)]
Short = Annotated[str, msgspec.Meta(max_length=200)]
Text = Annotated[str, msgspec.Meta(max_length=4000)]
