"""What a thing may be called instead: each rung says less than the one before. One file per ladder.

The rungs follow what universities ask for: a part of the country instead of a place, the trade instead of the
occupation, bands instead of ages (S9 of the requirements). Titles, places and their counties come from the
lists that ship. *work* takes the first rung, *publish* the second.
"""

from pipeline.anonymise.ladders.rung import Around, Rung

__all__ = ["Around", "Rung"]
