"""Compare jobs for tests; a hub's child imports them by name, and nothing that takes long."""

import hashlib
import os
import signal
import time
from pathlib import Path
from typing import Any

from workstation.domain.comparison import (
    Comparison,
    Match,
    Rectangle,
    Verdict,
    comparison_to_json,
)


def agree(request: dict[str, Any]) -> dict[str, Any]:
    """Find everything consistent, and one model that fits."""
    area = Rectangle(row=0, column=0, height=1, width=1)
    hs = request["declared"][0] if request["declared"] else ""
    match = Match(model="m-1", hs=hs, name="apples", score=0.9, scan_area=area, model_area=area)
    comparison = Comparison(
        engine="test",
        library="1",
        verdict=Verdict.CONSISTENT,
        p_value=0.5,
        false_alarm_rate=0.05,
        reasons=(),
        matches=(match,),
        deviations=(),
        prohibited=(),
        load=None,
        elapsed_s=0.0,
    )
    return comparison_to_json(comparison)


def find_poor(request: dict[str, Any]) -> dict[str, Any]:
    """Find everything consistent, and the picture too noisy to be judged."""
    return {**agree(request), "poor": ["noise"]}


def explain(request: dict[str, Any]) -> dict[str, Any]:
    """Find a match and one odd region, which the same and another model explain."""
    found = agree(request)
    place = {"row": 0, "column": 0, "height": 1, "width": 1}
    own, other = (
        {"model": model, "hs": "720449", "name": "scrap", "area": place, "score": 0.5}
        for model in ("m-1", "m-2")
    )
    region = {"score": 0.9, "why": ["density"], "supporting": own, "contradicting": other}
    return {**found, "deviations": [{**place, **region, "excess_g_cm2": None}]}


def count_sisters(request: dict[str, Any]) -> dict[str, Any]:
    """Say how many sisters were told of, and call the last one odd."""
    scans = [sister["scan"] for sister in request["sisters"]]
    odd = scans[-1] if scans else None
    return {
        **agree(request),
        "lot": {"sisters": len(scans), "odd": odd, "unlike": False, "score": 5.0},
    }


def die_of_poison(request: dict[str, Any]) -> dict[str, Any]:
    """Die at once, like a decoder that a hostile file broke, when the package says poison."""
    if b"poison" in Path(request["package"]).read_bytes():
        os._exit(11)
    return agree(request)


def raise_always(request: dict[str, Any]) -> dict[str, Any]:
    raise RuntimeError(f"no idea about {request['case_id']}")


def sleep_long(request: dict[str, Any]) -> dict[str, Any]:
    time.sleep(60)
    return agree(request)


def hang_on_poison(request: dict[str, Any]) -> dict[str, Any]:
    """Never answer, and hear nothing, when the package says poison."""
    if b"poison" in Path(request["package"]).read_bytes():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True:
            time.sleep(1)
    return agree(request)


def talk_nonsense(request: dict[str, Any]) -> dict[str, Any]:
    return {"verdict": "certainly", "case": request["case_id"]}


def note_niceness(request: dict[str, Any]) -> None:
    """Write down how much this process yields to others."""
    fresh = Path(request["note"] + ".new")
    fresh.write_text(str(os.nice(0)))
    fresh.replace(request["note"])


def note_and_sleep(request: dict[str, Any]) -> None:
    note_niceness(request)
    time.sleep(60)


def make_image(request: dict[str, Any]) -> dict[str, Any]:
    """Agree, and make a test image when asked: other bytes, and a finding of the engine's own."""
    if "test_image" not in request:
        return agree(request)
    content = b"a picture with an object of " + request["case_id"].encode()
    sha256 = hashlib.sha256(content).hexdigest()
    folder = Path(request["test_image"]["folder"])
    folder.mkdir(exist_ok=True)
    folder.joinpath(f"{sha256}.scan.tif").write_bytes(content)
    beside = {
        "image_id": f"image-{request['case_id']}",
        "object": "packets",
        "sha256": sha256,
        "size": len(content),
        "area": [100, 200, 40, 60],
        "comparison": {**agree(request), "verdict": "inconsistent"},
    }
    return {**agree(request), "beside": beside}
