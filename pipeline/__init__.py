"""Renskriv: from dictaphone interviews to de-identified, themed text.

The way through the house is on one page: `README.md` beside this file.
"""

__version__ = "0.1.0"
