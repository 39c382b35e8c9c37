"""Messages of the room `weights`: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "weights.no_manifest": (
        "Listen over modeller mangler eller er skadet: {path}",
        "The list of models is missing or damaged: {path}",
    ),
    "weights.no_manifest.hint": (
        "Den følger med programmet: hent programmets mappe på nytt.",
        "It comes with the program: get the program's folder again.",
    ),
    "weights.unknown": ("Ingen modell heter {name}.", "There is no model called {name}."),
    "weights.unknown.hint": (
        "Mente du {names}? `renskriv models list` viser alle; en egen modell nevnes med filens sti.",
        "Did you mean {names}? `renskriv models list` shows all; name a model of your own by its path.",
    ),
    "weights.unknown.hint_none": (
        "`renskriv models list` viser alle; en egen modell nevnes med filens sti.",
        "`renskriv models list` shows all; name a model of your own by its path.",
    ),
    "weights.no_path": ("Det ligger ingen modell her: {path}", "There is no model here: {path}"),
    "weights.no_path.hint": (
        "Oppgi en .pt-fil, eller en mappe med config.json og model.safetensors.",
        "Give a .pt file, or a folder with config.json and model.safetensors.",
    ),
    "weights.missing": (
        "Modellen {name} er ikke på denne maskinen ({files} mangler).",
        "The model {name} is not on this machine ({files} missing).",
    ),
    "weights.missing.hint": (
        "Med nett: skriv `renskriv models fetch {name}`. Uten nett: {by_hand}",
        "With a network: type `renskriv models fetch {name}`. Without: {by_hand}",
    ),
    "weights.by_hand": (
        "hent {urls} på en annen maskin og legg det i {folder}",
        "get {urls} on another machine and put it into {folder}",
    ),
    "weights.by_hand.hint": ("For hånd: {by_hand}", "By hand: {by_hand}"),
    "weights.missing.hint_embedded": (
        "Den følger med programmet: hent programmets mappe på nytt, eller legg {files} i {folder}",
        "It comes with the program: get the program's folder again, or put {files} into {folder}",
    ),
    "weights.missing.hint_local": (
        "Kopier modellen på nytt til {folder}",
        "Copy the model to {folder} again",
    ),
    "weights.damaged": (
        "Modellfilen {file} (modell {name}) er skadet eller en annen enn den skal være.",
        "The model file {file} (model {name}) is damaged, or not the file it should be.",
    ),
    "weights.damaged.hint": (
        "Skriv `renskriv models fetch {name}` for å hente den på nytt. Uten nett: {by_hand}",
        "Type `renskriv models fetch {name}` to get it again. Without a network: {by_hand}",
    ),
    "weights.unreadable": ("Modellfilen {file} kan ikke åpnes.", "The model file {file} cannot be opened."),
    "weights.unreadable.hint": (
        "Se etter at {folder} finnes og at du har lov til å lese det som ligger der.",
        "See that {folder} is there and that you may read what lies in it.",
    ),
    "weights.unloadable": (
        "Modellfilen {file} er skadet eller ikke en Whisper-modell. Ingenting i den ble kjørt.",
        "The model file {file} is damaged or no Whisper model. Nothing in it was run.",
    ),
    "weights.unloadable.hint": (
        "Hent den på nytt derfra du fikk den, eller velg en annen: `renskriv models list`.",
        "Get it again from where you got it, or choose another: `renskriv models list`.",
    ),
    "weights.english_only": (
        "Modellen {file} kan bare engelsk.",
        "The model {file} knows only English.",
    ),
    "weights.english_only.hint": (
        "Velg en flerspråklig: `renskriv models list`.",
        "Choose a multilingual one: `renskriv models list`.",
    ),
    "weights.nothing_to_fetch": (
        "Modellen {name} hentes ikke fra nettet.",
        "The model {name} is not fetched from the network.",
    ),
    "weights.nothing_to_fetch.hint": (
        "Den følger med programmet eller er din egen; `renskriv models list` viser dem som kan hentes.",
        "It comes with the program or is your own; `renskriv models list` shows those that can be fetched.",
    ),
    "weights.no_network": ("Fikk ikke kontakt med {host}.", "Could not reach {host}."),
    "weights.refused": ("{host} svarte {status} på {url}", "{host} answered {status} for {url}"),
    "weights.insecure": (
        "Modellen {name} ble ikke hentet: {host} er ikke en kryptert adresse (https).",
        "The model {name} was not fetched: {host} is not an encrypted address (https).",
    ),
    "weights.cut": (
        "Forbindelsen ble brutt mens {file} ble hentet; det som kom, er tatt vare på.",
        "The connection was cut while {file} was fetched; what had come is kept.",
    ),
    "weights.cut.hint": (
        "Skriv `renskriv models fetch {name}` igjen: den fortsetter der den slapp.",
        "Type `renskriv models fetch {name}` again: it goes on where it stopped.",
    ),
    "weights.wrong_digest": (
        "{file} kom fram med feil innhold (sha256 stemmer ikke) og ble slettet.",
        "{file} arrived with the wrong contents (sha256 differs) and was removed.",
    ),
    "weights.no_digest": (
        "{host} oppga ikke hva {file} skal inneholde (sha256), så filen ble ikke hentet.",
        "{host} did not state what {file} should contain (sha256), so it was not fetched.",
    ),
    "weights.space": (
        "Det er ikke plass til modellen {name}: den trenger {needed} til, og {folder} har {free} ledig.",
        "There is no room for the model {name}: it needs {needed} more, and {folder} has {free} free.",
    ),
    "weights.full": (
        "Disken er full: {folder}. Det som er hentet, er tatt vare på.",
        "The disk is full: {folder}. What was fetched is kept.",
    ),
    "weights.space.hint": (
        "Frigjør plass, eller la miljøvariabelen RENSKRIV_MODELS vise til en mappe på en større disk.",
        "Make room, or let the environment variable RENSKRIV_MODELS name a folder on a larger disk.",
    ),
    "weights.no_writing": ("Får ikke skrevet i {folder}", "Cannot write in {folder}"),
    "weights.no_writing.hint": (
        "Gi deg selv skrivetilgang, eller la miljøvariabelen RENSKRIV_MODELS vise til en annen mappe.",
        "Give yourself permission, or let the environment variable RENSKRIV_MODELS name another folder.",
    ),
    "weights.note.sample": (
        "bare til eksempelintervjuet: har aldri hørt et menneske",
        "for the sample interview only: has never heard a human voice",
    ),
    "weights.note.voice_activity": (
        "finner hvor noen snakker; brukes alltid",
        "finds where somebody speaks; always used",
    ),
    "weights.note.names": (
        "ser navn i teksten; brukes når det avidentifiseres",
        "sees names in the text; used when a text is de-identified",
    ),
    "weights.note.openai": (
        "OpenAI: mange språk; nynorsk og dialekt klart svakere enn bokmål",
        "OpenAI: many languages; Nynorsk and dialects much weaker than Bokmål",
    ),
    "weights.note.openai_turbo": (
        "OpenAI: large-v3 med en liten dekoder, raskere; mange språk",
        "OpenAI: large-v3 with a small decoder, faster; many languages",
    ),
    "weights.note.nb_whisper": (
        "Nasjonalbiblioteket: laget for norsk, bokmål og nynorsk",
        "National Library of Norway: made for Norwegian, Bokmål and Nynorsk",
    ),
    "weights.note.own": ("din egen", "your own"),
}
