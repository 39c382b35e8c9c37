"""Messages of the language model: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "language_model.unknown": (
        "Språkmodellen {name} er ikke på denne maskinen.",
        "The language model {name} is not on this machine.",
    ),
    "language_model.unknown.hint": (
        'Rett language_model i study.toml: "" er modellen som følger med; ellers navnet på en installert nb_core_news-pakke, eller stien til mappen med en spaCy-modell (config.cfg) eller en transformer (config.json).',
        'Correct language_model in study.toml: "" is the model that ships; else the name of an installed nb_core_news package, or the path of the folder with a spaCy model (config.cfg) or a transformer (config.json).',
    ),
    "language_model.unloadable": (
        "Språkmodellen {name} lar seg ikke laste ({kind}).",
        "The language model {name} cannot be loaded ({kind}).",
    ),
    "language_model.unloadable.hint": (
        'Den er laget for en annen versjon av spaCy, eller trenger en pakke som ikke er installert (en transformer trenger transformers). Skriv language_model = "" i study.toml for å bruke modellen som følger med.',
        'It was made for another version of spaCy, or needs a package that is not installed (a transformer needs transformers). Write language_model = "" in study.toml to use the model that ships.',
    ),
    "language_model.nameless": (
        "Språkmodellen {name} leter ikke etter navn.",
        "The language model {name} does not look for names.",
    ),
}
