"""Messages of the room `withdrawal`: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "withdrawal.back": (
        "{name} hører til et intervju som er trukket tilbake, og tas ikke inn igjen.",
        "{name} belongs to an interview that was withdrawn, and is not taken in again.",
    ),
    "withdrawal.back.hint": (
        "Slett filen, også der kopier ligger.",
        "Delete the file, and its copies wherever they lie.",
    ),
    "withdrawal.id": (
        "{interview} er brukt før og kan ikke brukes igjen.",
        "{interview} has been used before and cannot be used again.",
    ),
}
