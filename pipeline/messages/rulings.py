"""Messages of the desk for identifiers: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "rulings.refused.gone": (
        "Personen eller stedet finnes ikke lenger, eller er slått sammen med noen andre.",
        "The person or place is no longer there, or has been linked with another.",
    ),
    "rulings.refused.no_place": (
        "Stedet finnes ikke lenger i teksten.",
        "The place is no longer in the text.",
    ),
    "rulings.refused.no_mention": (
        "Forslaget finnes ikke lenger; last siden på nytt.",
        "The suggestion is no longer there; load the page again.",
    ),
    "rulings.refused.no_interview": (
        "Intervjuet finnes ikke, eller har ingen utskrift.",
        "There is no such interview, or it has no transcript.",
    ),
    "rulings.refused.parted": (
        "Noen har bestemt at disse er to; angre det først.",
        "Somebody has decided that these are two; undo that first.",
    ),
    "rulings.refused.types": (
        "Bare to av samme slag kan slås sammen.",
        "Only two of the same kind can be linked.",
    ),
    "rulings.refused.no_person": ("Dette er ingen person.", "This is no person."),
    "rulings.refused.moved_on": (
        "Noe annet er bestemt om det samme siden; det kan ikke angres nå.",
        "Something else has been decided about it since; it cannot be undone now.",
    ),
    "rulings.refused.overtaken": (
        "Noen andre har bestemt noe om det samme i mellomtiden, og det blir stående.",
        "Somebody else has decided something about it meanwhile, and that stands.",
    ),
}
