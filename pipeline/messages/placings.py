"""Messages of the desk for themes: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "placings.not_deidentified": (
        "{interview} er ikke avidentifisert ennå, og kan ikke kategoriseres.",
        "{interview} is not de-identified yet, and cannot be coded.",
    ),
    "placings.not_deidentified.hint": (
        "Kjør «renskriv anonymise» først.",
        "Run `renskriv anonymise` first.",
    ),
    "placings.not_cut": (
        "{interview} har ingen forslag til temaer for teksten og guiden slik de er nå.",
        "{interview} has no proposals of themes for the text and the guide as they are now.",
    ),
    "placings.not_cut.hint": ("Kjør «renskriv segment».", "Run `renskriv segment`."),
    "placings.refused.unknown_theme": (
        "Intervjuguiden har ikke dette temaet.",
        "The interview guide does not have this theme.",
    ),
    "placings.refused.unknown_code": (
        "Denne egne kategorien finnes ikke lenger.",
        "This code of your own is no longer there.",
    ),
    "placings.refused.unknown_passage": (
        "Ingen har plassert dette avsnittet, eller noen har trukket det.",
        "Nobody has placed this passage, or somebody has withdrawn it.",
    ),
    "placings.refused.unknown_question": (
        "study.toml har ikke denne problemstillingen.",
        "study.toml does not have this research question.",
    ),
    "placings.refused.used_code": (
        "Nummeret på kategorien er alt brukt.",
        "The number of the code is already used.",
    ),
    "placings.refused.no_name": ("Kategorien må ha et navn.", "The code must have a name."),
    "placings.refused.long_name": (
        "Navnet er for langt; kodeverktøyene tar høyst 63 tegn med nummeret.",
        "The name is too long; the coding tools take at most 63 characters with the number.",
    ),
    "placings.refused.same_name": (
        "En kategori på samme sted heter det samme.",
        "A code in the same place has the same name.",
    ),
    "placings.refused.inside_itself": (
        "En kategori kan ikke ligge under seg selv eller slås sammen med seg selv.",
        "A code cannot lie under itself or be merged with itself.",
    ),
    "placings.refused.outside": (
        "Stedet ligger utenfor teksten.",
        "The place lies outside the text.",
    ),
    "placings.refused.stale": (
        "Teksten er endret siden siden ble åpnet; last den på nytt.",
        "The text has changed since the page was opened; load it again.",
    ),
    "placings.refused.moved_on": (
        "Noe annet er bestemt om det samme siden; det kan ikke angres nå.",
        "Something else has been decided about it since; it cannot be undone now.",
    ),
    "placings.refused.overtaken": (
        "Noen andre har bestemt noe om det samme i mellomtiden, og det blir stående.",
        "Somebody else has decided something about it meanwhile, and that stands.",
    ),
    "placings.refused.not_here": (
        "Dette hører til en annen logg.",
        "This belongs to another log.",
    ),
}
