"""How the words that a rule knows are written down: one string, a blank between words."""


def set_of(text: str) -> frozenset[str]:
    """The words of a string, as a set."""
    return frozenset(text.split())
