"""Messages of codes and codings that come back from coding tools: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "coding_back.missing": (
        "Det er ingen fil som heter {file} der.",
        "There is no file called {file} there.",
    ),
    "coding_back.missing.hint": (
        "Skriv hele stien til filen, eller gå til mappen den ligger i.",
        "Write the whole path of the file, or go to the folder in which it lies.",
    ),
    "coding_back.unreadable": (
        "{file} er skadet eller ikke en prosjektfil (.qdpx).",
        "{file} is damaged or not a project file (.qdpx).",
    ),
    "coding_back.no_project": (
        "{file} inneholder ikke noe REFI-QDA-prosjekt.",
        "{file} holds no REFI-QDA project.",
    ),
    "coding_back.large": (
        "{file} er for stor til å være et prosjekt med intervjuer.",
        "{file} is too large to be a project of interviews.",
    ),
    "coding_back.unsafe": (
        "{file} er bygd opp slik at den kan gjøre skade, og leses ikke.",
        "{file} is built so that it may do harm, and is not read.",
    ),
    "coding_back.file.hint": (
        "Eksporter prosjektet på nytt fra kodeverktøyet, som REFI-QDA-prosjekt (.qdpx). Ingenting er endret.",
        "Export the project once more from the coding tool, as a REFI-QDA project (.qdpx). Nothing was changed.",
    ),
    "coding_back.no_guide": (
        "Studien har ingen intervjuguide, så kodene har ikke noe tre å komme inn i.",
        "The study has no interview guide, so there is no tree for the codes.",
    ),
    "coding_back.no_guide.hint": (
        "Lag guide.yaml og kjør «renskriv segment» først.",
        "Make guide.yaml and run `renskriv segment` first.",
    ),
    "coding_back.whose": (
        "Studien har to kodere som koder hver for seg. Si hvem av dem som har kodet i denne filen.",
        "The study has two coders who code apart. Say which of them coded in this file.",
    ),
    "coding_back.whose.hint": (
        "Skriv navnet etter --by, slik det står i Kategorier. Ingenting er endret.",
        "Write the name after --by, as it stands in Categories. Nothing was changed.",
    ),
    "coding_back.not_coder": (
        "Studien har to kodere, og ingen av dem heter det som står etter --by.",
        "The study has two coders, and neither is called what stands after --by.",
    ),
    "coding_back.not_coder.hint": (
        "Skriv navnet slik det står i Kategorier; et nytt navn ville blitt en tredje koder. Ingenting er endret.",
        "Write the name as it stands in Categories; a new name would become a third coder. Nothing was changed.",
    ),
    "coding_back.moved": (
        "Teksten i {interview} ble endret mens kodingene ble lest inn.",
        "The text of {interview} was changed while the codings were read.",
    ),
    "coding_back.moved.hint": (
        "Kjør kommandoen en gang til; det som alt er lest inn, kommer ikke to ganger.",
        "Run the command once more; what has been read already does not come twice.",
    ),
    "coding_back.left.stranger": (
        "Dokument {number} i filen ({name}) er ikke et intervju i denne studien, og er ikke lest.",
        "Document {number} in the file ({name}) is not an interview of this study, and was not read.",
    ),
    "coding_back.left.other_text": (
        "Dokument {number} i filen heter som {interview}, men har en annen tekst, og er ikke lest.",
        "Document {number} in the file is called as {interview} but has another text, and was not read.",
    ),
    "coding_back.left.missing": (
        "Dokument {number} i filen ({name}) har ingen tekst i filen, og er ikke lest.",
        "Document {number} in the file ({name}) has no text in the file, and was not read.",
    ),
    "coding_back.left.unreadable": (
        "Dokument {number} i filen ({name}) har en tekst i ukjent tegnkoding, og er ikke lest.",
        "Document {number} in the file ({name}) has a text in an unknown encoding, and was not read.",
    ),
    "coding_back.left.kind": (
        "Dokument {number} i filen ({name}) er ikke ren tekst (bilde, PDF, lyd eller film), og er ikke lest.",
        "Document {number} in the file ({name}) is not plain text (picture, PDF, sound or film), and was not read.",
    ),
    "coding_back.left.note": (
        "Dokument {number} i filen ({name}) har et notat om hele dokumentet; her hører notater til avsnitt, så det er ikke lest.",
        "Document {number} in the file ({name}) has a note about all of it; here notes belong to passages, so it was not read.",
    ),
    "coding_back.left.not_deidentified": (
        "{interview} er ikke avidentifisert nå; kodingene er ikke lest.",
        "{interview} is not de-identified now; its codings were not read.",
    ),
    "coding_back.left.not_cut": (
        "{interview} har ingen forslag til temaer for teksten og guiden slik de er nå; kodingene er ikke lest. "
        "Kjør «renskriv segment» og les filen inn en gang til.",
        "{interview} has no proposals of themes for the text and the guide as they are now; its codings were not "
        "read. Run `renskriv segment` and read the file once more.",
    ),
    "coding_back.left.gone": (
        "{interview}: Kodinger av noe som ikke står i teksten lenger, og som ikke har fått plass: {count}.",
        "{interview}: codings of what is no longer in the text, which have found no place: {count}.",
    ),
    "coding_back.left.unknown_code": (
        "{interview}: Kodinger med koder som ikke står i filens kodetre: {count}.",
        "{interview}: codings with codes that are not in the file's code tree: {count}.",
    ),
    "coding_back.left.removed_code": (
        "{interview}: Kodinger med en egen kategori som er fjernet her siden, og som ikke er tatt inn: {count}.",
        "{interview}: codings with a code of your own that was removed here since, not taken in: {count}.",
    ),
    "coding_back.left.nameless": (
        "Koder i filen uten navn, som ikke er lest: {count}.",
        "Codes in the file without a name, not read: {count}.",
    ),
    "coding_back.left.free_notes": (
        "Notater i filen som ikke er knyttet til noe sted i en tekst, og som ikke er lest: {count}.",
        "Notes in the file that are about no place in a text, not read: {count}.",
    ),
    "coding_back.left.returned": (
        "{interview}: Kodinger som kom fra en eksport herfra, men ikke gjelder her lenger, og som ikke er tatt inn igjen: {count}.",
        "{interview}: codings that came from an export from here but hold here no longer, not taken in again: {count}.",
    ),
    "coding_back.unsure": (
        "{interview}, utsagn {turn}: se over stedet og temaet.",
        "{interview}, turn {turn}: look at the place and the theme again.",
    ),
}
