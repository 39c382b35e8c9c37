"""Messages of the room `redact`: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "redact.caution": (
        "Stemmen kan fortsatt kjennes igjen, og opptaket er derfor ikke anonymt. Det som ikke er skrevet ut, eller er "
        "skrevet på feil sted, høres fortsatt. Hør gjennom hele opptaket før noen andre får det.",
        "The voice can still be recognised, and so the recording is not anonymous. What was not written down, or was "
        "written in the wrong place, is still heard. Listen to all of the recording before anybody else gets it.",
    ),
}
