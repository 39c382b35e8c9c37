"""Expected hits drawn into the text: `ring [412 34 567] i kveld`. A bar is the border of two turns."""

from pipeline.anonymise.page import Page
from pipeline.anonymise.recognisers import RECOGNISERS


def drawn(picture: str) -> tuple[str, list[str]]:
    """The text without brackets, and what stood in them."""
    pieces = picture.replace("|", "\n").replace("]", "[").split("[")
    return "".join(pieces), pieces[1::2]


def hits(name: str, text: str) -> list[tuple[str, float]]:
    """What one recogniser finds without a name model, the longest of those that overlap, with scores."""
    found = sorted(RECOGNISERS.load(name)("nb").find(Page(text)), key=lambda hit: hit.start - hit.end)
    kept: list[tuple[int, int, float]] = []
    for hit in found:
        if all(hit.end <= start or end <= hit.start for start, end, _ in kept):
            kept.append((hit.start, hit.end, hit.score))
    return [(text[start:end], score) for start, end, score in sorted(kept)]


def surfaces(name: str, text: str) -> list[str]:
    """The words of `hits`."""
    return [surface for surface, _ in hits(name, text)]
