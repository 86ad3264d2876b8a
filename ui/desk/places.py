"""What the places of marks are told against: the open case's container, doors and rows."""

from ui.prepared import PreparedCase
from workstation.domain.comparison import Rectangle
from workstation.domain.position import Frame
from workstation.domain.scan import ViewName


def frame_of(case: PreparedCase) -> Frame:
    """Return the frame of a case's first view; the whole picture where no container was found."""
    rows, columns = case.picture.shape
    box = case.container
    load = None if case.comparison is None else case.comparison.load
    return Frame(
        box=box or Rectangle(row=0, column=0, height=rows, width=columns),
        is_container=box is not None,
        pitch_mm=case.picture.pitch_mm,
        standing=case.standing,
        period_mm=None if load is None else load.period_mm,
        profile=() if load is None else load.profile,
        from_above=case.view == ViewName.TOP.value,
    )
