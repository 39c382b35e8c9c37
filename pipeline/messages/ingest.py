"""Messages of the room `ingest`: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "ingest.missing": ("Finner ikke filen {name}.", "Cannot find the file {name}."),
    "ingest.missing.hint": (
        "Se etter om navnet er riktig skrevet, og om minnepinnen eller nettstasjonen er koblet til.",
        "Check the spelling of its name, and that the memory stick or network drive is connected.",
    ),
    "ingest.not_a_file": ("{name} er ikke en fil.", "{name} is not a file."),
    "ingest.not_a_file.hint": (
        "Oppgi selve opptakene, ikke mappen de ligger i.",
        "Name the recordings themselves, not the folder they are in.",
    ),
    "ingest.unreadable": (
        "{name} lar seg ikke lese fra disken.",
        "{name} cannot be read from the disk.",
    ),
    "ingest.unreadable.hint": (
        "Gi deg selv leserettigheter til filen, eller kopier den på nytt fra diktafonen.",
        "Give yourself the right to read it, or copy it from the recorder again.",
    ),
    "ingest.empty": ("{name} er tom (0 byte).", "{name} is empty (0 bytes)."),
    "ingest.empty.hint": (
        "Kopier opptaket på nytt fra diktafonen.",
        "Copy the recording from the recorder again.",
    ),
    "ingest.ds2": (
        "{name} er et DS2-opptak, som bare programmet fra diktafonens produsent kan åpne.",
        "{name} is a DS2 recording, which only the program of the recorder's maker can open.",
    ),
    "ingest.ds2.hint": (
        "Åpne det der (med passordet, hvis det er kryptert), eksporter det som WAV, og bruk WAV-filen.",
        "Open it there (with its password, if it is encrypted), export it as WAV, and use the WAV file.",
    ),
    "ingest.not_a_recording": (
        "{name} er ikke et opptak som Renskriv kan lese.",
        "{name} is not a recording that Renskriv can read.",
    ),
    "ingest.not_a_recording.hint": (
        "Kan den spilles av et annet sted, så eksporter den derfra som WAV; ellers kopier den på nytt.",
        "If another program plays it, export it from there as WAV; if none does, copy it again.",
    ),
    "ingest.no_sound": ("{name} har ikke noe lydspor.", "{name} has no sound track."),
    "ingest.no_sound.hint": (
        "Er det et bilde eller en film uten lyd, så flytt filen ut av mappen med opptak.",
        "If it is a picture or a film without sound, move it out of the folder of recordings.",
    ),
    "ingest.codec": (
        "Lyden i {name} er kodet på en måte som Renskriv ikke kan lese.",
        "The sound in {name} is coded in a way that Renskriv cannot read.",
    ),
    "ingest.codec.hint": (
        "Eksporter opptaket som WAV fra et program som kan spille det av.",
        "Export the recording as WAV from a program that plays it.",
    ),
    "ingest.silent": (
        "Det er ingen lyd å hente ut av {name}.",
        "There is no sound to be had from {name}.",
    ),
    "ingest.silent.hint": (
        "Opptaket har lengde null eller er helt ødelagt. Kopier det på nytt fra diktafonen.",
        "The recording has no length or is damaged all through. Copy it from the recorder again.",
    ),
    "ingest.too_long": (
        "Med {name} blir intervjuet for langt for én lydfil (37 timer, eller 18 i stereo).",
        "With {name} the interview becomes too long for one sound file (37 hours, or 18 in stereo).",
    ),
    "ingest.too_long.hint": (
        "Del det i flere intervjuer.",
        "Divide it into several interviews.",
    ),
}
