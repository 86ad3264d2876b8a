import pytest

from tests.benchmarks.format_samples import SAMPLES
from tests.benchmarks.formats_table import try_sample


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.title)
def test_every_format_comes_back_from_the_package_as_it_was(sample):
    planes, agrees = try_sample(sample)

    assert agrees
    assert len(planes) == len(sample.planes)
