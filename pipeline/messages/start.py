"""Messages of the view where a new study begins: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "start.what": (
        "En studie er en mappe på denne maskinen. Opptak, utskrifter og alt dere bestemmer, ligger i den.",
        "A study is a folder on this machine. Recordings, transcripts and all that you decide lie in it.",
    ),
    "start.folder": ("Mappe", "Folder"),
    "start.folder_help": (
        "Hele stien, for eksempel {example}. Ikke en mappe som synkroniseres til andre maskiner.",
        "The whole path, for example {example}. Not a folder that is synced to other machines.",
    ),
    "start.folder_needed": ("Mappen mangler.", "The folder is missing."),
    "start.folder_needed.hint": ("Skriv hvor studien skal ligge.", "Write where the study shall lie."),
    "start.folder_whole": ("Stien er ikke hel.", "The path is not whole."),
    "start.folder_whole.hint": (
        "Begynn fra toppen (/… eller C:\\…) eller fra hjemmemappen (~/…).",
        "Begin at the top (/… or C:\\…) or at your home folder (~/…).",
    ),
    "start.guide": ("Intervjuguide (kan vente)", "Interview guide (can wait)"),
    "start.guide_help": ("En guide.yaml som finnes fra før.", "A guide.yaml that exists already."),
    "start.go": ("Lag studien", "Make the study"),
    "start.done": ("Studien er laget.", "The study is made."),
    "start.open": ("Åpne studien", "Open the study"),
    "start.elsewhere": (
        "Siden viser en annen studie. Åpne den nye med: renskriv review --study {folder}",
        "This page shows another study. Open the new one with: renskriv review --study {folder}",
    ),
}
