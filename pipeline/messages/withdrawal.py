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
    "withdrawal.unfinished": (
        "Tilbaketrekkingen av {interview} ble avbrutt og må fullføres først.",
        "The withdrawal of {interview} was cut off and has to be finished first.",
    ),
    "withdrawal.unfinished.hint": (
        "Kjør `renskriv forget {interview}` igjen.",
        "Run `renskriv forget {interview}` again.",
    ),
    "withdrawal.receipt": (
        "Kvittering {number}\n\nEn deltaker har trukket samtykket, og intervjuet ble {date} fjernet fra studien.\n"
        "Fjernet: {files} filer om intervjuet, {recordings} leverte opptak, {identities} navn og steder som bare "
        "dette intervjuet nevnte,\nog alt som var eksportert. Sikkerhetskopier utenfor studiens mappe må slettes "
        "for hånd.\n",
        "Receipt {number}\n\nA participant has withdrawn consent, and the interview was removed from the study on "
        "{date}.\nRemoved: {files} files of the interview, {recordings} delivered recordings, {identities} names and "
        "places that only\nthis interview mentioned, and all that was exported. Backups outside the study's folder "
        "have to be deleted by hand.\n",
    ),
}
