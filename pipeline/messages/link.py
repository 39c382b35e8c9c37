"""Messages about who is who: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "link.reason.person": ("Lagt til av en person.", "Added by a person."),
    "link.doubt.spelling": ("To skrivemåter av samme navn?", "Two spellings of one name?"),
    "link.doubt.letter": ("Navnene skiller seg med én bokstav.", "The names differ by a letter."),
    "link.doubt.first_name": (
        "Samme navn i et annet intervju; det kan være to forskjellige.",
        "The same name in another interview; they may be two.",
    ),
    "link.doubt.which": (
        "Navnet passer på flere i intervjuet.",
        "The name fits several people in the interview.",
    ),
    "link.doubt.short": (
        "Kan være en kortere form av samme navn.",
        "May be a shorter form of the same name.",
    ),
    "link.doubt.nickname": ("Kan være et kjælenavn.", "May be a pet form."),
    "link.doubt.initials": ("Forbokstavene passer.", "The initials fit."),
    "link.doubt.office": (
        "Samme stilling i flere intervjuer; det kan være én person.",
        "The same office in several interviews; it may be one person.",
    ),
    "link.doubt.workplace": (
        "Samme stilling på samme sted i flere intervjuer; det kan være én person.",
        "The same title at the same place in several interviews; it may be one person.",
    ),
    "link.together": (
        "Stillingen er nevnt i {count} intervjuer. Er det samme person i alle?",
        "It is mentioned in {count} interviews. Is it the same person in all of them?",
    ),
    "link.doubt.title": (
        "Tittelen kan være denne personens.",
        "The title may be this person's.",
    ),
}
