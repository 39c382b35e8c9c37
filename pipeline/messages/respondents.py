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
}
