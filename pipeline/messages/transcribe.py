"""Messages of the room `transcribe`: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {}
