"""Messages about imported transcripts: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "imported.kind": (
        "{name} er ikke en transkripsjon som Renskriv kan lese.",
        "{name} is not a transcript that Renskriv can read.",
    ),
    "imported.kind.hint": (
        "Lagre den som en av disse: {kinds}. I en .txt-fil står det «I: …» og «R: …» først på linjene.",
        "Save it as one of these: {kinds}. In a .txt file the lines begin with `I: …` and `R: …`.",
    ),
    "imported.kind.word": (
        "Åpne den der den ble laget, og lagre den som Word-dokument (.docx). Disse kan leses: {kinds}.",
        "Open it where it was made, and save it as a Word document (.docx). These can be read: {kinds}.",
    ),
    "imported.large": (
        "{name} er for stor til å være et intervju.",
        "{name} is too large to be an interview.",
    ),
    "imported.large.hint": (
        "Importer ett intervju om gangen, og ta ut bilder.",
        "Import one interview at a time, and take out pictures.",
    ),
    "imported.empty": ("Det er ingen tekst i {name}.", "There is no text in {name}."),
    "imported.empty.hint": ("Se etter om det er riktig fil.", "Check that it is the right file."),
    "imported.nobody": (
        "Det står ikke hvem som snakker noe sted i {name}.",
        "Nowhere in {name} does it say who speaks.",
    ),
    "imported.nobody.hint": (
        "Skriv «I:» og «R:» (eller navn og kolon) først i hvert utsagn, og importer filen igjen.",
        "Write `I:` and `R:` (or a name and a colon) before each turn, and import the file again.",
    ),
    "imported.binary": ("{name} er ikke en tekstfil.", "{name} is not a text file."),
    "imported.binary.hint": (
        "Lagre den som ren tekst (.txt, UTF-8) fra tekstbehandleren.",
        "Save it as plain text (.txt, UTF-8) in your word processor.",
    ),
    "imported.word": (
        "{name} er ikke et Word-dokument, eller filen er skadet.",
        "{name} is not a Word document, or the file is damaged.",
    ),
    "imported.word.hint": (
        "Åpne den i tekstbehandleren, og lagre den på nytt som .docx.",
        "Open it in your word processor, and save it again as .docx.",
    ),
    "imported.old_word": (
        "{name} er et dokument i Words gamle format (.doc), selv om navnet sier .docx.",
        "{name} is a document in Word's old format (.doc), although its name says .docx.",
    ),
    "imported.old_word.hint": (
        "Åpne den i tekstbehandleren, og lagre den som .docx.",
        "Open it in your word processor, and save it as .docx.",
    ),
    "imported.locked": ("{name} er låst med passord.", "{name} is locked with a password."),
    "imported.locked.hint": (
        "Åpne den i tekstbehandleren, ta bort passordet, og lagre den på nytt.",
        "Open it in your word processor, remove the password, and save it again.",
    ),
    "imported.captions": (
        "Det er ingen undertekster i {name}.",
        "There are no captions in {name}.",
    ),
    "imported.captions.hint": (
        "Eksporter transkripsjonen på nytt, eller lagre den som .txt eller .docx.",
        "Export the transcript again, or save it as .txt or .docx.",
    ),
    "imported.caption_at": (
        "Tidspunktet på linje {line} i {name} kan ikke leses.",
        "The time on line {line} of {name} cannot be read.",
    ),
    "imported.caption.hint": (
        "Rett linjen i en teksteditor (00:01:02.500 --> 00:01:05.000), og importer filen igjen.",
        "Mend the line in a text editor (00:01:02.500 --> 00:01:05.000), and import the file again.",
    ),
    "imported.json": (
        "{name} har ikke formen til en transkripsjon.",
        "{name} does not have the form of a transcript.",
    ),
    "imported.json_at": (
        "{name} er ikke gyldig JSON: linje {line}, kolonne {column}.",
        "{name} is not valid JSON: line {line}, column {column}.",
    ),
    "imported.json.hint": (
        'Formen er {{"turns": [{{"speaker": "I", "text": "…"}}]}}, som i verified.json.',
        'The form is {{"turns": [{{"speaker": "I", "text": "…"}}]}}, as in verified.json.',
    ),
    # what is said of a file that was read
    "imported.encoding": (
        "filen var ikke UTF-8 og ble lest som {encoding}. Se etter at æ, ø og å er riktige.",
        "the file was not UTF-8 and was read as {encoding}. Check that æ, ø and å are right.",
    ),
    "imported.left": (
        "ikke tatt med, fordi det ikke er tale: {what}.",
        "left out, because it is no speech: {what}.",
    ),
    "imported.left.comments": ("kommentarer ({count})", "comments ({count})"),
    "imported.left.notes": ("fotnoter ({count})", "footnotes ({count})"),
    "imported.left.boxes": ("tekstbokser ({count})", "text boxes ({count})"),
    "imported.left.around": ("topp- og bunntekst", "headers and footers"),
    "imported.tracked": (
        "sporede endringer er lest som godtatt: det som er satt inn, er med, det som er strøket, er ikke.",
        "tracked changes are read as accepted: what was inserted is there, what was deleted is not.",
    ),
    "imported.voices": (
        "det står ikke hvem som snakker. Sett det i «Hør gjennom».",
        "it does not say who speaks. Set it in «Listen through».",
    ),
    # what is said of a text that was laid along its recording
    "imported.no_times": (
        "opptaket er tatt inn, men utsagnene har ingen tidspunkter: {why}",
        "the recording was taken in, but the turns have no times: {why}",
    ),
    "imported.no_times.model": (
        "ingen talemodell er valgt. Velg en i study.toml («renskriv models»), og kjør den samme kommandoen igjen.",
        "no speech model has been chosen. Choose one in study.toml (`renskriv models`), and run the same command again.",
    ),
    "imported.no_times.other": (
        "bare {share} % av ordene i teksten ble hørt i opptaket. Se etter om det er riktig opptak.",
        "only {share} % of the words of the text were heard in the recording. Check that it is the right one.",
    ),
    "imported.laid": (
        "{share} % av ordene ble funnet igjen i opptaket. Utsagn med usikkert tidspunkt er merket som steder å høre på: {unsure}.",
        "{share} % of the words were found in the recording. Turns whose time is unsure are marked as places to listen to: {unsure}.",
    ),
    "imported.between": (
        "utsagn uten tidspunkt i teksten har fått et mellom de andre. Usikre er merket som steder å høre på: {unsure}.",
        "turns without a time in the text were given one between the others. Unsure ones are marked as places to listen to: {unsure}.",
    ),
    "imported.past": (
        "{count} utsagn har tidspunkt etter at opptaket er slutt. Se etter om det er riktig opptak.",
        "{count} turns have a time after the end of the recording. Check that it is the right one.",
    ),
    "imported.backwards": (
        "tidspunkter som gikk bakover, er ikke brukt: {count}.",
        "times that went backwards were not used: {count}.",
    ),
}
