"""What ``reviewroom doctor`` looks at: how far a process that decodes pictures is limited."""

from typing import Final

from workstation.cli.checks import Finding, State
from workstation.imaging.sandbox.box import Box
from workstation.imaging.sandbox.confinement import Guard

_ADVICE: Final = (
    "Use Linux 5.13 or newer on x86-64 or AArch64, with seccomp and Landlock, or let the service "
    "manager limit the program."
)


def check_decoder() -> Finding:
    """Start a decoding process, and tell what it is kept from."""
    box = Box()
    try:
        guards = box.guards()
    finally:
        box.close()
    kept = ", ".join(guard.value for guard in Guard if guard in guards) or "nothing"
    missing = [guard.value for guard in Guard if guard not in guards]
    says = f"a process that decodes foreign pictures is limited in: {kept}"
    if not missing:
        return Finding(name="decoder", state=State.OK, says=says)
    says = f"{says}; not in: {', '.join(missing)}"
    return Finding(name="decoder", state=State.DOUBTFUL, says=says, advice=_ADVICE)
