"""The nouns that flow through the house, one per file.

Units, said once: times are whole milliseconds from the beginning of the interview's sound; places in a
text are half-open `[start, end)` in Unicode code points of one turn's text in normal form C.
"""
