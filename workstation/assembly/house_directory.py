"""Joins a hub to the house's directory, where its settings name one."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.directory.rules import DirectoryRules
from workstation.domain.errors import NoLocalAdministrator, SettingsInvalid
from workstation.storage.password_owners import PasswordOwners, password_owners

if TYPE_CHECKING:
    from workstation.directory.house import HouseDirectory

_LOG = logging.getLogger(__name__)


def open_directory(rules: DirectoryRules | None, data: Path) -> "HouseDirectory | None":
    """Return the directory that proves passwords, or None where the hub does so itself.

    Raises
    ------
    NoLocalAdministrator
        If nobody could let others in while the directory is silent.
    SettingsInvalid, KeyProblem
        If the directory cannot be asked as the settings say.
    """
    owners = password_owners(data)
    if rules is None:
        if owners.of_directory:
            _LOG.warning(
                "officers whose passwords a directory proves cannot sign in: the settings have no "
                "table [directory]",
                extra={"officers": ", ".join(owners.of_directory)},
            )
        return None
    house = make_directory(rules)
    require_own_administrator(owners)
    return house


def make_directory(rules: DirectoryRules) -> "HouseDirectory":
    """Return who asks the directory; raises `SettingsInvalid` where its library is missing."""
    try:
        from workstation.directory.house import HouseDirectory  # noqa: PLC0415 - an option
    except ModuleNotFoundError as error:
        if error.name != "sansldap":
            raise
        missing = SettingsInvalid("table [directory]", "its library is not installed here")
        missing.advice = "Install it with: pip install sansldap"
        raise missing from error
    return HouseDirectory(rules)


def require_own_administrator(owners: PasswordOwners) -> None:
    """Raise `NoLocalAdministrator` unless one who may work has a password of the hub's own.

    A room without any officer has nobody to be shut out; its first is still to be recorded.
    """
    if owners.officers and not owners.own_administrators:
        raise NoLocalAdministrator
