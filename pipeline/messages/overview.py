"""Messages of the overview: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "overview.next": ("Neste steg", "Next step"),
    "overview.next.empty": (
        "Legg til det første opptaket eller en transkripsjon som finnes fra før.",
        "Add the first recording, or a transcript that exists already.",
    ),
    "overview.next.transcribe": (
        "{count} opptak venter på å bli skrevet ut.",
        "Recordings waiting to be written out: {count}.",
    ),
    "overview.next.running": (
        "Opptakene skrives ut. Du kan høre gjennom de ferdige imens.",
        "The recordings are being written out. You can listen through those that are ready.",
    ),
    "overview.next.listen": (
        "{interview} venter på gjennomlytting, runde {round}.",
        "{interview} waits for listening, round {round}.",
    ),
    "overview.next.nothing": ("Alt er gjort.", "Everything is done."),
    "overview.next.again": (
        "Noe er endret siden intervjuene ble skrevet ut. Skriv ut på nytt; det du har gjort, blir stående.",
        "Something has changed since the interviews were written out. Write out again; what you did stays.",
    ),
    "overview.next.wait": (
        "Teksten bringes à jour; det tar noen sekunder.",
        "The text is being brought up to date; this takes some seconds.",
    ),
    "overview.next.anonymise": (
        "Klart til å avidentifiseres: {interviews}. Renskriv søker gjennom alle og skriver teksten der alt er avgjort.",
        "Ready to be de-identified: {interviews}. Renskriv searches all and writes the text where everything is decided.",
    ),
    "overview.next.decide": (
        "{interview} venter på at du avgjør forslagene i Personer og steder.",
        "{interview} waits for you to decide the suggestions in People and places.",
    ),
    "overview.next.approve": (
        "{interview} er avidentifisert og gjennomgått. Les teksten og godkjenn den.",
        "{interview} is de-identified and reviewed. Read the text and sign it off.",
    ),
    "overview.next.segment": (
        "Klart til å kategoriseres etter intervjuguiden: {interviews}.",
        "Ready to be categorised by the interview guide: {interviews}.",
    ),
    "overview.next.place": (
        "{interview} har avsnitt som venter på deg i Kategorier.",
        "{interview} has passages that wait for you in Categories.",
    ),
    "overview.next.export": (
        "Klart til å eksporteres til analyseverktøyet ditt: {interviews}.",
        "Ready to be exported to your analysis tool: {interviews}.",
    ),
    "overview.next.search_running": (
        "Intervjuene avidentifiseres. Du kan arbeide videre imens.",
        "The interviews are being de-identified. You can go on working.",
    ),
    "overview.next.cut_running": (
        "Intervjuene kategoriseres. Du kan arbeide videre imens.",
        "The interviews are being categorised. You can go on working.",
    ),
    "overview.next.export_running": ("Filene skrives.", "The files are being written."),
    "overview.anonymise": ("Avidentifiser", "De-identify"),
    "overview.approve": ("Godkjenn", "Sign off"),
    "overview.segment": ("Kategoriser", "Categorise"),
    "overview.export": ("Eksporter …", "Export …"),
    "overview.export_go": ("Eksporter", "Export"),
    # states in a researcher's words
    "overview.state.unreviewed": ("ikke gjennomgått", "not reviewed"),
    "overview.state.reviewed": ("gjennomgått", "reviewed"),
    "overview.state.approved": ("godkjent", "signed off"),
    "overview.state.deidentified": ("avidentifisert, {looked}", "de-identified, {looked}"),
    "overview.state.themed": ("kategorisert, {looked}", "categorised, {looked}"),
    "overview.approved_by": ("godkjent av {who}", "signed off by {who}"),
    "overview.passages": ("{count} avsnitt", "passages: {count}"),
    "overview.unplaced": ("{count} uplasserte avsnitt", "unplaced passages: {count}"),
    "overview.respondent": ("Informant: {told}", "Respondent: {told}"),
    "overview.respondent_none": (
        "Gruppe og betegnelse er ikke oppgitt",
        "Group and label are not given",
    ),
    "overview.respondent_change": ("Oppgi i Personer og steder", "Give them in People and places"),
    "overview.done": ("Eksportert.", "Exported."),
    "overview.transcribe": ("Skriv ut", "Write out"),
    "overview.work": ("I gang", "Under way"),
    "overview.running": ("Skriver ut {count} opptak.", "Recordings being written out: {count}."),
    "overview.stop": ("Stopp", "Stop"),
    "overview.search_running": (
        "Avidentifiserer. Søkt gjennom {done} av {all} intervjuer.",
        "De-identifying. Interviews searched: {done} of {all}.",
    ),
    "overview.cut_running": (
        "Kategoriserer etter guiden: {done} av {all} intervjuer.",
        "Categorising by the guide. Interviews: {done} of {all}.",
    ),
    "overview.export_running": (
        "Skriver filene: {done} av {all} formater.",
        "Writing the files. Formats: {done} of {all}.",
    ),
    "overview.came.written": ("{interview} er avidentifisert.", "{interview} is de-identified."),
    "overview.came.decide": (
        "{interview} venter på deg: {count} forslag å avgjøre.",
        "{interview} waits for you; suggestions to decide: {count}.",
    ),
    "overview.came.review": (
        "{interview} er søkt gjennom. Teksten skrives når alle runder er signert.",
        "{interview} is searched. The text is written when all rounds are signed.",
    ),
    "overview.came.stopped": (
        "{interview}: et navn står igjen, så teksten ble ikke skrevet.",
        "{interview}: a name is left, so the text was not written.",
    ),
    "overview.came.segmented": (
        "{interview} er kategorisert: {count} avsnitt, {unplaced} uplassert.",
        "{interview} is categorised; passages: {count}, unplaced: {unplaced}.",
    ),
    "overview.came.no_text": (
        "{interview} er ikke kategorisert: det har ingen avidentifisert tekst ennå.",
        "{interview} is not categorised: it has no de-identified text yet.",
    ),
    "overview.came.files": ("Filer skrevet i {folder}: {count}", "Files written to {folder}: {count}"),
    "overview.came.no_files": (
        "Ingen filer ble skrevet, for ingen intervjuer er klare.",
        "No files were written, as no interview is ready.",
    ),
    "overview.came.kept": (
        "{name} var endret siden sist og er beholdt under det navnet.",
        "{name} had been changed since last time and is kept under that name.",
    ),
    "overview.came.waits": ("{interview} er ikke med: {reason}", "{interview} is left out: {reason}"),
    "overview.came.unreviewed": (
        "{interview} er med, men er ikke gjennomgått og godkjent. Det står i filene.",
        "{interview} is included but was not reviewed and signed off. The files say so.",
    ),
    # files for coding tools
    "overview.files": ("Filer til analyse", "Files for analysis"),
    "overview.files.none": (
        "Ingenting er eksportert ennå. Bare tekst som er avidentifisert, godkjent og kategorisert, tas med.",
        "Nothing has been exported yet. Only text that is de-identified, signed off and categorised is included.",
    ),
    "overview.files.at": ("Sist skrevet {at}.", "Last written {at}."),
    "overview.files.stale": (
        "Noe i studien er endret siden da.",
        "Something in the study has changed since then.",
    ),
    "overview.files.where": ("Mappe med filene", "Folder of the files"),
    "overview.files.copy": ("Kopier stien", "Copy the path"),
    "overview.files.copied": ("Stien er kopiert.", "The path is copied."),
    "overview.files.list": ("Filer: {count}", "Files: {count}"),
    "overview.export.title": ("Eksporter til analyse", "Export for analysis"),
    "overview.export.ready": ("Med i filene: {interviews}.", "In the files: {interviews}."),
    "overview.export.none": (
        "Ingen intervjuer er klare ennå, så ingenting kan eksporteres.",
        "No interview is ready yet, so nothing can be exported.",
    ),
    "overview.export.waiting": ("Ikke med ennå", "Not included yet"),
    "overview.export.unplaced": (
        "{interview} har {count} uplasserte avsnitt; de får ingen kode.",
        "{interview} has unplaced passages, which get no code: {count}.",
    ),
    "overview.export.tool": ("Hvilket verktøy skal lese filene?", "Which tool is to read the files?"),
    "overview.export.any": ("Flere, eller et annet", "Several, or another one"),
    "overview.export.formats": ("Hva skal skrives?", "What is to be written?"),
    "overview.export.none_chosen": ("Velg minst én type fil.", "Choose at least one kind of file."),
    "overview.export.times": (
        "Med tidskoder (de viser vei inn i lyden)",
        "With time codes (they lead into the sound)",
    ),
    "overview.export.anyway": (
        "Eksporter likevel det som ikke er gjennomgått",
        "Export all the same what was not reviewed",
    ),
    "overview.export.sure": (
        "Ingen har gått gjennom og godkjent teksten i {interviews}. Navn og annet som viser hvem det handler om, kan stå i filene. Filene sier at de ikke er gjennomgått.",
        "Nobody has reviewed and signed off the text of {interviews}. Names, and other things that show who it is about, may stand in the files. The files say that they were not reviewed.",
    ),
    "overview.export.changed": (
        "Noe er endret mens du valgte: {interviews} er ikke gjennomgått og godkjent. Ingenting ble eksportert.",
        "Something changed while you chose: {interviews} was not reviewed and signed off. Nothing was exported.",
    ),
    "overview.export.changed.hint": ("Se gjennom valgene på nytt.", "Look at the choices again."),
    "overview.waits.no_text": (
        "det har ingen avidentifisert tekst som gjelder nå.",
        "it has no de-identified text that is current.",
    ),
    "overview.waits.no_themes": (
        "det er ikke kategorisert slik tekst og guide er nå.",
        "it is not categorised as text and guide are now.",
    ),
    "overview.waits.unreviewed": (
        "det er ikke gjennomgått og godkjent.",
        "it was not reviewed and signed off.",
    ),
    "overview.waits.consent": (
        "samtykket i study.toml gjelder ikke slike filer nå.",
        "the consent in study.toml is not for such files now.",
    ),
    "overview.format.qdpx": (
        "Prosjekt med kodet tekst (REFI-QDA, .qdpx)",
        "Project with coded text (REFI-QDA, .qdpx)",
    ),
    "overview.format.qdc": ("Kodebok (REFI-QDA, .qdc)", "Codebook (REFI-QDA, .qdc)"),
    "overview.format.docx": ("Word-dokument for hvert intervju", "Word document for each interview"),
    "overview.format.maxqda": ("Strukturert tekst for MAXQDA", "Structured text for MAXQDA"),
    "overview.format.taguette": ("Prosjekt for Taguette", "Project for Taguette"),
    "overview.format.csv": ("Tabell over avsnitt (.csv)", "Table of passages (.csv)"),
    "overview.format.xlsx": ("Matrise i Excel (.xlsx)", "Matrix in Excel (.xlsx)"),
    "overview.format.themes": ("Word-dokument for hvert tema", "Word document for each theme"),
    "overview.format.quotes": ("Sitater i Word", "Quotes in Word"),
    "overview.format.html": ("Lesekopi av hele studien", "Reading copy of the whole study"),
    "overview.format.figures": ("Figurer", "Figures"),
    "overview.format.report": ("Rapport", "Report"),
    "overview.protection": ("Vern av studien", "Protection of the study"),
    "overview.reading": ("leser lyden", "reading the sound"),
    "overview.written": ("{share} % skrevet ut{left}", "{share} % written out{left}"),
    "overview.left": (", omtrent {minutes} min igjen", ", about {minutes} min left"),
    "overview.interviews": ("Intervjuer", "Interviews"),
    "overview.empty": ("Ingen intervjuer ennå.", "No interviews yet."),
    "overview.words": ("{count} ord", "{count} words"),
    "overview.signed": ("runde {round} signert av {who}", "round {round} signed by {who}"),
    "overview.voided": (
        "runde {round} må signeres på nytt (teksten er endret)",
        "round {round} must be signed again (the text has changed)",
    ),
    "overview.open": ("Åpent:", "Open:"),
    "overview.marks": ("{count} steder å høre på", "places to listen to: {count}"),
    "overview.unsure": ("{count} utsagn med usikker taler", "turns with an unsure speaker: {count}"),
    "overview.remarks": ("{count} kommentarer", "comments: {count}"),
    "overview.look_again": ("{count} kommentarer å se på igjen", "comments to look at again: {count}"),
    "overview.played": (
        "Runde {round}: {share} % av talen spilt av",
        "Round {round}: {share} % of the speech played",
    ),
    "overview.listen_round": ("Hør gjennom, runde {round}", "Listen through, round {round}"),
    "overview.read": ("Les", "Read"),
    "overview.waits": ("Venter på å bli skrevet ut.", "Waits to be written out."),
    "overview.torn": (
        "Siste linje i loggen ble avbrutt midt i skrivingen. Den ble aldri bekreftet lagret og regnes ikke med.",
        "The last line of the log was cut off while it was written. It was never acknowledged and does not count.",
    ),
    "overview.arrive": ("Legg til", "Add"),
    "overview.drop": (
        "Slipp opptak eller transkripsjoner her, eller",
        "Drop recordings or transcripts here, or",
    ),
    "overview.choose": ("velg filer", "choose files"),
    "overview.drop_help": (
        "Lyd fra diktafon eller telefon, eller tekst (.docx, .txt med «I: …» og «R: …», .vtt, .srt, .json). Filene kopieres inn i studien på denne maskinen.",
        "Sound from a dictaphone or telephone, or text (.docx, .txt with `I: …` and `R: …`, .vtt, .srt, .json). The files are copied into the study on this machine.",
    ),
    "overview.sending": ("{name} …", "{name} …"),
    "overview.model": ("Talemodell", "Speech model"),
    "overview.model_help": (
        "Velges av deg, aldri av programmet. En modell hentes i terminalen; det er den eneste gangen Renskriv bruker nettet.",
        "Chosen by you, never by the program. A model is fetched in the terminal; that is the only time Renskriv uses the network.",
    ),
    "overview.model_of_study": ("Studiens: {name}", "The study's: {name}"),
    "overview.model_none": ("Ingen valgt", "None chosen"),
    "overview.model_none_note": (
        "det som står i study.toml; eksempelintervjuet har sin egen",
        "what stands in study.toml; the sample interview has its own",
    ),
    "overview.model_minutes": (
        "omtrent {minutes} min per time lyd her",
        "about {minutes} min an hour of sound here",
    ),
    "overview.model_hours": (
        "omtrent {hours} timer per time lyd her",
        "about {hours} hours an hour of sound here",
    ),
    "overview.model_away": ("Modeller som kan hentes", "Models that can be fetched"),
    "overview.measuring": ("Måler hvor fort modellene går her …", "Measuring how fast the models are here …"),
    "overview.new_study": ("Ny studie", "New study"),
}
