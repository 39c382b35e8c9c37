"""Messages of the room `withdrawal`: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {}
