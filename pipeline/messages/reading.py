"""Messages of the reading copies (Word document, captions): key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "reading.title": ("Transkripsjon av {interview}", "Transcript of {interview}"),
    "reading.role.interviewer": ("Intervjuer", "Interviewer"),
    "reading.role.respondent": ("Informant", "Respondent"),
    "reading.role.other": ("Annen", "Other"),
    "reading.machine": (
        "Status: maskinutskrift. Ingen har kontrollert teksten mot opptaket ennå.",
        "State: machine transcript. Nobody has checked the text against the recording yet.",
    ),
    "reading.unchecked": (
        "Status: importert. Ingen har kontrollert teksten her ennå.",
        "State: imported. Nobody has checked the text here yet.",
    ),
    "reading.checked": (
        "Status: kontrollert. Signerte runder: {rounds} av {all}.",
        "State: verified. Signed rounds: {rounds} of {all}.",
    ),
    "reading.empty": (
        "Det ble ikke funnet tale i opptaket, og ingen ord er skrevet ut.",
        "No speech was found in the recording, and no words were written.",
    ),
    "reading.marks": (
        "Steder å høre på nytt er merket i kursiv: {count}.",
        "Places to listen to again are marked in italics: {count}.",
    ),
    "reading.private": (
        "Identifiserbar tekst: skal ikke forlate denne maskinen.",
        "Identifiable text: must not leave this machine.",
    ),
    "reading.unsure": ("(usikker på hvem som snakker)", "(unsure who speaks)"),
    "reading.mark.speech_without_words": (
        "[{start}–{end}: tale som ikke ble skrevet ut]",
        "[{start}–{end}: speech that was not written out]",
    ),
    "reading.mark.words_on_silence": (
        "[{start}–{end}: ord der det ikke ble hørt tale]",
        "[{start}–{end}: words where no speech was heard]",
    ),
    "reading.mark.doubtful": (
        "[{start}–{end}: usikker utskrift, hør etter]",
        "[{start}–{end}: doubtful transcript, listen here]",
    ),
    "reading.made": (
        "Skrevet ut av {engine} med modellen {model}; lengde {duration}; språk {language}.",
        "Written out by {engine} with the model {model}; length {duration}; language {language}.",
    ),
    "reading.imported": (
        "Importert transkripsjon; språk {language}.",
        "Imported transcript; language {language}.",
    ),
    "reading.rules": (
        "Transkripsjonsregler: {style}; {dialect}; {pauses}; {laughter}.",
        "Transcription rules: {style}; {dialect}; {pauses}; {laughter}.",
    ),
    "reading.rules.verbatim": ("ordrett", "verbatim"),
    "reading.rules.clean": ("lett språkvasket", "lightly cleaned"),
    "reading.rules.normalised": ("dialekt normalisert", "dialect normalised"),
    "reading.rules.kept": ("dialekt beholdt", "dialect kept"),
    "reading.rules.pauses": ("pauser markeres", "pauses are marked"),
    "reading.rules.no_pauses": ("pauser markeres ikke", "pauses are not marked"),
    "reading.rules.laughter": ("latter markeres", "laughter is marked"),
    "reading.rules.no_laughter": ("latter markeres ikke", "laughter is not marked"),
}
