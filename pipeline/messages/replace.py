"""Messages about what stands in the text instead: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "replace.milder": (
        '{key} = "{value}" er mildere enn i tekst for dere som forsker ("{least}").',
        '{key} = "{value}" is milder than in text for you who do the research ("{least}").',
    ),
    "replace.milder.hint": (
        'Sett {key} = "{least}" eller strengere i study.toml (keep, generalise, surrogate, placeholder, remove).',
        'Set {key} = "{least}" or stricter in study.toml (keep, generalise, surrogate, placeholder, remove).',
    ),
}
