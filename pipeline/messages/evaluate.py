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
    "evaluate.themes.head": (
        "{interviews} intervjuer, {turns} utsagn (andel riktige; for grensene er lavest best)",
        "{interviews} interviews, {turns} turns (share right; for borders the lowest is best)",
    ),
    "evaluate.themes.turns": (
        "utsagn med et av de merkede undertemaene",
        "turns with one of the marked subthemes",
    ),
    "evaluate.themes.main": ("utsagn med riktig hovedtema", "turns with the right main theme"),
    "evaluate.themes.top": ("riktig undertema blant de tre første", "right subtheme among the first three"),
    "evaluate.themes.macro_f1": ("F1, gjennomsnitt over undertemaene", "F1, mean over subthemes"),
    "evaluate.themes.pk": ("grenser: Pk", "borders: Pk"),
    "evaluate.themes.window_diff": ("grenser: WindowDiff", "borders: WindowDiff"),
    "evaluate.themes.alpha": (
        "Krippendorffs alfa, maskin og menneske",
        "Krippendorff's alpha, machine and person",
    ),
    "evaluate.themes.sure_half": (
        "riktige i den halvdelen som er sikrest",
        "right in the half that is surest",
    ),
    "evaluate.themes.sure": (
        "riktige blant utsagn med sikkerhet .8 eller mer",
        "right among turns with a confidence of .8 or more",
    ),
    "evaluate.themes.k": ("  k (halve gjennomsnittslengden): {k}", "  k (half the mean length): {k}"),
    "evaluate.no_guide": (
        "{file}: guiden guide-{guide}.yaml ligger ikke ved siden av.",
        "{file}: the guide guide-{guide}.yaml does not lie beside it.",
    ),
    "evaluate.no_guide.hint": (
        "Legg den der, eller rett linjen `# guide:` øverst i filen.",
        "Put it there, or mend the line `# guide:` at the top of the file.",
    ),
}
