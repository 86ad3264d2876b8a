"""``reviewroom library`` and ``reviewroom compare``, as scripts drive them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import tifffile
from click.testing import CliRunner, Result

from resources.opencv import cv2
from tests.makers.asked_once import asked_once
from workstation.assembly.shelf import open_shelf
from workstation.cli.compare import compare_command
from workstation.cli.library import library_group
from workstation.domain.errors import DeclarationUnreadable, LibraryProblem
from workstation.imaging.package import write_package
from workstation.imaging.readers import read_files
from workstation.imaging.sandbox.reading import SandboxedReading
from workstation.matching import describe, engine, level
from workstation.matching.description import Description, Evidence
from workstation.simulation.kinds import find_kind
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import demo_sites

KINDS = ("rice", "lubricant")


@pytest.fixture(scope="module", autouse=True)
def answers_known():
    """Describe each of the few scans once, and fit each metric once: they come again and again."""
    with pytest.MonkeyPatch.context() as patch:
        known = asked_once(describe.describe)
        patch.setattr(describe, "describe", known)
        patch.setattr(engine, "describe", known)
        patch.setattr("workstation.cli.compare.describe", known)
        patch.setattr(describe, "signature_with", asked_once(describe.signature_with))
        patch.setattr(level, "fit_metric", asked_once(level.fit_metric))
        yield


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("scans")
    (site,) = demo_sites(1)
    made = {}
    for number, name in enumerate([*KINDS, KINDS[0]]):
        scan = simulate_scan(seed=61 + number, kind=name, site=site).scan
        path = folder / f"{number}-{name}.scan.tif"
        write_package(path, scan)
        made[path.name.removesuffix(".scan.tif")] = path
    return made


@pytest.fixture(scope="module")
def library(scans: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library") / "models"
    for number, name in enumerate(KINDS):
        kind = find_kind(name)
        args = ["add", str(scans[f"{number}-{name}"]), "--hs", kind.hs, "--name", kind.title]
        result = run(library_group, [*args, "--library", str(folder)])
        assert result.exit_code == 0, result.output
    return folder


def run(command: Any, args: Sequence[str]) -> Result:
    return CliRunner().invoke(command, list(args), catch_exceptions=False)


def lines_of(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_compare_prints_one_json_object_a_file(scans: dict[str, Path], library: Path) -> None:
    hs = find_kind("rice").hs
    files = [str(scans["2-rice"]), str(scans["1-lubricant"])]

    result = run(compare_command, [*files, "--hs", hs, "--library", str(library), "--json"])

    answers = lines_of(result)
    assert result.exit_code == 0
    assert [answer["file"] for answer in answers] == files
    for answer in answers:
        assert answer["verdict"] in {"consistent", "inconsistent", "cannot_judge"}
        assert answer["elapsed_s"] > 0
        assert {"p_value", "deviations", "prohibited", "reasons"} <= set(answer)
        for deviation in answer["deviations"]:
            assert {"row", "column", "height", "width", "score", "why"} <= set(deviation)
    assert answers[0]["matches"][0]["hs"] == hs
    assert {"model", "hs", "score"} <= set(answers[0]["matches"][0])
    assert answers[1]["matches"][0]["hs"] == find_kind("lubricant").hs


def test_top_limits_the_matches(scans: dict[str, Path], library: Path) -> None:
    args = [str(scans["2-rice"]), "--library", str(library), "--top", "1", "--json"]

    (answer,) = lines_of(run(compare_command, args))

    assert len(answer["matches"]) == 1
    assert answer["verdict"] == "cannot_judge"
    assert answer["reasons"][0] == "goods_not_declared"


def test_without_json_people_can_read_it(scans: dict[str, Path], library: Path) -> None:
    hs = find_kind("rice").hs

    result = run(compare_command, [str(scans["2-rice"]), "--hs", hs, "--library", str(library)])

    assert "Rice in sacks" in result.stdout


def test_an_unreadable_file_is_one_sentence_and_the_others_are_still_compared(
    scans: dict[str, Path], library: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.scan.tif"
    broken.write_bytes(scans["2-rice"].read_bytes()[:2000])

    result = run(
        compare_command,
        [str(broken), str(scans["2-rice"]), "--library", str(library), "--json"],
    )

    assert result.exit_code == 1
    assert len(lines_of(result)) == 1
    assert result.stderr.count("\n") == 1
    assert "broken.scan.tif" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_grey_jpeg_can_be_compared_and_added(
    scans: dict[str, Path], tmp_path: Path, library: Path
) -> None:
    (site,) = demo_sites(1)
    high = simulate_scan(seed=64, kind="rice", site=site).scan.main_plane().transmission
    jpeg = tmp_path / "rice.jpg"
    assert cv2.imwrite(str(jpeg), (high // 257).astype("uint8"))

    compared = run(compare_command, [str(jpeg), "--library", str(library), "--json"])
    added = run(
        library_group,
        [
            "add",
            str(jpeg),
            "--hs",
            "1006",
            "--name",
            "Rice",
            "--library",
            str(tmp_path / "l"),
            "--json",
        ],
    )

    assert lines_of(compared)[0]["matches"]
    assert lines_of(added)[0]["hs"] == "1006"
    assert scans


def test_a_wrong_code_is_wrong_usage(scans: dict[str, Path], library: Path) -> None:
    args = [str(scans["2-rice"]), "--hs", "rice", "--library", str(library)]

    assert run(compare_command, args).exit_code == 2


def test_a_folder_without_a_library_is_said_in_one_sentence(
    scans: dict[str, Path], tmp_path: Path
) -> None:
    with pytest.raises(LibraryProblem, match="no library"):
        run(compare_command, [str(scans["2-rice"]), "--library", str(tmp_path / "none")])

    assert not (tmp_path / "none").exists()


def test_adding_the_same_scan_twice_changes_nothing(scans: dict[str, Path], tmp_path: Path) -> None:
    args = [
        "add",
        str(scans["2-rice"]),
        "--hs",
        "100630",
        "--name",
        "Rice",
        "--library",
        str(tmp_path / "l"),
        "--json",
    ]

    first, again = lines_of(run(library_group, args)), lines_of(run(library_group, args))
    listed = lines_of(run(library_group, ["list", "--library", str(tmp_path / "l"), "--json"]))

    assert first == again == listed
    assert listed[0]["state"] == "approved"


def test_a_proposed_model_is_used_after_it_is_approved(
    scans: dict[str, Path], tmp_path: Path
) -> None:
    folder = ["--library", str(tmp_path / "l"), "--json"]
    scan = str(scans["2-rice"])

    added = run(
        library_group, ["add", scan, "--hs", "100630", "--name", "Rice", "--proposed", *folder]
    )
    (model,) = lines_of(added)
    (before,) = lines_of(run(compare_command, [scan, *folder]))
    run(library_group, ["approve", model["model_id"], *folder])
    (after,) = lines_of(run(compare_command, [scan, *folder]))
    run(library_group, ["retire", model["model_id"], *folder])
    (retired,) = lines_of(run(compare_command, [scan, *folder]))

    assert model["state"] == "proposed"
    assert [len(answer["matches"]) for answer in (before, after, retired)] == [0, 1, 0]


def test_an_exported_library_can_be_imported_elsewhere(library: Path, tmp_path: Path) -> None:
    elsewhere = str(tmp_path / "elsewhere")

    exported = run(
        library_group, ["export", str(tmp_path / "out"), "--library", str(library), "--json"]
    )
    run(library_group, ["import", str(tmp_path / "out"), "--library", elsewhere])
    here, there = (
        lines_of(run(library_group, ["list", "--library", folder, "--json"]))
        for folder in (str(library), elsewhere)
    )

    assert lines_of(exported)[0]["exported"] == len(KINDS)
    assert [m["package_sha256"] for m in here] == [m["package_sha256"] for m in there]
    assert [m["name"] for m in here] == [m["name"] for m in there]


def test_indexing_again_keeps_every_model(library: Path) -> None:
    result = run(library_group, ["reindex", "--all", "--library", str(library), "--json"])

    assert len(lines_of(result)) == len(KINDS)


def test_indexing_again_mends_what_another_version_described_and_nothing_else(
    scans: dict[str, Path], tmp_path: Path
) -> None:
    folder = ["--library", str(tmp_path / "l"), "--json"]
    hs = find_kind("rice").hs
    for number, name in enumerate(KINDS):
        scan = str(scans[f"{number}-{name}"])
        run(library_group, ["add", scan, "--hs", find_kind(name).hs, "--name", name, *folder])
    shelf = open_shelf(tmp_path / "l")
    rice = next(model.model_id for model in shelf.models() if model.hs == hs)
    older = bytearray(shelf.description(rice))
    older[4:6] = b"\0\0"  # the feature version
    shelf.describe(rice, bytes(older))
    scan = str(scans["2-rice"])

    (before,) = lines_of(run(compare_command, [scan, "--hs", hs, *folder]))
    mended = lines_of(run(library_group, ["reindex", *folder]))
    (after,) = lines_of(run(compare_command, [scan, "--hs", hs, *folder]))
    shelf.close()

    assert "library_partly_outdated" in before["reasons"]
    assert hs not in {match["hs"] for match in before["matches"]}
    assert [model["model_id"] for model in mended] == [rice]
    assert "library_partly_outdated" not in after["reasons"]
    assert after["matches"][0]["hs"] == hs


def test_a_library_of_another_version_cannot_judge_and_says_why(
    scans: dict[str, Path], tmp_path: Path
) -> None:
    folder = ["--library", str(tmp_path / "l"), "--json"]
    scan, hs = str(scans["2-rice"]), find_kind("rice").hs
    (model,) = lines_of(run(library_group, ["add", scan, "--hs", hs, "--name", "rice", *folder]))
    shelf = open_shelf(tmp_path / "l")
    older = bytearray(shelf.description(model["model_id"]))
    older[4:6] = b"\0\0"
    shelf.describe(model["model_id"], bytes(older))
    shelf.close()

    (answer,) = lines_of(run(compare_command, [scan, "--hs", hs, *folder]))

    assert answer["verdict"] == "cannot_judge"
    assert answer["reasons"][0] == "library_outdated"
    assert answer["p_value"] is None
    assert answer["matches"] == []


def write_tiff(path: Path, scan: Any, bits: int, *, described: bool) -> None:
    with tifffile.TiffWriter(path) as tiff:
        for plane in scan.planes:
            pixels = (plane.transmission >> (16 - bits)).astype(f"uint{bits}")
            told = {"schema": "reviewroom.scan/1", "pitch_mm": list(plane.pitch_mm)}
            told["wedge"] = [
                {
                    "material": one.material,
                    "g_cm2": list(one.g_cm2),
                    "transmission": list(one.transmission),
                }
                for one in plane.wedge
            ]
            said = json.dumps(told) if described else None
            tiff.write(pixels, description=said, metadata=None, photometric="minisblack")


@pytest.mark.parametrize("bits", [8, 16])
def test_a_two_page_tiff_is_added_and_compared_as_high_and_low(
    tmp_path: Path, library: Path, bits: int
) -> None:
    (site,) = demo_sites(1)
    hs = find_kind("rice").hs
    scan = simulate_scan(seed=67, kind="rice", site=site).scan
    plain, told = tmp_path / "plain.tif", tmp_path / "told.tif"
    write_tiff(plain, scan, bits, described=False)
    write_tiff(told, scan, bits, described=True)
    folder = ["--library", str(tmp_path / "l"), "--json"]

    compared = run(
        compare_command, [str(plain), str(told), "--hs", hs, "--library", str(library), "--json"]
    )
    added = run(library_group, ["add", str(plain), str(told), "--hs", hs, "--name", "x", *folder])

    answers = lines_of(compared)
    assert [answer["matches"][0]["hs"] for answer in answers] == [hs, hs]
    assert not any("single_energy" in answer["reasons"] for answer in answers)
    assert "size_unknown" in answers[0]["reasons"]
    assert len(lines_of(added)) == 2
    shelf = open_shelf(tmp_path / "l")
    evidence = {
        Description.from_bytes(shelf.description(model.model_id)).evidence
        for model in shelf.models()
    }
    shelf.close()
    assert evidence == {Evidence.DUAL, Evidence.CALIBRATED}


def test_each_answer_is_there_before_the_next_file_is_read(
    scans: dict[str, Path], library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [str(scans["2-rice"]), str(scans["1-lubricant"])]
    told: list[str] = []
    reading: list[int] = []

    def read_and_look(_self: object, group: Sequence[Path]) -> Any:
        reading.append(len(told))
        return read_files(group)

    monkeypatch.setattr(SandboxedReading, "read_files", read_and_look)
    monkeypatch.setattr("workstation.cli.compare._say", told.append)

    run(compare_command, [*files, "--library", str(library), "--json"])

    assert reading == [0, 1]
    assert [json.loads(line)["file"] for line in told] == files


def test_a_lot_is_told_of_in_a_last_line(scans: dict[str, Path], library: Path) -> None:
    files = [str(scans["0-rice"]), str(scans["2-rice"]), str(scans["1-lubricant"])]

    result = run(compare_command, [*files, "--lot", "--library", str(library), "--json"])
    words = run(compare_command, [*files, "--lot", "--library", str(library)])

    *answers, last = lines_of(result)
    assert [answer["file"] for answer in answers] == files
    assert last["lot"]["files"] == files
    assert last["lot"]["odd"] in {None, *files}
    assert words.stdout.splitlines()[-1].startswith("lot of 3: ")


def test_a_declaration_file_tells_the_codes(
    scans: dict[str, Path], library: Path, tmp_path: Path
) -> None:
    declaration = tmp_path / "d.json"
    hs = find_kind("rice").hs
    declaration.write_text(json.dumps({"number": "D1", "goods": [{"hs": hs, "name": "rice"}]}))
    args = [str(scans["2-rice"]), "--library", str(library), "--json"]

    (told,) = lines_of(run(compare_command, [*args, "--declaration", str(declaration)]))
    (given,) = lines_of(run(compare_command, [*args, "--hs", hs]))
    declaration.write_text("not JSON")

    assert told["p_value"] == given["p_value"]
    assert told["verdict"] == given["verdict"]
    with pytest.raises(DeclarationUnreadable, match="not JSON"):
        run(compare_command, [*args, "--declaration", str(declaration)])


def test_unreadable_files_are_named_and_the_rest_is_added(
    scans: dict[str, Path], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.scan.tif"
    broken.write_bytes(scans["2-rice"].read_bytes()[:2000])
    files = [str(scans["0-rice"]), str(broken), str(scans["2-rice"])]
    folder = ["--library", str(tmp_path / "l"), "--json"]

    result = run(library_group, ["add", *files, "--hs", "100630", "--name", "Rice", *folder])

    assert result.exit_code == 1
    assert len(lines_of(result)) == 2
    assert "broken.scan.tif" in result.stderr
    assert result.stderr.count("\n") == 1
    assert len(lines_of(run(library_group, ["list", *folder]))) == 2
