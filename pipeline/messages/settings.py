"""Messages of the room `settings`: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "settings.at": (
        "{file}, linje {line}, kolonne {column}: {what}",
        "{file}, line {line}, column {column}: {what}",
    ),
    "settings.missing": ("Finner ingen {file}.", "There is no {file}."),
    "settings.missing.hint": (
        "Gå til studiens mappe, eller lag en ny studie med: renskriv init MAPPE",
        "Go to the study's folder, or make a new study with: renskriv init DIR",
    ),
    "settings.unreadable": ("{file} kan ikke leses.", "{file} cannot be read."),
    "settings.unreadable.hint": (
        "Se at {file} er en vanlig fil, og at du har lov til å lese den.",
        "See that {file} is an ordinary file and that you may read it.",
    ),
    "settings.large": (
        "{file} er for stor til å være innstillinger.",
        "{file} is too large to be settings.",
    ),
    "settings.large.hint": (
        "Kanskje en annen fil har fått dette navnet. En ny fil lages med: renskriv init MAPPE",
        "Perhaps another file was given this name. A new one is made with: renskriv init DIR",
    ),
    "settings.encoding": ("filen er ikke lagret som UTF-8.", "the file is not saved as UTF-8."),
    "settings.encoding.hint": (
        "Lagre filen på nytt med tegnkodingen UTF-8.",
        "Save the file again with the encoding UTF-8.",
    ),
    "settings.syntax": ("dette er ikke gyldig TOML.", "this is not valid TOML."),
    "settings.syntax.hint": (
        'Skriv `navn = verdi`, med tekst i anførselstegn: language = "nb". I stier: bruk / eller enkle \'.',
        'Write `name = value`, with text in quotation marks: language = "nb". In paths: use / or single \'.',
    ),
    "settings.extreme": (
        "dette er for dypt eller for stort til å leses.",
        "this is too deep or too large to be read.",
    ),
    "settings.extreme.hint": (
        "Slett linjen, eller skriv en vanlig verdi der.",
        "Delete the line, or write an ordinary value there.",
    ),
    "settings.twice": (
        "«{key}» står to ganger, først på linje {first}.",
        "'{key}' stands twice, first on line {first}.",
    ),
    "settings.twice.hint": ("Slett den ene.", "Delete one of them."),
    "settings.unknown": (
        "kjenner ikke «{key}»; mente du «{near}»?",
        "'{key}' is not known; did you mean '{near}'?",
    ),
    "settings.unknown.hint": (
        "Rett navnet, eller slett linjen.",
        "Correct the name, or delete the line.",
    ),
    "settings.unknown_no_near": (
        "kjenner ikke «{key}»; her kan det stå {known}.",
        "'{key}' is not known; here may stand {known}.",
    ),
    "settings.unknown_no_near.hint": (
        "Rett navnet, eller slett linjen.",
        "Correct the name, or delete the line.",
    ),
    "settings.section": (
        "«{key}» er en del av filen og kan ikke ha en verdi.",
        "'{key}' is a section of the file and cannot have a value.",
    ),
    "settings.section.hint": (
        "Skriv [{key}] på en egen linje, og innstillingene under den.",
        "Write [{key}] on a line of its own, and the settings below it.",
    ),
    "settings.value": ("«{key}» må være {allowed}.", "'{key}' must be {allowed}."),
    "settings.value.hint": (
        "Rett verdien, eller slett linjen for å bruke den vanlige.",
        "Correct the value, or delete the line to use the default.",
    ),
    "settings.allowed.text": (
        "tekst på én linje i anførselstegn, høyst {most} tegn og ikke tom",
        "text on one line in quotation marks, at most {most} characters and not empty",
    ),
    "settings.allowed.text_or_none": (
        "tekst på én linje i anførselstegn, høyst {most} tegn",
        "text on one line in quotation marks, at most {most} characters",
    ),
    "settings.allowed.choice": ("en av {words}", "one of {words}"),
    "settings.allowed.yes_no": (
        "true (ja) eller false (nei), uten anførselstegn",
        "true or false, without quotation marks",
    ),
    "settings.allowed.whole": (
        "et helt tall fra {low} til {high}, uten anførselstegn",
        "a whole number from {low} to {high}, without quotation marks",
    ),
    "settings.allowed.whole_or_auto": (
        '"auto" eller et helt tall fra {low} til {high} uten anførselstegn',
        '"auto" or a whole number from {low} to {high} without quotation marks',
    ),
    "settings.allowed.per_interview": (
        "intervjuer med hvert sitt hele tall fra {low} til {high}, slik: {{ intervju-03 = 3 }}",
        "interviews, each with a whole number from {low} to {high}: {{ intervju-03 = 3 }}",
    ),
    "settings.allowed.lines": (
        'en liste med høyst {most} linjer tekst, for eksempel ["a", "b"]',
        'a list of at most {most} lines of text, for example ["a", "b"]',
    ),
    "settings.allowed.named": (
        'en tabell med tekst, for eksempel {{ p1 = "tekst" }}',
        'a table of text, for example {{ p1 = "text" }}',
    ),
    "settings.allowed.named_in": (
        'en tabell for hvert intervju, for eksempel {{ intervju-01 = {{ group = "skole" }} }}',
        'a table for each interview, for example {{ intervju-01 = {{ group = "school" }} }}',
    ),
    "settings.allowed.number": (
        "et tall fra {low} til {high} med punktum som desimaltegn, uten anførselstegn",
        "a number from {low} to {high}, without quotation marks",
    ),
}
