"""House rules that a machine can see."""

import ast
import re
import sys
import tomllib

import pytest

from tests.house.tree import ROOT, calls, imports, nodes, sources, texts


def where(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


def name_of(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def test_opencv_has_one_door():
    found = [p for p in sources() if any(n.split(".")[0] == "cv2" for n in imports(p))]

    assert where(found) == ["resources/opencv.py"]


@pytest.mark.parametrize("module", ["pickle", "marshal", "shelve", "dill", "cloudpickle"])
def test_nothing_foreign_becomes_code_through_a_module(module):
    assert where(p for p in sources() if module in {n.split(".")[0] for n in imports(p)}) == []


@pytest.mark.parametrize("name", ["recv_pyobj", "send_pyobj", "eval", "exec"])
def test_nothing_foreign_becomes_code_through_a_call(name):
    def is_it(call):
        # Qt's own exec() methods run an event loop; only the bare built-in runs text.
        return name_of(call) == name and (name not in {"eval", "exec"} or _is_bare(call))

    assert where(p for p in sources() if any(is_it(call) for call in calls(p))) == []


def test_numpy_never_reads_objects():
    def allows(call):
        return any(
            k.arg == "allow_pickle" and getattr(k.value, "value", True) is not False
            for k in call.keywords
        )

    assert where(p for p in sources() if any(allows(call) for call in calls(p))) == []


def test_texts_to_translate_are_literals():
    def is_built(call):
        if name_of(call) not in {"tr", "translate"}:
            return False
        # translate(context, text), tr(text, remark, count): the count may well be calculated.
        words = call.args[: 2 if name_of(call) == "translate" else 1]
        return any(isinstance(word, ast.JoinedStr | ast.BinOp) for word in words)

    found = [p for p in sources("ui", "viewer") if any(is_built(call) for call in calls(p))]

    assert where(found) == []


def test_no_test_and_no_program_has_a_bare_except():
    def is_bare(node):
        return isinstance(node, ast.ExceptHandler) and node.type is None

    paths = [*sources(), *sorted((ROOT / "tests").rglob("*.py"))]

    assert where(p for p in paths if any(map(is_bare, nodes(p)))) == []


def test_no_machine_s_paths_are_in_the_tree():
    pattern = re.compile("/(t[m]p|w[o]rk|f[a]rm|r[o]ot)/")  # so that it does not find itself
    allowed = {"Makefile", ".ci/run"}

    found = [str(p) for p, text in texts() if str(p) not in allowed and pattern.search(text)]

    assert found == []


def test_no_package_registry_is_named_in_the_tree():
    pattern = re.compile("pythonh[o]sted|pypi[.]org|registry[.]np[m]js|deb[.]deb[i]an")

    found = [str(p) for p, text in texts() if pattern.search(text)]

    assert found == []


def test_the_lock_pins_everything_by_hash_and_names_no_address():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = [line for line in text.splitlines() if re.match(r"^[a-z0-9]", line, re.IGNORECASE)]

    assert "://" not in text
    assert pins
    assert all(re.match(r"^[A-Za-z0-9._\[\]-]+==\S+", pin) for pin in pins)
    assert text.count("--hash=sha256:") >= len(pins)


def test_every_dependency_is_in_the_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = [re.match(r"[A-Za-z0-9-]+", line)[0].lower() for line in wanted]

    assert [n for n in names if not re.search(rf"^{n}(\[.*\])?==", lock, re.MULTILINE)] == []


def test_the_hooks_come_from_this_tree_alone():
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")

    assert "://" not in text
    assert re.findall(r"^\s*- repo: (.+)$", text, re.MULTILINE) == ["local"]


def test_the_licence_is_the_one_that_is_named():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert project["license"] == "Apache-2.0"
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_no_top_level_room_shadows_the_standard_library():
    tops = {p.stem for p in ROOT.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}

    assert tops & sys.stdlib_module_names == set()


def _is_bare(call):
    return isinstance(call.func, ast.Name)
