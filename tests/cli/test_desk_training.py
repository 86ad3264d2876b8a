"""``reviewroom desk --training`` needs neither configuration nor hub, and leaves nothing behind."""

import pytest
from click.testing import CliRunner

from workstation.cli.desk import desk_command


@pytest.mark.usefixtures("qapp")
def test_a_training_opens_a_desk_at_a_stand_in_within_a_folder_that_goes(monkeypatch):
    opened = []

    def run(settings):
        opened.append((settings, settings.cache.parent.exists(), settings.connect()))
        return 0

    monkeypatch.setattr("ui.entrance.run_desk", run)
    monkeypatch.setattr("ui.entrance.require_display", lambda: None)
    monkeypatch.setattr("workstation.assembly.training.Trainer.start", lambda _trainer: None)

    done = CliRunner().invoke(
        desk_command, ["--training", "--cases", "7", "--warm-up", "2", "--seed", "4"]
    )

    ((settings, was_there, trainer),) = opened
    assert done.exit_code == 0
    assert was_there
    assert not settings.cache.parent.exists()
    assert settings.training is trainer
    assert (trainer.plan.cases, trainer.plan.warm_up, trainer.plan.seed) == (7, 2, 4)
    assert settings.cache.parent == trainer.plan.folder.parent
    assert settings.lock_after_min == 0
