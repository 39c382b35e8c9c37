"""Messages about guides that come from documents: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "guide_import.kind": (
        "{name} er ikke en fil som en intervjuguide kan hentes fra.",
        "{name} is not a file that an interview guide can be taken from.",
    ),
    "guide_import.kind.hint": (
        "Lagre den som en av disse: {kinds}.",
        "Save it as one of these: {kinds}.",
    ),
    "guide_import.unreadable": ("{name} kan ikke leses.", "{name} cannot be read."),
    "guide_import.unreadable.hint": (
        "Åpne filen der den ble laget, og lagre den på nytt.",
        "Open the file where it was made, and save it again.",
    ),
    "guide_import.large": (
        "{name} er for stor til å være en intervjuguide.",
        "{name} is too large to be an interview guide.",
    ),
    "guide_import.large.hint": (
        "Se etter om det er riktig fil, og ta ut bilder.",
        "Check that it is the right file, and take out pictures.",
    ),
    "guide_import.nothing": (
        "Fant verken temaer eller spørsmål i {name}.",
        "Found neither themes nor questions in {name}.",
    ),
    "guide_import.nothing.hint": (
        "Gi temaene overskriftsstiler i Word (eller # i Markdown), og skriv ett spørsmål per linje.",
        "Give the themes heading styles in Word (or # in Markdown), and write one question a line.",
    ),
    "guide_import.head": (
        "Hentet fra {name}. Se gjennom før bruk; det som er usikkert, er merket.",
        "Taken from {name}. Look through it before use; what is unsure is marked.",
    ),
    "guide_import.left_out": (
        "Utelatt, fra linje {place}: {text}",
        "Left out, from line {place}: {text}",
    ),
    "guide_import.unsure": ("Usikkert: {what}", "Unsure: {what}"),
    "guide_import.question": (
        "er dette et spørsmål? {text}",
        "is this a question? {text}",
    ),
    "guide_import.loose": ("Uten tema", "Without a theme"),
    "guide_import.loose.why": (
        "disse spørsmålene sto ikke under noen overskrift.",
        "these questions stood under no heading.",
    ),
    "guide_import.hollow": (
        "fant ikke spørsmål her; det som står under, er satt i stedet.",
        "found no questions here; what stands below was put instead.",
    ),
    "guide_import.deep": (
        "sto under «{title}»; en guide har bare temaer og undertemaer.",
        "stood under '{title}'; a guide has themes and subthemes only.",
    ),
}
