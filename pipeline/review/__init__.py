"""The room where people listen, correct and sign: pure functions over a transcript and its decisions.

`decisions` takes decisions in and back, `verified` projects a log, `rebase` carries spans over edits and
`listened` knows what was played. No files: the store reads and appends the logs.
"""
