"""Foreign pictures are decoded in limited child processes alone: who may call a decoder at all."""

import ast

import pytest

from tests.house.tree import ROOT, imports, nodes, sources

#: Libraries that decode or parse pictures; their one home, beside OpenCV's own door.
LIBRARIES = {"tifffile", "imagecodecs", "pydicom"}
HOME = "workstation/imaging/"

#: What decodes a file, by the module that has it.
DECODERS = {
    "workstation.imaging.readers": {"read_scan", "read_files", "read_pair", "read_corrected"},
    "workstation.imaging.readers.door": {
        "read_scan", "read_files", "read_pair", "read_corrected",
    },
    "workstation.imaging.package": {
        "read_package", "read_head", "read_head_text", "read_level", "is_package",
    },
    "workstation.imaging.package_levels": {"read_coarse", "coarse_reaches"},
    "workstation.imaging.photos": {"clean_photo"},
    "workstation.imaging.tiffs": {"open_tiff"},
}  # fmt: skip

#: Who runs in a child that is limited, and may be killed, before it touches a foreign byte.
INSIDE_A_CHILD = {
    "workstation/imaging/sandbox/tasks.py",
    "workstation/site_agent/reading_child.py",
    "workstation/assembly/compare_job.py",  # the hub's compare pool
    "workstation/assembly/kept_descriptions.py",  # the same
    "workstation/assembly/cut_objects.py",  # the hub's upkeep
    "workstation/assembly/library.py",  # `describe_here`, for the hub's upkeep
}
#: A desk without its decoding children: tests alone open one.
ONLY_WITHOUT_A_CHILD = {"ui/app.py", "ui/prepared.py", "ui/early_picture.py"}


def named(paths):
    return sorted(str(path.relative_to(ROOT)) for path in paths)


def decoders_of(path):
    return {
        alias.name
        for node in nodes(path)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in DECODERS.get(node.module or "", ())
    }


def outside_imaging():
    return [path for path in sources() if not str(path.relative_to(ROOT)).startswith(HOME)]


def test_only_imaging_knows_the_libraries_that_decode():
    found = [p for p in outside_imaging() if {n.split(".")[0] for n in imports(p)} & LIBRARIES]

    assert named(found) == []


def test_who_decodes_a_foreign_file_runs_in_a_limited_child():
    tasks = ROOT / "workstation/imaging/sandbox/tasks.py"
    sandbox = sources("workstation/imaging/sandbox")

    found = {*named(p for p in [*outside_imaging(), *sandbox] if decoders_of(p))}

    assert decoders_of(tasks)
    assert found - ONLY_WITHOUT_A_CHILD == INSIDE_A_CHILD


def test_pictures_in_memory_are_decoded_in_a_child_too():
    calls = {"imdecode", "imread", "imdecodemulti"}

    def decodes(path):
        return any(isinstance(node, ast.Attribute) and node.attr in calls for node in nodes(path))

    found = named(path for path in outside_imaging() if decodes(path))

    assert found == ["ui/photo_images.py"]


def test_whole_modules_of_decoders_are_not_brought_in_past_this_list():
    whole = {"readers", "package", "package_levels", "photos", "tiffs"}

    def brings(path):
        return any(
            isinstance(node, ast.ImportFrom)
            and node.module == "workstation.imaging"
            and whole & {alias.name for alias in node.names}
            for node in nodes(path)
        )

    assert named(path for path in outside_imaging() if brings(path)) == []


@pytest.mark.parametrize("door", ["workstation/cli/desk.py", "workstation/cli/demo.py"])
def test_every_desk_that_opens_decodes_apart(door):
    asked = [
        node.value.value
        for node in nodes(ROOT / door)
        if isinstance(node, ast.keyword) and node.arg == "decode_apart"
    ]

    assert asked
    assert all(asked)
