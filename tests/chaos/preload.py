"""Everything that the programs' children import, so that a forked child has it already."""

from tests.chaos import jobs
from workstation.hub import compare_pool
from workstation.imaging import package, readers
from workstation.site_agent import reading_child

__all__ = ["compare_pool", "jobs", "package", "readers", "reading_child"]
