"""Joins a site agent: its folders, its keys and its line to the hub."""

from queue_client.client import SiteClient
from queue_client.keys import KeyPair
from workstation.assembly.card import read_card
from workstation.settings import SiteConfig
from workstation.site_agent.agent import SiteAgent
from workstation.site_agent.settings import SiteSettings
from workstation.site_agent.validate import READ_CORRECTED, READ_FILES

_DAY_S = 86400.0


def build_site(config: SiteConfig) -> SiteAgent:
    """Join a site agent that is ready to run.

    Raises
    ------
    SettingsInvalid
        If the hub's card cannot be read.
    KeyProblem
        If the site's key file is missing, open to others or damaged.
    """
    card, keys = read_card(config.hub_card), KeyPair.load(config.keys)

    def make_line() -> SiteClient:
        return SiteClient(card.address, keys, site=config.site)

    settings = SiteSettings(
        site=config.site,
        folder=config.folder,
        inbox=config.inbox if config.inbox is not None else config.folder / "inbox",
        poll_s=config.poll_s,
        settle_s=config.settle_s,
        join_wait_s=config.join_wait_s,
        ping_s=config.ping_s,
        read_timeout_s=config.read_timeout_s,
        memory_bytes=config.read_memory_mb << 20,
        max_file_bytes=config.max_file_bytes,
        reoffer_s=config.reoffer_s,
        give_up_after_refusals=config.give_up_after_refusals,
        keep_s=config.keep_days * _DAY_S,
        spool_reserve_bytes=config.spool_reserve_mb * 1024**2,
    )
    read_files = READ_CORRECTED if config.correct else READ_FILES
    return SiteAgent(settings, make_line, signing_key=card.signing_key, read_files=read_files)
