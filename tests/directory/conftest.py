"""A small directory of a test's own, and who asks it."""

from importlib.util import find_spec

import pytest

from tests.makers.papers import Authority
from workstation.directory.rules import DirectoryRules

if find_spec("sansldap") is None:  # the option [directory] is not installed here
    collect_ignore_glob = ["test_*.py"]
else:
    from tests.makers.small_directory import PEOPLE, SECRET, SERVICE, SmallDirectory
    from workstation.directory.house import HouseDirectory


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def opened(authority):
    """Open servers, each with a certificate for localhost unless it is given another."""
    servers = []

    def open_one(papers=None, **options):
        servers.append(SmallDirectory(papers or authority.server("localhost"), **options))
        return servers[-1]

    yield open_one
    for one in servers:
        one.close()


@pytest.fixture
def server(opened):
    return opened()


@pytest.fixture
def secret_file(tmp_path):
    path = tmp_path / "service.password"
    path.write_text(f"{SECRET}\n", encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture
def asking(authority, secret_file):
    """Return who asks servers, by search or, with ``user_dn``, by name."""

    def ask(*servers, **changes):
        values = {
            "servers": tuple(f"ldaps://localhost:{one.port}" for one in servers),
            "authority": authority.path,
            "connect_s": 1.0,
            "answer_s": 2.0,
            **changes,
        }
        if "user_dn" not in values:
            searched = {
                "search_base": PEOPLE,
                "service_dn": SERVICE,
                "service_password": secret_file,
            }
            values = {**searched, **values}
        return HouseDirectory(DirectoryRules(**values))

    return ask
