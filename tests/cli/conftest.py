import pytest

from workstation.assembly.hub import open_hub_records


@pytest.fixture
def hub(tmp_path):
    """Return the data folder of a hub that has been started once."""
    open_hub_records(tmp_path / "hub").close()
    return tmp_path / "hub"
