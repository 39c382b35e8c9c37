"""Messages about files for coding tools, and what stands in them: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "export.word.deidentified": ("avidentifisert", "de-identified"),
    "export.word.anonymous": ("anonymisert", "anonymised"),
    "export.state.deidentified": (
        "Status: avidentifisert. Teksten er ikke anonym: opptak, originaler eller koblingsnøkkel kan finnes.",
        "State: de-identified. The text is not anonymous: recordings, originals or a link key may exist.",
    ),
    "export.state.anonymous": (
        "Status: anonymisert. Opptak, originaler og koblingsnøkkel er slettet, og risikovurderingen er signert.",
        "State: anonymised. Recordings, originals and the link key are gone, and the risk report was signed.",
    ),
    "export.profile.work": (
        "Laget for dem som forsker i studien; skal ikke deles videre.",
        "Made for those who do the research of this study; not to be passed on.",
    ),
    "export.profile.publish": (
        "Laget for publisering: det samme som for dem som forsker, eller strengere.",
        "Made for publication: the same as for those who do the research, or stricter.",
    ),
    "export.reviewed": (
        "Alt som er erstattet eller latt stå, er avgjort av mennesker.",
        "All that was replaced or left has been decided by people.",
    ),
    "export.unreviewed": (
        "Ikke gjennomgått: noe er erstattet eller latt stå uten at mennesker har avgjort det.",
        "Not reviewed: something was replaced or left without people having decided it.",
    ),
    "export.marked": (
        "Det som står i [hakeparenteser], står i stedet for noe som kan vise hvem det handler om.",
        "What stands in [square brackets] stands instead of something that could show who it is about.",
    ),
    "export.frame": (
        "Dette er latt stå fordi leserne vet det fra før: {frame}.",
        "This was left because readers know it anyway: {frame}.",
    ),
    "export.somebody": ("en informant", "a respondent"),
    "export.role.interviewer.nb": ("Intervjuer", "Interviewer"),
    "export.role.respondent.nb": ("Informant", "Respondent"),
    "export.role.other.nb": ("Annen", "Other"),
    "export.role.interviewer.nn": ("Intervjuar", "Interviewer"),
    "export.role.respondent.nn": ("Informant", "Respondent"),
    "export.role.other.nn": ("Annan", "Other"),
    "export.column.group": ("Gruppe", "Group"),
    "export.column.subgroup": ("Undergruppe", "Subgroup"),
    "export.column.label": ("Betegnelse", "Label"),
    "export.note": ("Notat {interview}, avsnitt {number}", "Note {interview}, passage {number}"),
    "export.relevant": ("Merket som viktig.", "Marked as important."),
    "export.question": ("Problemstilling: {question}", "Research question: {question}"),
}
