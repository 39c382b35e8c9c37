"""Messages of the page that all views share: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    # views
    "page.view.overview": ("Oversikt", "Overview"),
    "page.view.listen": ("Hør gjennom", "Listen through"),
    "page.view.identify": ("Personer og steder", "People and places"),
    "page.view.themes": ("Kategorier", "Categories"),
    "page.view.start": ("Ny studie", "New study"),
    "page.view.who": ("Hvem er du?", "Who are you?"),
    "page.tabs": ("Arbeidet med {interview}", "The work on {interview}"),
    "page.skip": ("Gå til innholdet", "Go to the content"),
    "page.loading": ("Henter …", "Loading …"),
    "page.noscript": (
        "Siden trenger JavaScript; alt av det kommer fra denne maskinen.",
        "The page needs JavaScript; all of it comes from this machine.",
    ),
    # words for buttons
    "page.cancel": ("Avbryt", "Cancel"),
    "page.close": ("Lukk", "Close"),
    "page.keep": ("Lagre", "Save"),
    "page.remove": ("Fjern", "Remove"),
    # language and person
    "page.language": ("Språk", "Language"),
    "page.language.nb": ("Norsk (bokmål)", "Norwegian (bokmål)"),
    "page.language.en": ("Engelsk", "English"),
    "page.change_who": ("Det er noen andre som arbeider nå", "Somebody else is working now"),
    "page.who": ("Hvem er du?", "Who are you?"),
    "page.who.why": (
        "Navnet ditt står ved alt du retter, spiller av og signerer. Det blir i studien på denne maskinen.",
        "Your name stands beside all that you correct, play and sign. It stays in the study on this machine.",
    ),
    "page.who.name": ("Navn", "Name"),
    "page.who.go": ("Begynn", "Begin"),
    "page.who.before": ("Har arbeidet her før", "Has worked here before"),
    "page.name_wrong": ("Navnet mangler eller er for langt.", "The name is missing or too long."),
    "page.name_wrong.hint": ("Skriv 1–{most} tegn.", "Write 1–{most} characters."),
    # refusals
    "page.who_needed": ("Si først hvem du er.", "Say first who you are."),
    "page.who_needed.hint": ("Åpne Oversikt på nytt.", "Open the overview again."),
    "page.opening": ("Åpner Renskriv …", "Opening Renskriv …"),
    "page.no_session": (
        "Denne siden kjenner deg ikke igjen.",
        "This page does not know you.",
    ),
    "page.no_session.hint": (
        "Åpne adressen som «renskriv review» skrev i terminalen; den gjelder til programmet avsluttes.",
        "Open the address that `renskriv review` wrote in the terminal; it holds until the program ends.",
    ),
    "page.foreign_host": ("Siden er bare for denne maskinen.", "The page is for this machine alone."),
    "page.foreign_host.hint": (
        "Bruk adressen som begynner med 127.0.0.1.",
        "Use the address that begins with 127.0.0.1.",
    ),
    "page.foreign_origin": (
        "Forespørselen kom fra en annen side og ble avvist.",
        "The request came from another page and was refused.",
    ),
    "page.foreign_origin.hint": (
        "Åpne adressen som «renskriv review» skrev i terminalen.",
        "Open the address that `renskriv review` wrote in the terminal.",
    ),
    "page.bug": ("Noe gikk galt i Renskriv.", "Something went wrong in Renskriv."),
    "page.bug.hint": (
        "Det som sto som lagret, er lagret. Terminalen viser hvor feilen oppsto, uten ord fra intervjuer.",
        "What was shown as saved is saved. The terminal shows where the fault is, without a word of any interview.",
    ),
    "page.bad_request": ("Siden sendte noe uventet.", "The page sent something unexpected."),
    "page.bad_request.hint": ("Last siden på nytt.", "Load the page again."),
    "page.too_much": ("Det var for mye på én gang.", "That was too much at once."),
    "page.too_much.hint": ("Del det opp.", "Divide it."),
    "page.no_server": ("Får ikke kontakt med Renskriv.", "Cannot reach Renskriv."),
    "page.no_server.hint": (
        "Start «renskriv review» igjen, og åpne den nye adressen i denne nettleseren.",
        "Start `renskriv review` again, and open the new address in this browser.",
    ),
    "page.no_study": ("Det er ingen studie her ennå.", "There is no study here yet."),
    "page.no_study.hint": ("Begynn en ny studie.", "Begin a new study."),
    "page.port_taken": ("Port {port} er opptatt.", "Port {port} is taken."),
    "page.port_taken.hint": (
        "Velg en annen med --port, eller utelat --port.",
        "Choose another one with --port, or leave --port out.",
    ),
    # work and files
    "page.made": ("{interview} er skrevet ut.", "{interview} is written out."),
    "page.nothing_to_do": ("Ingenting å gjøre.", "Nothing to do."),
    "page.work_busy": ("Dette er allerede i gang.", "This is under way already."),
    "page.work_busy.hint": ("Vent til den er ferdig, eller stopp den.", "Wait for it, or stop it."),
    "page.work_stopped": (
        "Stoppet. Det som er gjort så langt, er bevart; neste gang går det videre derfra.",
        "Stopped. What is done so far is kept; the next time goes on from there.",
    ),
    "page.work_died": (
        "Arbeidet ble brutt av systemet (ofte for lite minne). Det som er gjort, er bevart; start det igjen.",
        "The system ended the work (often too little memory). What is done is kept; start it again.",
    ),
    "page.file_name": ("Filen har ikke noe navn som kan brukes.", "The file has no name that can be used."),
    "page.file_name.hint": ("Gi den et annet navn først.", "Give it another name first."),
    "page.file_large": ("Filen er for stor.", "The file is too large."),
    "page.file_large.hint": (
        "Legg den i audio_in selv, eller del den opp.",
        "Put it into audio_in yourself, or divide it.",
    ),
    "page.file_kept": ("{name} ligger i audio_in.", "{name} is in audio_in."),
    # what is saved, in Personer og steder and Kategorier
    "page.saved.saved": ("Lagret", "Saved"),
    "page.saved.saving": ("Lagrer …", "Saving …"),
    "page.saved.offline": ("Ikke lagret", "Not saved"),
    "page.saved.again": ("Prøv igjen", "Try again"),
    "page.saved.kept": (
        "Det du avgjorde sist, er ikke lagret ennå. Det er tatt vare på i denne nettleseren og lagres når kontakten er "
        "tilbake.",
        "What you decided last is not saved yet. It is kept in this browser and saved when the contact is back.",
    ),
    "page.saved.full": (
        "Nettleseren kan ikke ta vare på det som ikke er lagret. Ha siden åpen til alt er lagret.",
        "The browser cannot keep what is not saved. Keep the page open until all is saved.",
    ),
    "page.saved.restored": (
        "Avgjørelser fra sist som ikke var lagret: {count}. De er hentet fram og lagres nå.",
        "Decisions from last time that were not saved: {count}. They have been brought back and are saved now.",
    ),
}
