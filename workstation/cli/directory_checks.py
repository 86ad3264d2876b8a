"""What ``reviewroom doctor`` looks at of the house's directory, and of whom it proves."""

from typing import Final

from workstation.assembly.house_directory import make_directory, require_own_administrator
from workstation.cli.checks import Finding, State
from workstation.directory.rules import DirectoryRules
from workstation.domain.errors import StorageUnavailable
from workstation.settings import HubConfig
from workstation.storage.password_owners import password_owners

_NAME: Final = "directory"
_OFFICERS: Final = "officers"


def check_directory(rules: DirectoryRules | None) -> Finding:
    """Look whether each server answers over TLS and takes the service account's password."""
    if rules is None:
        return Finding(name=_NAME, state=State.OK, says="passwords are the hub's own")
    house = make_directory(rules)
    silent = [trouble for server in rules.addresses if (trouble := house.look_at(server))]
    if not silent:
        servers = ", ".join(map(str, rules.addresses))
        return Finding(name=_NAME, state=State.OK, says=f"{servers}: each answers over TLS")
    all_silent = len(silent) == len(rules.addresses)
    return Finding(
        name=_NAME,
        state=State.BAD if all_silent else State.DOUBTFUL,
        says="; ".join(silent),
        advice="Check the server, its certificate, authority, and the service account.",
    )


def check_administrators(config: HubConfig, rules: DirectoryRules | None) -> Finding:
    """Look whether somebody can let others in while the directory is silent, or is not there."""
    try:
        owners = password_owners(config.data)
    except StorageUnavailable as error:
        state = State.OK if rules is None else State.DOUBTFUL
        return Finding(name=_OFFICERS, state=state, says=f"not looked at: {error}")
    theirs = len(owners.of_directory)
    if theirs and rules is None:
        return Finding(
            name=_OFFICERS,
            state=State.BAD,
            says=f"a directory proves the passwords of {theirs}, and the settings name none",
            advice="Write the table [directory], or give them passwords with 'officers password'.",
        )
    if rules is not None:
        require_own_administrator(owners)
    own = owners.officers - theirs
    says = f"the hub keeps the passwords of {own}, a directory proves those of {theirs}"
    return Finding(name=_OFFICERS, state=State.OK, says=says)
