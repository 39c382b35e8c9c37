"""Messages of the room `respondents`: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "respondents.named": (
        "Det som står om respondenten i {interview}, har navnet eller et nummer til en person i studien.",
        "What is told of the respondent of {interview} holds the name or a number of a person in the study.",
    ),
    "respondents.named.hint": (
        "Skriv en rolle eller en gruppe i stedet, i study.toml under [respondents] eller på siden.",
        "Write a role or a group instead, in study.toml under [respondents] or on the page.",
    ),
    "respondents.single": (
        "ingen andre i utvalget har det samme",
        "nobody else in the sample has the same",
    ),
    "respondents.few": (
        "færre enn fem i utvalget har det samme",
        "fewer than five in the sample have the same",
    ),
    "respondents.terms": (
        "Det som står om samtykket til {interview} i study.toml, kan ikke leses.",
        "What study.toml says of the consent of {interview} cannot be read.",
    ),
    "respondents.terms.hint": (
        'Skriv consent = "work" eller "publish", until = "2027-06-30", deletion = "promised", eller la dem være.',
        'Write consent = "work" or "publish", until = "2027-06-30", deletion = "promised", or leave them out.',
    ),
    "respondents.terms.ended": ("samtykket gjelder ikke lenger", "the consent has ended"),
    "respondents.terms.not_publish": (
        "samtykket gjelder ikke tekst for alle",
        "the consent is not for text for everybody",
    ),
    "respondents.terms.deletion": (
        "deltakeren er lovet sletting, ikke anonymisering",
        "the participant was promised deletion, not anonymisation",
    ),
}
