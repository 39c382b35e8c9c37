"""Messages about imported transcripts: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "imported.kind": (
        "{name} er ikke en transkripsjon som Renskriv kan lese.",
        "{name} is not a transcript that Renskriv can read.",
    ),
    "imported.kind.hint": (
        "Lagre den som en av disse: {kinds}. I en .txt-fil står det «I: …» og «R: …» først på linjene.",
        "Save it as one of these: {kinds}. In a .txt file the lines begin with `I: …` and `R: …`.",
    ),
    "imported.large": (
        "{name} er for stor til å være et intervju (over 50 MB).",
        "{name} is too large to be an interview (over 50 MB).",
    ),
    "imported.large.hint": ("Importer ett intervju om gangen.", "Import one interview at a time."),
    "imported.empty": ("Det er ingen tekst i {name}.", "There is no text in {name}."),
    "imported.empty.hint": ("Se etter om det er riktig fil.", "Check that it is the right file."),
    "imported.binary": ("{name} er ikke en tekstfil.", "{name} is not a text file."),
    "imported.binary.hint": (
        "Lagre den som ren tekst (.txt, UTF-8) fra tekstbehandleren.",
        "Save it as plain text (.txt, UTF-8) in your word processor.",
    ),
    "imported.json": (
        "{name} har ikke formen til en transkripsjon.",
        "{name} does not have the form of a transcript.",
    ),
    "imported.json_at": (
        "{name} er ikke gyldig JSON: linje {line}, kolonne {column}.",
        "{name} is not valid JSON: line {line}, column {column}.",
    ),
    "imported.json.hint": (
        'Formen er {{"turns": [{{"speaker": "I", "text": "…"}}]}}, som i verified.json.',
        'The form is {{"turns": [{{"speaker": "I", "text": "…"}}]}}, as in verified.json.',
    ),
}
