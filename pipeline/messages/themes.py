"""Messages about themes and decisions made elsewhere: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "themes.csv.at": (
        "{file}, linje {line}, kolonne {column}: {what}",
        "{file}, line {line}, column {column}: {what}",
    ),
    "themes.csv.hint": (
        "Tabellen har kolonnene interview, turn og themes, én linje per utsagn. Flere temaer skilles med "
        "semikolon; - betyr utenfor guiden.",
        "The table has the columns interview, turn and themes, one line for each turn. Several themes are "
        "separated by semicolons; - means outside the guide.",
    ),
    "themes.csv.unreadable": (
        "{file} kan ikke leses som en tabell.",
        "{file} cannot be read as a table.",
    ),
    "themes.csv.columns": (
        "kolonnene interview, turn og themes mangler.",
        "the columns interview, turn and themes are missing.",
    ),
    "themes.csv.quote": (
        "et anførselstegn mangler.",
        "a quotation mark is missing.",
    ),
    "themes.csv.short": ("linjen har for få kolonner.", "the line has too few columns."),
    "themes.csv.empty": ("cellen er tom.", "the cell is empty."),
    "themes.csv.turn": (
        "intervjuet har ikke dette utsagnet.",
        "the interview does not have this turn.",
    ),
    "themes.csv.theme": (
        "intervjuguiden har ikke dette temaet.",
        "the interview guide does not have this theme.",
    ),
    "themes.csv.interview": (
        "studien har ikke dette intervjuet.",
        "the study does not have this interview.",
    ),
    "themes.csv.refused": (
        "Avgjørelsene om {interview} kunne ikke tas inn: teksten ble endret imens.",
        "The decisions about {interview} could not be taken in: the text changed meanwhile.",
    ),
    "themes.csv.refused.hint": ("Kjør samme kommando igjen.", "Run the same command again."),
    "themes.no_guide": (
        "Studien har ingen intervjuguide ({file}).",
        "The study has no interview guide ({file}).",
    ),
    "themes.no_guide.hint": (
        "Hent den fra et dokument med «renskriv guide import FIL» (.docx, .md, .txt).",
        "Take it from a document with `renskriv guide import FILE` (.docx, .md, .txt).",
    ),
    "themes.guide_there": (
        "Studien har alt en intervjuguide ({file}), og den er ikke som denne.",
        "The study already has an interview guide ({file}), and it is not like this one.",
    ),
    "themes.guide_there.hint": (
        "Gi {file} et annet navn først. Har dere begynt å kategorisere, må temaene beholde id-ene sine.",
        "Rename {file} first. If you have begun to code, the themes must keep their ids.",
    ),
    "themes.overlap": (
        "«{first}» og «{second}» ligner hverandre ({percent} %): {words}. Avsnitt kan havne i feil av dem.",
        "'{first}' and '{second}' are alike ({percent} %): {words}. Passages may end up in the wrong one.",
    ),
    "themes.no_key_words": (
        "Ingen av temaene har stikkord (key_words). Noen ord til hvert gir bedre forslag.",
        "None of the themes has key words (key_words). A few words for each give better proposals.",
    ),
    "themes.not_two": (
        "Uavhengig koding trenger to kodere; her er {count}.",
        "Independent coding needs two coders; here are {count}.",
    ),
    "themes.not_two.hint": (
        "Sett coders = 2 under [segment] i study.toml, og la begge kategorisere samme intervju.",
        "Set coders = 2 under [segment] in study.toml, and let both code the same interview.",
    ),
}
