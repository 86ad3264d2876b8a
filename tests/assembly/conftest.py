import pytest

from workstation.assembly.year import make_year
from workstation.simulation.year.world import YearPlan

WORD = "simulated room"
PLAN = YearPlan(seed=4, scans=500, days=3, test_image_rate=0.05, opening_rate=0.05)


@pytest.fixture(scope="package")
def year(tmp_path_factory):
    """The data folder of a simulated room, which nobody may write to, and the truth about it."""
    folder = tmp_path_factory.mktemp("year")
    return folder, make_year(folder, PLAN, password=WORD)
