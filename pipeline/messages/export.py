"""Messages about files for coding tools, and what stands in them: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "export.word.deidentified": ("avidentifisert", "de-identified"),
    "export.word.anonymous": ("anonymisert", "anonymised"),
    "export.state.deidentified": (
        "Teksten er avidentifisert, ikke anonym (opptak, originaler eller koblingsnøkkel kan finnes).",
        "The text is de-identified, not anonymous (recordings, originals or a link key may exist).",
    ),
    "export.state.anonymous": (
        "Teksten er anonymisert (opptak, originaler og koblingsnøkkel er slettet, og risikovurderingen er signert).",
        "The text is anonymised (recordings, originals and link key are gone, and the risk report was signed).",
    ),
    "export.profile.work": (
        "Den er laget for dem som forsker i studien, og skal ikke deles videre.",
        "It is made for those who do the research of this study, and is not to be passed on.",
    ),
    "export.profile.publish": (
        "Den er laget for publisering.",
        "It is made for publication.",
    ),
    "export.reviewed": (
        "Alt som er erstattet eller latt stå, er avgjort av mennesker.",
        "All that was replaced or left has been decided by people.",
    ),
    "export.unreviewed": (
        "Ikke gjennomgått – noe er erstattet eller latt stå uten at mennesker har avgjort det.",
        "Not reviewed – something was replaced or left without people having decided it.",
    ),
    "export.marked": (
        "Det som står i [hakeparenteser], står i stedet for noe som kan vise hvem det handler om.",
        "What stands in [square brackets] stands instead of something that could show who it is about.",
    ),
    "export.frame": (
        "Noe er latt stå fordi leserne vet det fra før ({frame}).",
        "Something was left because readers know it anyway ({frame}).",
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
    "export.outside": ("Utenfor guiden", "Outside the guide"),
    "export.unplaced": ("Uplassert", "Unplaced"),
    "export.loose": ("Egne kategorier", "Own categories"),
    "export.quotes.title": ("Sitater", "Quotes"),
    "export.quotes.none": ("Ingen sitater ennå.", "No quotes yet."),
    "export.themes.none": ("Ingen avsnitt.", "No passages."),
    "export.place": ("{interview} ({label})", "{interview} ({label})"),
    "export.utterances": ("utsagn {numbers}", "utterance {numbers}"),
    "export.copy.title": ("Lesekopi", "Reading copy"),
    "export.copy.contents": ("Innhold", "Contents"),
    "export.copy.interviews": ("Intervjuer", "Interviews"),
    "export.copy.themes": ("Temaer", "Themes"),
    "export.copy.passages": ("{count} avsnitt", "{count} passages"),
    "export.matrix.sheet": ("Matrise", "Matrix"),
    "export.matrix.passages": ("Avsnitt", "Passages"),
    "export.matrix.about": ("Om filen", "About"),
    "export.matrix.interview": ("Intervju", "Interview"),
    "export.matrix.passage": ("Avsnitt nr.", "Passage no."),
    "export.matrix.utterances": ("Utsagn", "Utterances"),
    "export.matrix.category": ("Tema eller kategori", "Theme or category"),
    "export.matrix.text": ("Tekst", "Text"),
    "export.matrix.memo": ("Notat", "Note"),
    "export.matrix.more": (
        "[… {count} avsnitt til står i arket «Avsnitt»]",
        "[… {count} more passages stand in the sheet «Avsnitt»]",
    ),
    "export.question": ("Problemstilling: {question}", "Research question: {question}"),
    "export.no_format": ("Formatet «{name}» finnes ikke.", "There is no format «{name}»."),
    "export.no_tool": (
        "Verktøyet «{name}» har ingen egen form her.",
        "There is no form of its own for «{name}».",
    ),
    "export.choose": ("Velg blant disse: {names}.", "Choose among these: {names}."),
    "export.unreviewed_only": (
        "Ingen har gjennomgått og godkjent det som er erstattet, så ingenting ble eksportert: {interviews}.",
        "Nobody has reviewed and signed off what was replaced, so nothing was exported: {interviews}.",
    ),
    "export.unreviewed_only.hint": (
        "Gå gjennom og godkjenn intervjuene på siden (renskriv review), eller si --allow-unreviewed; filene sier da at de ikke er gjennomgått.",
        "Review and sign off the interviews on the page (renskriv review), or say --allow-unreviewed; the files then say that they were not reviewed.",
    ),
    "export.waits.no_text": (
        "{interview}: har ingen avidentifisert tekst som gjelder nå. Kjør renskriv anonymise.",
        "{interview}: has no de-identified text that is current. Run renskriv anonymise.",
    ),
    "export.waits.no_themes": (
        "{interview}: har ingen temaer som gjelder nå. Kjør renskriv segment.",
        "{interview}: has no themes that are current. Run renskriv segment.",
    ),
    "export.waits.unreviewed": (
        "{interview}: er ikke gjennomgått og godkjent. Gjør det på siden (renskriv review), eller si --allow-unreviewed.",
        "{interview}: was not reviewed and signed off. Do so on the page (renskriv review), or say --allow-unreviewed.",
    ),
    "export.waits.consent": (
        "{interview}: samtykket i study.toml gjelder ikke slike filer nå, så det er ikke med.",
        "{interview}: the consent in study.toml is not for such files now, so it is left out.",
    ),
    "export.coarser": (
        "Færre enn fem deler disse merkelappene, og sitatene er merket med dem. Noe mer allment kunne stått: {labels}.",
        "Fewer than five share these labels, and quotes are marked with them. Something coarser could stand: {labels}.",
    ),
    "export.guide_masked": (
        "Guiden nevner noe som identifiserer; i filene står det samme i stedet som i teksten. Skal det stå, "
        "skriv det i `frame` under [anonymise] i study.toml.",
        "The guide names something that identifies; in the files the same stands instead as in the text. If it may "
        "stand, write it in `frame` under [anonymise] in study.toml.",
    ),
    "export.left": (
        "Et navn eller et annet kjennetegn på noen i studien står i {where}, så ingenting ble eksportert.",
        "A name or something else that identifies somebody in the study stands in {where}, so nothing was exported.",
    ),
    "export.left.hint": (
        "Skriv noe annet der, eller avgjør på siden at det kan stå, og eksporter igjen.",
        "Write something else there, or decide on the page that it may stand, and export again.",
    ),
    "export.where.property": ("tittelen på studien", "the title of the study"),
    "export.where.caption": (
        "det som er sagt om respondenten i {interview}",
        "what is told of the respondent of {interview}",
    ),
    "export.where.guide": (
        "intervjuguiden eller problemstillingene",
        "the interview guide or the research questions",
    ),
    "export.where.code": ("en egen kategori", "an own category"),
    "export.where.memo": ("et notat til {interview}", "a note on {interview}"),
    "export.where.id": ("navnet på {interview}", "the name of {interview}"),
    "export.far": (
        "Tegn som emoji kan forskyve kodingen i NVivo, MAXQDA og ATLAS.ti. Se etter i {interviews}.",
        "Characters such as emoji may shift codings in NVivo, MAXQDA and ATLAS.ti. Look at {interviews}.",
    ),
}
