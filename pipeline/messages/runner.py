"""Messages about interviews arriving and stages running: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "runner.no_file": ("Finner ikke filen {name}.", "Cannot find the file {name}."),
    "runner.no_file.hint": ("Se etter om navnet er riktig skrevet.", "Check the spelling of its name."),
    "runner.unreadable": ("{name} lar seg ikke lese.", "{name} cannot be read."),
    "runner.unreadable.hint": (
        "Gi deg selv leserettigheter til filen, eller kopier den på nytt.",
        "Give yourself the right to read it, or copy it again.",
    ),
    "runner.not_an_id": (
        "Det er ikke en id for et intervju.",
        "That is not an id for an interview.",
    ),
    "runner.not_an_id.hint": (
        "Bruk bare a–z, 0–9 og bindestrek, som «intervju-07», og ingen navn på personer.",
        "Use only a-z, 0-9 and hyphens, as in `intervju-07`, and no names of people.",
    ),
    "runner.id_taken": (
        "{interview} finnes allerede og er laget av andre filer.",
        "{interview} exists already and was made from other files.",
    ),
    "runner.id_taken.hint": ("Velg en annen id med --as.", "Choose another id with --as."),
    "runner.already": (
        "Et av opptakene hører allerede til {interview}.",
        "One of the recordings belongs to {interview} already.",
    ),
    "runner.already.hint": (
        "La opptaket bli der, eller ta med bare de andre filene.",
        "Leave the recording there, or take in only the other files.",
    ),
    "runner.recording_gone": (
        "Opptaket til {interview} er ikke å finne i audio_in.",
        "The recording of {interview} is not to be found in audio_in.",
    ),
    "runner.recording_gone.hint": (
        "Legg det tilbake (navnet er likegyldig), og kjør igjen.",
        "Put it back (the name does not matter), and run again.",
    ),
    "runner.no_engine": ("Det finnes ingen talemotor som heter {name}.", "There is no engine called {name}."),
    "runner.no_engine.hint": ("Det finnes: {names}.", "There are: {names}."),
    "runner.no_model": (
        "Ingen talemodell er valgt for {interviews}.",
        "No speech model has been chosen for {interviews}.",
    ),
    "runner.no_model.hint": (
        'Velg én: skriv model = "NAVN" under [transcribe] i study.toml, eller kjør '
        "«renskriv transcribe --model NAVN» («make transcribe MODEL=NAVN»).",
        'Choose one: write model = "NAME" under [transcribe] in study.toml, or run '
        "`renskriv transcribe --model NAME` (`make transcribe MODEL=NAME`).",
    ),
    "runner.not_a_speech_model": (
        "{name} skriver ikke ut tale.",
        "{name} does not write out speech.",
    ),
    "runner.no_interview": ("Det finnes ikke noe intervju {name}.", "There is no interview {name}."),
    "runner.no_interview.hint": (
        "«renskriv status» viser hvilke som finnes.",
        "`renskriv status` shows which there are.",
    ),
    "runner.not_transcribed": (
        "{interview} er ikke skrevet ut ennå.",
        "{interview} has not been transcribed yet.",
    ),
    "runner.not_transcribed.hint": ("Kjør «renskriv transcribe» først.", "Run `renskriv transcribe` first."),
    "runner.round": (
        "Studien har {rounds} runder; runde {round} finnes ikke.",
        "The study has {rounds} rounds; there is no round {round}.",
    ),
    "runner.round.hint": (
        "Antallet runder står under [review] i study.toml.",
        "The number of rounds stands under [review] in study.toml.",
    ),
    "runner.not_empty": (
        "{folder} er allerede en studie.",
        "{folder} is a study already.",
    ),
    "runner.folder_unusable": (
        "{folder} kan ikke lages eller brukes som mappe.",
        "{folder} cannot be made or used as a folder.",
    ),
    "runner.not_empty.hint": ("Velg en annen mappe.", "Choose another folder."),
    "runner.sound_of": (
        "Opptaket hører allerede til {interview}.",
        "The recording belongs to {interview} already.",
    ),
    "runner.sound_of.hint": (
        "Rett utskriften i {interview} i stedet, eller importer teksten uten --audio.",
        "Correct the transcript of {interview} instead, or import the text without --audio.",
    ),
    "runner.imported": (
        "{interview} er importert, og teksten er deres egen; --again skriver bare ut opptak på nytt.",
        "{interview} was imported, and the text is your own; --again only writes out recordings anew.",
    ),
    "runner.imported.hint": (
        "Importer filen igjen, eller rett teksten i «Hør gjennom».",
        "Import the file again, or correct the text in «Listen through».",
    ),
    "runner.recorded": (
        "{interview} har et opptak og kan ikke importeres over.",
        "{interview} has a recording and cannot be imported over.",
    ),
    "runner.recorded.hint": ("Velg en annen id med --as.", "Choose another id with --as."),
}
