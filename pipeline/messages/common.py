"""Messages that several rooms say: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "common.no_study": (
        "Fant ingen studie (study.toml) i {folder} eller mappene over.",
        "Found no study (study.toml) in {folder} or the folders above it.",
    ),
    "common.no_study.hint": (
        "Lag en med «renskriv init MAPPE», eller pek på en med --study MAPPE.",
        "Make one with `renskriv init DIR`, or point at one with --study DIR.",
    ),
    "common.disk_full": (
        "Disken er full: {path} ble ikke skrevet.",
        "The disk is full: {path} was not written.",
    ),
    "common.disk_full.hint": (
        "Frigjør plass og kjør samme kommando igjen; det som er gjort, er bevart.",
        "Free some space and run the same command again; what is done is kept.",
    ),
    "common.read_only": ("Har ikke lov til å skrive {path}.", "Not allowed to write {path}."),
    "common.read_only.hint": (
        "Lukk filen hvis den er åpen i et annet program. Ellers: gi deg selv skriverettigheter til mappen, eller flytt studien.",
        "Close the file if another program has it open. Otherwise give yourself the right to write in this folder, or move the study.",
    ),
    "common.missing": ("{path} finnes ikke ennå.", "{path} does not exist yet."),
    "common.missing.hint": (
        "«renskriv status» viser hva som er neste steg.",
        "`renskriv status` shows the next step.",
    ),
    "common.damaged": ("{path} er skadet og kan ikke leses.", "{path} is damaged and cannot be read."),
    "common.damaged_line": (
        "Linje {line} i {path} er skadet og kan ikke leses.",
        "Line {line} of {path} is damaged and cannot be read.",
    ),
    "common.damaged.hint": (
        "Hent filen fra sikkerhetskopien. En fil som maskinen lager, kan slettes og lages på nytt; "
        "decisions.jsonl kan ikke det.",
        "Take the file from your backup. A file that the machine makes can be deleted and made again; "
        "decisions.jsonl cannot.",
    ),
    "common.busy": (
        "{name} er i bruk av en annen kjøring av Renskriv.",
        "{name} is in use by another run of Renskriv.",
    ),
    "common.busy.hint": ("Vent til den er ferdig, og prøv igjen.", "Wait until it is done, and try again."),
}
