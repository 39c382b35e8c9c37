"""Messages of the room `segment`: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "segment.guide.at": (
        "{file}, linje {line}, kolonne {column}: {what}",
        "{file}, line {line}, column {column}: {what}",
    ),
    "segment.guide.large": (
        "{file} har mer enn {most} tegn og er for stor til å være en intervjuguide.",
        "{file} has more than {most} characters and is too large to be an interview guide.",
    ),
    "segment.guide.large.hint": (
        "Kanskje en annen fil har fått dette navnet.",
        "Perhaps another file was given this name.",
    ),
    "segment.guide.encoding": ("filen er ikke lagret som UTF-8.", "the file is not saved as UTF-8."),
    "segment.guide.encoding.hint": (
        "Lagre filen på nytt med tegnkodingen UTF-8.",
        "Save the file again with the encoding UTF-8.",
    ),
    "segment.guide.character": (
        "her står et tegn som ikke kan skrives ut.",
        "here is a character that cannot be printed.",
    ),
    "segment.guide.character.hint": (
        "Slett tegnet, og skriv teksten på nytt.",
        "Delete the character, and write the text again.",
    ),
    "segment.guide.nothing": ("guiden er tom.", "the guide is empty."),
    "segment.guide.nothing.hint": (
        "Begynn med id, title, language og themes.",
        "Begin with id, title, language and themes.",
    ),
    "segment.guide.syntax": ("dette er ikke gyldig YAML.", "this is not valid YAML."),
    "segment.guide.syntax.hint": (
        'Se på innrykket, og sett anførselstegn rundt tekst med kolon eller tegn som " * & ! [ {{ først.',
        'See to the indentation, and quote text that has a colon or begins with a sign such as " * & ! [ {{.',
    ),
    "segment.guide.tab": ("linjen har en tabulator.", "the line has a tab."),
    "segment.guide.tab.hint": (
        "Rykk inn med mellomrom i stedet.",
        "Indent with spaces instead.",
    ),
    "segment.guide.alias": (
        "ankre og henvisninger (& og *) brukes ikke i en guide.",
        "anchors and aliases (& and *) are not used in a guide.",
    ),
    "segment.guide.alias.hint": (
        "Er det en del av teksten? Sett anførselstegn rundt den.",
        "Is it part of the text? Put it in quotation marks.",
    ),
    "segment.guide.tag": (
        "merkelapper (!) brukes ikke i en guide.",
        "tags (!) are not used in a guide.",
    ),
    "segment.guide.tag.hint": (
        "Er det en del av teksten? Sett anførselstegn rundt den.",
        "Is it part of the text? Put it in quotation marks.",
    ),
    "segment.guide.deep": ("for mange nivåer inni hverandre.", "too many levels inside each other."),
    "segment.guide.deep.hint": (
        "En guide har temaer, undertemaer og spørsmål, og ikke mer.",
        "A guide has themes, subthemes and questions, and no more.",
    ),
    "segment.guide.mapping": (
        "her skal det stå nøkler med verdier: {keys}.",
        "here must stand keys with values: {keys}.",
    ),
    "segment.guide.mapping.hint": (
        "Skriv hver på sin linje, som `title: Bakgrunn`, med mellomrom etter kolon.",
        "Write each on its line, as in `title: Background`, with a space after the colon.",
    ),
    "segment.guide.key": ("en nøkkel må være ett ord.", "a key must be one word."),
    "segment.guide.key.hint": (
        "Skriv for eksempel `title: Bakgrunn`.",
        "Write for example `title: Background`.",
    ),
    "segment.guide.unknown": (
        "kjenner ikke nøkkelen «{key}»; mente du «{near}»?",
        "the key '{key}' is not known; did you mean '{near}'?",
    ),
    "segment.guide.unknown.hint": (
        "Rett nøkkelen, eller slett den.",
        "Correct the key, or delete it.",
    ),
    "segment.guide.unknown_no_near": (
        "kjenner ikke nøkkelen «{key}»; her kan det stå {known}.",
        "the key '{key}' is not known; here may stand {known}.",
    ),
    "segment.guide.unknown_no_near.hint": (
        "Rett nøkkelen. Er det tekst med kolon i, sett anførselstegn rundt den.",
        "Correct the key. If it is text with a colon in it, put it in quotation marks.",
    ),
    "segment.guide.twice_key": (
        "«{key}» står to ganger, først på linje {first}.",
        "'{key}' stands twice, first on line {first}.",
    ),
    "segment.guide.twice_key.hint": (
        "Slå dem sammen, eller slett den ene.",
        "Put them together, or delete one.",
    ),
    "segment.guide.twice_id": (
        "id-en «{id}» er alt brukt på linje {first}.",
        "the id '{id}' is already used on line {first}.",
    ),
    "segment.guide.twice_id.hint": (
        "Gi hvert tema og undertema sin egen id.",
        "Give every theme and subtheme an id of its own.",
    ),
    "segment.guide.missing": ("«{key}» mangler her.", "'{key}' is missing here."),
    "segment.guide.missing.hint": (
        "Legg til en linje som begynner med `{key}:`.",
        "Add a line that begins with `{key}:`.",
    ),
    "segment.guide.hollow": (
        "temaet har verken «subthemes» eller «questions».",
        "the theme has neither 'subthemes' nor 'questions'.",
    ),
    "segment.guide.hollow.hint": (
        "Legg til undertemaer eller spørsmål.",
        "Add subthemes or questions.",
    ),
    "segment.guide.list": (
        "«{key}» må være en liste med minst ett punkt.",
        "'{key}' must be a list of at least one item.",
    ),
    "segment.guide.list.hint": (
        "Begynn hvert punkt på ny linje med bindestrek og mellomrom.",
        "Begin each item on a new line with a hyphen and a space.",
    ),
    "segment.guide.text": ("«{key}» må være tekst.", "'{key}' must be text."),
    "segment.guide.text.hint": (
        "Står det kolon eller klammer i teksten? Sett anførselstegn rundt den.",
        "Is there a colon or a bracket in the text? Put it in quotation marks.",
    ),
    "segment.guide.blank": ("«{key}» er tom.", "'{key}' is empty."),
    "segment.guide.blank.hint": (
        "Skriv noe etter kolon eller bindestrek, eller slett linjen.",
        "Write something after the colon or the hyphen, or delete the line.",
    ),
    "segment.guide.long": (
        "«{key}» er lengre enn {most} tegn.",
        "'{key}' is longer than {most} characters.",
    ),
    "segment.guide.long.hint": (
        "Del teksten i flere punkter. Mangler det et anførselstegn?",
        "Split the text into several items. Is a quotation mark missing?",
    ),
    "segment.guide.language": (
        "«language» må være en av: {allowed}.",
        "'language' must be one of: {allowed}.",
    ),
    "segment.guide.language.hint": (
        "Skriv `language: nb` for bokmål eller `language: nn` for nynorsk.",
        "Write `language: nb` for Bokmål or `language: nn` for Nynorsk.",
    ),
    "segment.guide.id": (
        "en id har bare bokstaver, tall, punktum, bindestrek og understrek, og høyst 63 tegn.",
        "an id has letters, digits, full stops, hyphens and underscores only, and at most 63 characters.",
    ),
    "segment.guide.id.hint": (
        'Skriv for eksempel `id: "2.1"`; det første tegnet er en bokstav eller et tall.',
        'Write for example `id: "2.1"`; the first character is a letter or a digit.',
    ),
    # why a passage got its theme
    "segment.reason.question": ("spørsmålet ligner på guidens", "the question is like the guide's"),
    "segment.reason.words": ("ord som guiden bruker om temaet", "words that the guide uses for the theme"),
    "segment.reason.taught": (
        "ligner på det dere har plassert her i andre intervjuer",
        "like what you have placed here in other interviews",
    ),
    "segment.reason.before": ("fortsetter det som ble sagt før", "goes on from what was said before"),
    "segment.reason.outside": ("hilsen, samtykke eller takk", "greeting, consent or thanks"),
    "segment.no_transformers": (
        "segment.embeddings trenger pakken transformers, som ikke er installert.",
        "segment.embeddings needs the package transformers, which is not installed.",
    ),
    "segment.no_transformers.hint": (
        "Installer den (`pip install 'renskriv[transformer]'`), eller la embeddings stå tom; den trengs ikke.",
        "Install it (`pip install 'renskriv[transformer]'`), or leave embeddings empty; it is not needed.",
    ),
    "segment.no_embeddings": (
        "I {path} ligger det ingen setningsmodell.",
        "There is no sentence model in {path}.",
    ),
    "segment.no_embeddings.hint": (
        "Oppgi mappen med modellens filer, eller la segment.embeddings stå tom; den trengs ikke.",
        "Name the folder with the model's files, or leave segment.embeddings empty; it is not needed.",
    ),
}
