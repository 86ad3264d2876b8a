"""The parsers under libFuzzer, led by the coverage of our own code; needs atheris.

``python -m tests.benchmarks.fuzz_atheris EXECUTIONS`` in an environment that has it, as
``make fuzz`` makes one. The process ends with 0 when nothing was found; else libFuzzer prints
what it was and ends it.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=["workstation.imaging", "workstation.domain", "workstation.site_agent"]
):
    from tests.benchmarks.fuzz_parsers import Parsers, corpus, in_memory


def main(executions: int) -> None:
    """Run so many inputs; libFuzzer ends the process."""
    with tempfile.TemporaryDirectory(dir=in_memory()) as folder:
        begin, work = Path(folder) / "corpus", Path(folder) / "work"
        begin.mkdir()
        work.mkdir()
        parsers = Parsers(work)
        # Those without a file are ten times as quick, so they get more.
        order = [*list(parsers.quick) * 6, *parsers.with_file]
        for number, content in enumerate(corpus()):
            (begin / str(number)).write_bytes(bytes((number % len(order),)) + content)

        def one_input(raw: bytes) -> None:
            if raw:
                parsers.run(order[raw[0] % len(order)], raw[1:])

        options = (
            *(f"-runs={executions}", "-timeout=10", "-rss_limit_mb=3000", "-max_len=8192"),
            *("-print_final_stats=1", f"-artifact_prefix={tempfile.gettempdir()}/"),
        )
        atheris.Setup([sys.argv[0], *options, str(begin)], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main(int(sys.argv[1]))
