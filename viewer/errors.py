"""What the world may do to a viewer."""


class ViewerError(Exception):
    """The world's doing while a picture is shown; never our own bug."""

    advice: str = ""


class PresetUnreadable(ViewerError):
    """A preset file is missing, is not TOML, or names what we do not know."""

    advice = "Correct the preset file or take it away; the shipped presets need none."

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source, self.reason = source, reason
