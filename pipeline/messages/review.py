"""Messages of the room `review`: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "review.sign.nobody": (
        "En signatur må ha et navn.",
        "A signature needs a name.",
    ),
    "review.sign.nobody.hint": (
        "Skriv hvem som har kontrollert utskriften.",
        "Say who has checked the transcript.",
    ),
    "review.sign.round": (
        "Rundene telles fra 1.",
        "Rounds are counted from 1.",
    ),
    "review.sign.round.hint": (
        "Oppgi hvilken runde som er ferdig, for eksempel 1.",
        "Say which round is done, for example 1.",
    ),
    "review.sign.empty": (
        "Utskriften har ingen ord, så det er ingenting å signere.",
        "The transcript has no words, so there is nothing to sign.",
    ),
    "review.sign.empty.hint": (
        "Hør gjennom opptaket og sett inn det som ble sagt, eller skriv det ut på nytt.",
        "Listen to the recording and insert what was said, or transcribe it again.",
    ),
    "review.sign.already": (
        "Runde {round} er allerede signert av samme person, og teksten er ikke endret siden.",
        "Round {round} has already been signed by the same person, and the text has not changed since.",
    ),
    "review.sign.already.hint": (
        "Gå videre til neste runde, eller la en annen signere runde {round}.",
        "Go on to the next round, or let somebody else sign round {round}.",
    ),
    "review.sign.unplayed": (
        "{left} av {total} minutter tale er ikke spilt av i denne runden.",
        "{left} of {total} minutes of speech have not been played in this round.",
    ),
    "review.sign.unplayed.hint": (
        "Spill av resten, eller skriv hvorfor runden kan signeres likevel (--reason TEKST).",
        "Play the rest, or give the reason why the round can be signed all the same (--reason TEXT).",
    ),
}
