"""Joins an evidence report: record, film and packages of one decision become one paper."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from workstation.assembly.evidence_pictures import Drawing, state_of
from workstation.assembly.evidence_story import growth_of, look_words, moments_in
from workstation.assembly.year_pictures import picture_beside
from workstation.domain.errors import ReviewRoomError, ScanUnreadable
from workstation.imaging.sandbox.apart import apart
from workstation.reports.evidence import EvidenceSources, evidence_paper
from workstation.reports.evidence_words import Speaker
from workstation.reports.paper import Paper, Picture
from workstation.reports.pdf import write_pdf
from workstation.reports.version import program_version
from workstation.review.as_decided import levels_of
from workstation.review.film import Film, FilmUnreadable, film_hash, read_film
from workstation.storage.films import unpacked
from workstation.storage.one_decision import DecisionFiles
from workstation.storage.records import HUB_DATABASE, open_records

_SHADES: Final = np.array([20, 70, 130, 225], np.uint8)
"""Greys of the levels of coverage: the better a cell was shown, the brighter."""
_MOST_MODELS: Final = 6


class DecisionUnknown(ReviewRoomError):
    """There is no decision of this id in a data folder."""

    advice = "`reviewroom decisions --data DIR --json` shows the ids."

    def __init__(self, decision_id: str) -> None:
        super().__init__(f"decision {decision_id}: it is not recorded here")
        self.decision_id = decision_id


class EvidenceNotWritten(ReviewRoomError):
    """A report could not be written."""

    advice = "Choose another file name, or make room on the disk."

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(f"{target}: {reason}")
        self.target, self.reason = target, reason


def evidence_of(data: Path, library: Path, decision_id: str, *, language: str) -> Paper:
    """Return the evidence report of a decision in a hub's data folder.

    Raises
    ------
    DecisionUnknown
        If there is no such decision.
    StorageUnavailable
        If the folder cannot be read.
    """
    files = DecisionFiles(data, library)
    try:
        told = files.decision(decision_id)
    except KeyError as error:
        raise DecisionUnknown(decision_id) from error
    packed = files.film(decision_id)
    packages = {
        sha256: path
        for sha256 in (told["case"]["sha256"], *(model["sha256"] for model in told["models"]))
        if sha256 and (path := files.package(sha256)) is not None
    }
    film = film_in(None if packed is None else unpacked(packed), told["film"]["named"])
    return make_evidence(told, film, packages, language=language)


def export_evidence(  # noqa: PLR0913 - what is written, and in whose name
    data: Path,
    library: Path,
    decision_id: str,
    output: Path,
    *,
    language: str,
    officer: str = "",
    agreed_by: str = "",
) -> None:
    """Write the evidence report of a decision as PDF, and note it in the hub's audit trail.

    ``officer`` takes it away and ``agreed_by`` let them; both empty where the room has nobody to
    ask.

    Raises
    ------
    DecisionUnknown, StorageUnavailable
        As `evidence_of`.
    EvidenceNotWritten
        If the file cannot be written.
    FontMissing
        If this machine cannot write Chinese.
    """
    paper = evidence_of(data, library, decision_id, language=language)
    try:
        write_pdf(output, paper)
        sha256 = hashlib.sha256(output.read_bytes()).hexdigest()
    except OSError as error:
        raise EvidenceNotWritten(str(output), error.strerror or str(error)) from error
    records = open_records(data / HUB_DATABASE)
    try:
        facts = {
            "decision": decision_id,
            "sha256": sha256,
            "language": language,
            "officer": officer,
            "agreed_by": agreed_by,
        }
        records.note("export:evidence", facts, now=datetime.now(UTC))
    finally:
        records.close()


def film_in(content: bytes | None, named: str | None) -> Film | None:
    """Return the film that a decision names; None when it is not there, or is another one."""
    if content is None or film_hash(content) != named:
        return None
    try:
        return read_film(content)
    except FilmUnreadable:
        return None


def make_evidence(  # noqa: PLR0913 - the sources of a report
    told: Mapping[str, Any],
    film: Film | None,
    packages: Mapping[str, Path],
    *,
    language: str,
    commands: Mapping[str, str] | None = None,
    zone: tzinfo | None = None,
) -> Paper:
    """Return the evidence report of a decision from what is kept about it.

    Parameters
    ----------
    told : mapping
        As `DecisionFiles.decision` tells it, or the hub.
    packages : mapping of str to Path
        Where the scan's and the models' packages lie, by their SHA-256.
    commands : mapping of str to str, or None
        Names of commands in the language of the report.
    zone : tzinfo or None
        Whose times are written; None takes this machine's.
    """
    speaker = Speaker(language)
    evidence = told["decision"]["evidence"]
    seen, fault = _seen(told, packages, speaker)
    sources = EvidenceSources(
        told=told,
        seen=seen,
        models=_models(told, packages, speaker),
        picture_fault=fault,
        shades=shades_of(evidence),
        moments=() if film is None else tuple(moments_in(film, speaker, commands or {})),
        growth=() if film is None else growth_of(film),
        left_out=None if film is None else film.left_out,
        zone=zone or datetime.now(UTC).astimezone().tzinfo or UTC,
        made_at=datetime.now(UTC),
        version=program_version(),
    )
    return evidence_paper(sources, speaker)


def shades_of(evidence: Mapping[str, Any]) -> NDArray[np.uint8]:
    """Return the coverage map of a decision's evidence as greys, shape (rows, columns)."""
    return _SHADES[levels_of(evidence)]


