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
    "overview.next.nothing": ("Alt er kontrollert.", "Everything is verified."),
    "overview.transcribe": ("Skriv ut", "Write out"),
    "overview.work": ("Utskrift", "Writing out"),
    "overview.running": ("Skriver ut {count} opptak.", "Recordings being written out: {count}."),
    "overview.stop": ("Stopp", "Stop"),
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
        "Lyd fra diktafon eller telefon, eller tekst (.txt med «I: …» og «R: …», .json). Filene kopieres inn i studien på denne maskinen.",
        "Sound from a dictaphone or telephone, or text (.txt with `I: …` and `R: …`, .json). The files are copied into the study on this machine.",
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
