"""Messages of the room `risk`: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {}
