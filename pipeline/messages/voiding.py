"""Messages of the room `voiding`: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "voiding.held": (
        "{path} er ikke lenger riktig, men kan ikke fjernes. Endringen er ikke lagret.",
        "{path} is no longer right, but cannot be removed. The change has not been saved.",
    ),
    "voiding.held.hint": (
        "Lukk filen i andre programmer (Word, NVivo), og prøv igjen.",
        "Close the file in other programs (Word, NVivo), and try again.",
    ),
}
