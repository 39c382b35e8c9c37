"""The room `ingest`: recordings as delivered become one working copy, `audio.wav`.

`probe` looks at a file without decoding it; `decode` joins an interview's files. Recordings are opened for
reading only, and judged by what is in them, never by their names.
"""
