"""What a confined child does with the records in `test_home`."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workstation.storage.finds import confirmed_finds
from workstation.storage.scrub import scrub


def look_twice(options: dict[str, Any]) -> None:
    data = Path(options["data"])
    told = [asdict(scrub(data, share=1, now=datetime.now(UTC))) for _ in range(2)]
    told.append(len(list(confirmed_finds(data, limit=5))))
    (data / "told.new").write_text(json.dumps(told))
    (data / "told.new").rename(data / "told")
