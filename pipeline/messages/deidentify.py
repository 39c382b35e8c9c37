"""Messages about de-identified text: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "deidentify.row": (
        "{interview}: {all} funn, {check} å se nærmere på ({types})",
        "{interview}: {all} findings, {check} to look at ({types})",
    ),
    "deidentify.written": (
        "{interview}: avidentifisert, {count} erstatninger, {seen} → {folder}",
        "{interview}: de-identified, {count} replacements, {seen} → {folder}",
    ),
    "deidentify.seen": ("gjennomgått av mennesker", "checked by people"),
    "deidentify.unseen": (
        "IKKE gjennomgått av mennesker ({count} forslag står ubesett)",
        "NOT checked by people ({count} suggestions unseen)",
    ),
    "deidentify.review": (
        "{interview}: venter på at utskriften er kontrollert og signert (`renskriv review`, eller `renskriv verify`). "
        "Ingenting er erstattet.",
        "{interview}: waits until the transcript is checked and signed (`renskriv review`, or `renskriv verify`). "
        "Nothing has been replaced.",
    ),
    "deidentify.decide": (
        "{interview}: venter på {count} avgjørelser i «Personer og steder» (`renskriv review`). Ingenting er "
        "erstattet; `--accept-suggestions` bruker forslagene slik de er.",
        "{interview}: waits for {count} decisions in «People and places» (`renskriv review`). Nothing has been "
        "replaced; `--accept-suggestions` takes the suggestions as they are.",
    ),
    "deidentify.stopped": (
        "{interview}: stoppet. Noe som identifiserer, står igjen etter to gjennomganger: {places}. "
        "Avgjør stedene i «Personer og steder» (`renskriv review`).",
        "{interview}: stopped. Something that identifies is left after two passes: {places}. "
        "Decide these places in «People and places» (`renskriv review`).",
    ),
    "deidentify.place": ("utsagn {turn}, tegn {start}–{end}", "turn {turn}, characters {start}–{end}"),
    "deidentify.beside": (
        "talerens merkelapp eller intervjuets id",
        "a speaker's label or the interview's id",
    ),
    "deidentify.ordinary": (
        "{interview}: {count} steder har et vanlig ord som også er et navn i studien. De står som de er; "
        "se dem i «Personer og steder».",
        "{interview}: {count} places hold a common word that is also a name in the study. They stay as they are; "
        "see them in «People and places».",
    ),
    "deidentify.state": (
        "Teksten er avidentifisert, ikke anonym: nøkkel, originaler og opptak finnes.",
        "The text is de-identified, not anonymous: key, originals and recordings exist.",
    ),
    "deidentify.no_text": (
        "{interview} har ingen avidentifisert tekst å godkjenne.",
        "{interview} has no de-identified text to sign off.",
    ),
    "deidentify.no_text.hint": ("Kjør `renskriv anonymise` først.", "Run `renskriv anonymise` first."),
    "deidentify.not_reviewed": (
        "I {interview} er det forslag som ingen har tatt stilling til.",
        "In {interview} there are suggestions that nobody has decided on.",
    ),
    "deidentify.not_reviewed.hint": (
        "Åpne «Personer og steder» (`renskriv review`) og avgjør dem; kjør så `renskriv anonymise` uten flagg.",
        "Open «People and places» (`renskriv review`) and decide them; then run `renskriv anonymise` without a flag.",
    ),
    "deidentify.no_sound": (
        "{interview} har ikke lyd og funn, så det er ingenting å dekke over.",
        "{interview} has no sound with findings, so there is nothing to cover.",
    ),
    "deidentify.no_sound.hint": (
        "Kjør `renskriv anonymise` først; importerte utskrifter har ingen lyd.",
        "Run `renskriv anonymise` first; imported transcripts have no sound.",
    ),
}
