"""The one kind of error that a user can mend, and how all others are shown."""

import traceback


class PipelineError(Exception):
    """Something the user can mend: what happened, where, and what to do next.

    The command line shows it in one line and exits with 2; every other exception is a bug.

    Args:
        message: what is wrong and where, from the catalogue. Never an interview word.
        hint: what to do next, from the catalogue.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type["PipelineError"], tuple[str, str]]:
        """Travel between processes with the hint."""
        return type(self), (self.message, self.hint)


def frames_of(error: BaseException) -> str:
    """A traceback that says where and what kind, never the message: foreign messages may quote a word."""
    lines = [
        f"  {frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return "\n".join([f"{type(error).__module__}.{type(error).__qualname__}", *lines])
