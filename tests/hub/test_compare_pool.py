import json
import multiprocessing
import re
import time

import pytest

from tests.makers import jobs
from workstation.domain.comparison import Verdict
from workstation.domain.picture_fault import PictureFault
from workstation.hub.compare_pool import ComparePool, Package, Question, resolve
from workstation.hub.under_way import UnderWay


@pytest.fixture
def pool_of(tmp_path):
    pools = []

    def make(job, **options):
        under_way = UnderWay(tmp_path / "comparing.json")
        name = f"tests.makers.jobs:{job}"
        pools.append(ComparePool(name, {"library": "x"}, under_way=under_way, **options))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


def answers_of(pool, within_s=60.0):
    answers = []
    ends = time.monotonic() + within_s
    while pool.pending():
        assert time.monotonic() < ends
        answers += pool.poll()
        time.sleep(0.005)
    return {answer.question.case_id: answer.comparison for answer in answers}


def ask(pool, folder, case_id, content=b"pixels", sisters=()):
    package = folder / case_id.replace(":", "-")
    package.write_bytes(content)
    own = Package(scan=case_id, path=package, sha256="0" * 64)
    pool.submit(Question(case_id=case_id, package=own, declared=("080810",), sisters=sisters))


def test_a_warm_child_answers_many_questions(pool_of, tmp_path):
    pool = pool_of("agree")
    for number in range(20):
        ask(pool, tmp_path, f"a:{number}")

    found = answers_of(pool)

    assert len(found) == 20
    assert {c.verdict for c in found.values()} == {Verdict.CONSISTENT}
    assert found["a:3"].matches[0].hs == "080810"


def test_a_site_that_floods_keeps_the_engine_from_no_other(pool_of, tmp_path):
    pool = pool_of("agree")
    for number in range(20):
        ask(pool, tmp_path, f"a:{number}")
    ask(pool, tmp_path, "b:1")
    ask(pool, tmp_path, "c:1")

    found = list(answers_of(pool))

    assert {"b:1", "c:1"} <= set(found[:4])
    assert [case_id for case_id in found if case_id[0] == "a"] == [f"a:{n}" for n in range(20)]


def test_what_is_wrong_with_a_picture_comes_with_the_answer(pool_of, tmp_path):
    pool, answers = pool_of("find_poor"), []
    ask(pool, tmp_path, "a:1")

    ends = time.monotonic() + 60
    while not answers and time.monotonic() < ends:
        answers += pool.poll()
        time.sleep(0.005)

    assert answers[0].poor == (PictureFault.NOISE,)
    assert answers[0].comparison.verdict is Verdict.CONSISTENT


def test_a_case_that_kills_two_children_cannot_be_judged_and_the_rest_is(pool_of, tmp_path):
    pool = pool_of("die_of_poison")
    ask(pool, tmp_path, "a:1", b"poison")
    ask(pool, tmp_path, "a:2")
    ask(pool, tmp_path, "a:3", b"poison")

    found = answers_of(pool)

    assert found["a:1"].verdict is Verdict.CANNOT_JUDGE
    assert found["a:1"].reasons == ("engine_failed",)
    assert found["a:2"].verdict is Verdict.CONSISTENT
    assert found["a:3"].reasons == ("engine_failed",)


def test_the_engine_is_told_of_the_sisters(pool_of, tmp_path):
    pool = pool_of("count_sisters")
    sister = Package(scan="s-2", path=tmp_path / "x", sha256="1" * 64)

    ask(pool, tmp_path, "a:1", sisters=(sister,))

    lot = answers_of(pool)["a:1"].lot
    assert (lot.sisters, lot.odd) == (1, "s-2")


@pytest.mark.parametrize("job", ["raise_always", "talk_nonsense", "not_there"])
def test_an_engine_that_fails_is_said_to_have_failed(pool_of, tmp_path, job):
    pool = pool_of(job)
    ask(pool, tmp_path, "a:1")

    assert answers_of(pool)["a:1"].reasons == ("engine_failed",)


def test_an_answer_with_a_number_that_cannot_be_recorded_is_none(pool_of, tmp_path):
    pool = pool_of("sleep_long")
    ask(pool, tmp_path, "a:1")
    ours, theirs = multiprocessing.Pipe()
    good = json.dumps(jobs.agree({"package": str(tmp_path / "a-1"), "declared": ["080810"]}))
    theirs.send_bytes(re.sub(r'"p_value": [0-9.]+', '"p_value": NaN', good).encode())
    pool.poll()
    (child,) = pool._children  # noqa: SLF001 - a child that was taken over says what it likes
    child.pipe.close()
    child.pipe = ours

    assert answers_of(pool)["a:1"].reasons == ("engine_failed",)
    theirs.close()


def test_an_engine_that_hangs_is_ended(pool_of, tmp_path):
    pool = pool_of("sleep_long", timeout_s=0.5)
    ask(pool, tmp_path, "a:1")

    assert answers_of(pool)["a:1"].reasons == ("engine_failed",)


def test_a_case_that_was_at_the_engine_each_time_the_hub_ended_is_asked_about_no_more(
    pool_of, tmp_path
):
    for _ in range(3):
        pool = pool_of("sleep_long")
        ask(pool, tmp_path, "a:1")
        pool.poll()  # it is with the engine, and the hub is killed
    pool = pool_of("agree")
    ask(pool, tmp_path, "a:1")
    ask(pool, tmp_path, "a:2")

    first = pool.poll()

    assert [answer.question.case_id for answer in first] == ["a:1"]
    assert first[0].comparison.reasons == ("engine_failed",)
    assert first[0].gave_up == "the hub ended 3 times while the engine had it"
    assert answers_of(pool)["a:2"].verdict is Verdict.CONSISTENT
    assert not (tmp_path / "comparing.json").exists()


def test_a_hub_that_is_stopped_holds_it_against_no_case(pool_of, tmp_path):
    for _ in range(4):
        pool = pool_of("sleep_long")
        ask(pool, tmp_path, "a:1")
        pool.poll()
        pool.close()
    pool = pool_of("agree")
    ask(pool, tmp_path, "a:1")

    assert answers_of(pool)["a:1"].verdict is Verdict.CONSISTENT


@pytest.mark.parametrize("written", ["", "[1]", '{"a:1": "x"}', "\x00"])
def test_a_file_that_cannot_be_read_holds_nothing_against_anybody(tmp_path, written):
    (tmp_path / "comparing.json").write_text(written)

    assert UnderWay(tmp_path / "comparing.json").ends("a:1") == 0


def test_a_job_is_named_by_module_and_function():
    assert resolve("tests.makers.jobs:agree") is jobs.agree
    with pytest.raises(ValueError, match=r"package\.module:function"):
        resolve("tests.makers.jobs")
    with pytest.raises(TypeError):
        resolve("tests.makers.jobs:os")
