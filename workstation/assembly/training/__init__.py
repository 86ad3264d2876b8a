"""Training without a hub: simulated cases with known truth, behind the face of a hub's client."""

from workstation.assembly.training.making import make_case
from workstation.assembly.training.plan import TrainingPlan, planned_case, planned_load
from workstation.assembly.training.trainer import TRAINEE, Trainer

__all__ = ["TRAINEE", "Trainer", "TrainingPlan", "make_case", "planned_case", "planned_load"]
