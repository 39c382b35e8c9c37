"""Messages of the room `evaluate`: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "evaluate.at": ("{file}, linje {line}: {what}", "{file}, line {line}: {what}"),
    "evaluate.unreadable": (
        "{file} finnes ikke, eller kan ikke leses som tekst i UTF-8.",
        "{file} does not exist, or cannot be read as text in UTF-8.",
    ),
    "evaluate.unreadable.hint": (
        "Se etter stien, og lagre filen med tegnkodingen UTF-8.",
        "Look at the path, and save the file with the encoding UTF-8.",
    ),
    "evaluate.empty": ("{file} har ingen utsagn.", "{file} has no turns."),
    "evaluate.empty.hint": (
        "Skriv ett utsagn på hver linje; docs/marking.md viser formatet.",
        "Write one turn on each line; docs/marking.md shows the format.",
    ),
    "evaluate.language": ("{file}: språket må være nb eller nn.", "{file}: the language must be nb or nn."),
    "evaluate.language.hint": (
        "Skriv `# language: nb` øverst i filen.",
        "Write `# language: nb` at the top of the file.",
    ),
    "evaluate.header": (
        "linjen begynner med # og er ikke en overskrift.",
        "the line begins with # and is no header.",
    ),
    "evaluate.header.hint": ("Skriv den som `# nøkkel: verdi`.", "Write it as `# key: value`."),
    "evaluate.columns": (
        "et utsagn har tre kolonner med tabulator mellom: hvem, temaer, tekst.",
        "a turn has three columns with tabs between them: who, themes, text.",
    ),
    "evaluate.columns.hint": (
        "Bruk én tabulator mellom kolonnene og ingen i teksten; - står for ingen temaer.",
        "Use one tab between the columns and none in the text; - stands for no themes.",
    ),
    "evaluate.type": ("merket har en ukjent type.", "the mark has an unknown type."),
    "evaluate.type.hint": (
        "Typene står i docs/marking.md, med store bokstaver.",
        "The types stand in docs/marking.md, in capitals.",
    ),
    "evaluate.mark": (
        "et merke er ikke lukket, eller står inni et annet.",
        "a mark is not closed, or stands inside another.",
    ),
    "evaluate.mark.hint": (
        "Skriv det som [[TYPE:nøkkel1|ordene]]; nøkkelen er små bokstaver og et tall.",
        "Write it as [[TYPE:key1|the words]]; the key is small letters and a number.",
    ),
    "evaluate.head": (
        "  type         enheter vernet       omtaler funnet",
        "  type         entities protected   mentions found",
    ),
    "evaluate.direct": ("direkte", "direct"),
    "evaluate.quasi": ("indirekte", "quasi"),
    "evaluate.words": (
        "  umerkede ord som ble truffet: {share} % ({hit} av {all})",
        "  unmarked words that were hit: {share} % ({hit} of {all})",
    ),
    "evaluate.types": (
        "  riktig type blant det som ble funnet: {share} %",
        "  right type among what was found: {share} %",
    ),
    "evaluate.confusion": (
        "    {marked} tatt for {found}: {times}",
        "    {marked} taken for {found}: {times}",
    ),
    "evaluate.misses": (
        "Det som ikke ble funnet, står med sammenheng i {path}. Filen siterer intervjuene; den blir i studien.",
        "What was not found stands with its context in {path}. The file quotes the interviews; it stays in the study.",
    ),
}
