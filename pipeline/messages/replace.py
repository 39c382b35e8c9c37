"""Messages about what stands in the text instead: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "replace.milder": (
        '{key} = "{value}" er mildere enn i tekst for dere som forsker ("{least}").',
        '{key} = "{value}" is milder than in text for you who do the research ("{least}").',
    ),
    "replace.milder.hint": (
        'Sett {key} = "{least}" eller strengere i study.toml (keep, generalise, surrogate, placeholder, remove).',
        'Set {key} = "{least}" or stricter in study.toml (keep, generalise, surrogate, placeholder, remove).',
    ),
    "replace.copy.title": ("Intervju {interview}", "Interview {interview}"),
    "replace.copy.state": (
        "Status: avidentifisert. Teksten er ikke anonym: opptak, originaler eller koblingsnøkkel kan finnes.",
        "State: de-identified. The text is not anonymous: recordings, originals or a link key may exist.",
    ),
    "replace.copy.work": (
        "Laget for dem som forsker i studien; skal ikke deles videre.",
        "Made for those who do the research of this study; not to be passed on.",
    ),
    "replace.copy.publish": (
        "Laget for publisering: det samme som for dem som forsker, eller strengere.",
        "Made for publication: the same as for those who do the research, or stricter.",
    ),
    "replace.copy.reviewed": (
        "Alt som er erstattet eller latt stå, er avgjort av mennesker.",
        "All that was replaced or left has been decided by people.",
    ),
    "replace.copy.unreviewed": (
        "Ikke gjennomgått: noe er erstattet eller latt stå uten at mennesker har avgjort det.",
        "Not reviewed: something was replaced or left without people having decided it.",
    ),
    "replace.copy.marked": (
        "Det som står i [hakeparenteser], står i stedet for noe som kan vise hvem det handler om.",
        "What stands in [square brackets] stands instead of something that could show who it is about.",
    ),
    "replace.copy.seg": (
        "Det som står i <seg>, står i stedet for noe som kan vise hvem det handler om.",
        "What stands in <seg> stands instead of something that could show who it is about.",
    ),
    "replace.copy.frame": (
        "Dette er latt stå fordi leserne vet det fra før: {frame}.",
        "This was left because readers know it anyway: {frame}.",
    ),
    "replace.copy.foot": (
        "{interview}: avidentifisert tekst, ikke anonym.",
        "{interview}: de-identified text, not anonymous.",
    ),
}
