"""Messages about coverage of the guide and agreement between coders: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "coverage.asked": ("spurt", "asked"),
    "coverage.rephrased": ("spurt med andre ord", "rephrased"),
    "coverage.skipped": ("ikke spurt", "skipped"),
    "coverage.not_meant": ("ikke til denne gruppen", "not for this group"),
}