def _seen(
    told: Mapping[str, Any], packages: Mapping[str, Path], speaker: Speaker
) -> tuple[Sequence[Picture], str]:
    """Return the scan as it was seen and as a whole, and why not where it cannot be shown."""
    decision = told["decision"]
    evidence, marks = decision["evidence"], decision.get("marks") or ()
    path = packages.get(told["case"]["sha256"])
    disposed_at = told["case"].get("disposed_at")
    if disposed_at:
        return (), speaker.say("disposed", day=str(disposed_at)[:10])
    if path is None:
        return (), speaker.say("no_package")
    state = state_of(evidence)
    judged = evidence.get("judgement") or {}
    told_of_regions = (evidence.get("regions") or {}).get("shown", True)
    regions: Sequence[Mapping[str, Any]] = ()
    if judged.get("engine_shown", True) and told_of_regions and told.get("comparison"):
        regions = told["comparison"].get("deviations") or ()
    look = look_words((evidence.get("view_state") or {}).get("look") or {}, speaker)
    try:
        drawing = Drawing(apart().read_package(picture_beside(path)))
        size = "" if state.size_px is None else f"{state.size_px[1]} \u00d7 {state.size_px[0]} px"
        caption = speaker.say("as_seen", size=size, look=look)
        part = drawing.as_seen(state, marks, regions, caption)
        whole = drawing.whole(state, marks, speaker.say("whole"))
    except (ScanUnreadable, ValueError) as error:
        return (), str(error)
    return (whole,) if part is None else (part, whole), ""


def _models(
    told: Mapping[str, Any], packages: Mapping[str, Path], speaker: Speaker
) -> Sequence[Picture]:
    """Return the pictures of the models that can be shown, the one beside the scan first."""
    evidence = told["decision"]["evidence"]
    state, shown = state_of(evidence), evidence.get("model_shown")
    models = sorted(told["models"], key=lambda model: model["model"] != shown)
    pictures = []
    for model in models[:_MOST_MODELS]:
        path = packages.get(model["sha256"])
        if path is None:
            continue
        caption = speaker.say("beside", model=model["model"])
        try:
            pictures.append(Drawing(apart().read_package(path)).model(state, caption))
        except (ScanUnreadable, ValueError):
            continue
    return pictures
