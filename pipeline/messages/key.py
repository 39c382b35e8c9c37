"""Messages of the room `key`: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "key.there": ("Studien har en nøkkel allerede.", "The study has a key already."),
    "key.there.hint": (
        "Den brukes til den destrueres med `renskriv key destroy`.",
        "It is used until it is destroyed with `renskriv key destroy`.",
    ),
    "key.inside": ("{path} ligger i studiens mappe.", "{path} lies in the study's folder."),
    "key.inside.hint": (
        "Legg nøkkelen et annet sted enn det den låser: en annen disk, eller en mappe som ikke følger studien.",
        "Put the key elsewhere than what it locks: another disk, or a folder that does not go with the study.",
    ),
    "key.short": (
        "Passordfrasen er kortere enn {least} tegn.",
        "The passphrase is shorter than {least} characters.",
    ),
    "key.short.hint": (
        "Bruk fire–fem tilfeldige ord. Den kan ikke finnes igjen om den glemmes.",
        "Use four or five random words. It cannot be found again when forgotten.",
    ),
    "key.exists": (
        "{path} finnes allerede og overskrives ikke.",
        "{path} exists already and is not written over.",
    ),
    "key.exists.hint": (
        "Velg et annet sted. En nøkkel som en annen studie bruker, må ikke slettes.",
        "Choose another place. A key that another study uses must not be deleted.",
    ),
    "key.toml": (
        "study.toml er skrevet slik at mottakeren ikke kan settes inn uten å endre noe annet.",
        "study.toml is written so that the recipient cannot be put in without changing anything else.",
    ),
    "key.toml.hint": (
        "Sett seksjonen [key] på egne linjer i study.toml, med «{line}» eller tom under, og prøv igjen.",
        "Put the section [key] on lines of its own in study.toml, with '{line}' or nothing under it, and try again.",
    ),
    "key.recipient": (
        "Mottakeren i study.toml er ingen age-mottaker.",
        "The recipient in study.toml is no age recipient.",
    ),
    "key.recipient.hint": (
        "Den begynner med age1 og skrives av `renskriv key create`; rett linjen recipient under [key].",
        "It begins with age1 and is written by `renskriv key create`; mend the line recipient under [key].",
    ),
    "key.none": ("Det er ingen koblingsnøkkel å åpne.", "There is no link key to open."),
    "key.none.hint": (
        "Lag en med `renskriv key create`; den skrives når intervjuene avidentifiseres.",
        "Make one with `renskriv key create`; it is written when interviews are de-identified.",
    ),
    "key.no_identity": (
        "{path} er ikke en nøkkel som `renskriv key create` har laget.",
        "{path} is not a key that `renskriv key create` made.",
    ),
    "key.no_identity.hint": (
        "Oppgi filen som ble laget da nøkkelen ble opprettet (…-nokkel.age).",
        "Give the file that was made when the key was created (…-nokkel.age).",
    ),
    "key.wrong": (
        "Passordfrasen er feil, eller nøkkelen er skadet.",
        "The passphrase is wrong, or the key is damaged.",
    ),
    "key.wrong.hint": ("Prøv igjen. Forsøket er loggført.", "Try again. The attempt has been logged."),
    "key.other": (
        "Koblingsnøkkelen er låst med en annen nøkkel, eller skadet.",
        "The link key is locked with another key, or damaged.",
    ),
    "key.other.hint": (
        "Finn nøkkelen som hører til mottakeren i study.toml. Forsøket er loggført.",
        "Find the key that belongs to the recipient in study.toml. The attempt has been logged.",
    ),
    "key.destroyed": ("Koblingsnøkkelen er destruert.", "The link key has been destroyed."),
    "key.destroyed.hint": (
        "Kvitteringen ligger i transcripts_out/reports. Hvem som er hvem, kan ikke hentes tilbake.",
        "The receipt lies in transcripts_out/reports. Who is who cannot be brought back.",
    ),
    "key.protection.none": (
        "Ingen koblingsnøkkel: mappen identified/ er selv nøkkelen. Lag en med `renskriv key create`.",
        "No link key: the folder identified/ is itself the key. Make one with `renskriv key create`.",
    ),
    "key.protection.key": (
        "Koblingsnøkkelen er kryptert i {path}. Mappen identified/ holder fortsatt originalene i klartekst.",
        "The link key is encrypted in {path}. The folder identified/ still holds the originals in clear text.",
    ),
    "key.protection.not_written": (
        "Koblingsnøkkelen skrives kryptert til {path} ved neste `renskriv anonymise`. "
        "Mappen identified/ holder originalene i klartekst.",
        "The link key is written encrypted to {path} by the next `renskriv anonymise`. "
        "The folder identified/ holds the originals in clear text.",
    ),
    "key.protection.unfinished": (
        "Destrueringen av koblingsnøkkelen ble avbrutt. Kjør `renskriv key destroy` igjen.",
        "The destruction of the link key was cut off. Run `renskriv key destroy` again.",
    ),
    "key.protection.destroyed": (
        "Koblingsnøkkelen er destruert ({date}), og ingen opptak eller utskrifter er igjen i studien. "
        "Sikkerhetskopier må slettes for hånd.",
        "The link key was destroyed ({date}), and no recording or transcript is left in the study. "
        "Backups have to be deleted by hand.",
    ),
    "key.protection.destroyed_remains": (
        "Koblingsnøkkelen er destruert ({date}), men opptak og utskrifter er fortsatt i identified/ og viser hvem "
        "som er hvem: teksten er avidentifisert, ikke anonym. Sikkerhetskopier må slettes for hånd.",
        "The link key was destroyed ({date}), but recordings and transcripts are still in identified/ and show who is "
        "who: the text is de-identified, not anonymous. Backups have to be deleted by hand.",
    ),
}
