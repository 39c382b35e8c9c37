"""Norwegian forms: how a word stands in the text, and another word put into the same form.

Bokmål and Nynorsk nouns are inflected by their endings; what does not follow them is listed. A phrase is a
noun with what describes it before (`liten skole`) and after (`leder i oppvekst`). Its genitive leaves out
what stands after, as nobody says «lederen i oppveksts».
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pipeline.anonymise.titles import ADJECTIVES, Title, title_of
from pipeline.anonymise.titles import Form as Stands
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.transcript import Language

#: What begins the part of a phrase that follows its noun.
_PREPOSITIONS = set_of("i på for ved av til hos fra frå under med innen innan innenfor om")
#: What makes a noun indefinite.
ARTICLES = set_of("en ei et ein eit")
_SENTENCE_ENDS = frozenset('.!?…:(«"“”–—-\n')
_SILENT = ("s", "x", "z", "S", "X", "Z")


_OWNERS = set_of(
    "min mi mitt mine din di ditt dine sin si sitt sine vår vårt våre vårres hans hennes hennar deres dykkar"
)


@dataclass(frozen=True)
class Form:
    """Number, definiteness and case of a noun; bare is singular, indefinite and nominative."""

    definite: bool = False
    plural: bool = False
    genitive: bool = False


BARE = Form()


@dataclass(frozen=True)
class Seen:
    """A title as it stands in a text: its dictionary form (lower case), its form, and how many hold it."""

    lemma: str = field(repr=False)
    form: Form
    holders: int
    rest: str = field(default="", repr=False)


def begins_sentence(before: str) -> bool:
    """Whether what follows this text begins a sentence.

    >>> begins_sentence("Ja. "), begins_sentence("takk til ")
    (True, False)
    """
    left = before.rstrip()
    return not left or left[-1] in _SENTENCE_ENDS


def capital(text: str) -> str:
    """The text with a capital first."""
    return text[:1].upper() + text[1:]


def genitive(text: str) -> str:
    """The genitive of a name or a noun: an apostrophe after s, x and z, else s.

    >>> genitive("lederen"), genitive("Hans")
    ('lederens', "Hans'")
    """
    return text + ("'" if text.endswith(_SILENT) else "s")


# ---------------------------------------------------------------------- how a title stands


def owner_apart(surface: str) -> tuple[str, str]:
    """A title and what says whose it is: `sjefen`, ` min`.

    >>> owner_apart("sjefen min"), owner_apart("sjefen")
    (('sjefen', ' min'), ('sjefen', ''))
    """
    title, _, last = surface.rpartition(" ")
    return (title, f" {last}") if title and last.casefold() in _OWNERS else (surface, "")


def seen(surface: str) -> Seen:
    """How a title stands: `rektorens`, `kommunaldirektøren for oppvekst`, `den nye leiaren`.

    A word that no list knows is read by its ending.
    """
    words = surface.split()
    cut = next((at for at, word in enumerate(words) if at and word.casefold() in _PREPOSITIONS), len(words))
    head, rest = [word.casefold().strip(".,;:") for word in words[:cut]], " ".join(words[cut:]).casefold()
    if not head:
        return Seen(surface.casefold(), BARE, 3)
    if len(head) == 1 and head[0] in _PRONOUNS:  # `hun i barnevernet`
        return Seen(head[0], Form(definite=True), 3, rest)
    split = len(head) > 1 and head[-2] not in ADJECTIVES
    for low in ("".join(head[-2:]), head[-1]) if split else (head[-1],):
        title = title_of(low)
        if title is not None:
            described = " ".join((*head[:-1], title.lemma)) if low == head[-1] else title.lemma
            return Seen(described.casefold(), _form_of(low, title), title.holders, rest)
    if head[-1].endswith(tuple(f"{end}e" for end in _ADJECTIVAL)):
        return Seen(" ".join((*head[:-1], head[-1][:-1])), Form(definite=True), 3, rest)
    form = _by_ending(head[-1])
    return Seen(" ".join((*head[:-1], _stripped(head[-1], form))), form, 3, rest)


def _form_of(low: str, title: Title) -> Form:
    owned = low.endswith("s") and low != title.lemma.casefold() and title_of(low[:-1]) == title
    word = low.removesuffix("s") if owned else low
    plural = title.form is Stands.PLURAL
    definite = title.form is Stands.DEFINITE or (plural and word.endswith(("ne", "an", "uda")))
    return Form(definite=definite, plural=plural, genitive=owned)


#: Ends of adjectives that stand as nouns: `den ansatte`, `dei tillitsvalde`.
_ADJECTIVAL = ("ansatt", "tilsatt", "tilsett", "valgt", "vald", "ansvarlig", "ansvarleg")
_SEVERAL = set_of("de dei alle mange flere fleire disse desse begge noen nokre")

_ENDINGS = (
    (re.compile(r"(?:ene|ane|erne)s$"), Form(definite=True, plural=True, genitive=True)),
    (re.compile(r"(?:ene|ane|erne)$"), Form(definite=True, plural=True)),
    (re.compile(r"(?<=\w{3})(?:en|et)s$"), Form(definite=True, genitive=True)),
    (re.compile(r"(?<=\w{3})(?:en|et)$"), Form(definite=True)),
    (re.compile(r"(?<=\w{3})(?:ere|arar)$"), Form(plural=True)),
)


def _by_ending(low: str) -> Form:
    return next((form for ending, form in _ENDINGS if ending.search(low)), BARE)


def _stripped(low: str, form: Form) -> str:
    return next((ending.sub("", low) for ending, known in _ENDINGS if known == form), low)


#: After these words a bare title of one holder means a certain person: «takk til rektor», «da sa rektor».
_POINTING = set_of(
    "til med fra frå hos for av om mot ved mellom uten utan overfor gjennom via etter før bak og men at "
    "hva hvordan hvorfor hvem hvor kva korleis kvifor når da hvis dersom "
    "fordi siden sidan så eller enn mens medan sa sier seier spurte spør ringte ringer svarte svarer mente "
    "meiner mener ville vil har hadde skulle skal må måtte kan kunne bestemte bestemmer fikk får fekk kom "
    "kjem kommer gjorde gjør gjer tok tar ba ber bad kontakta kontaktet møtte snakka snakket visste vet veit "
    "syntes synes trodde tror trur liker likte fortalte forteller gikk går gjekk pleier plar både"
)
#: After these a bare title says what somebody is.
_SAYS_WHAT = set_of("er e var va vært vore være vere ble blei blir bli vart som heter heiter")
_PRONOUNS = set_of("jeg eg du han hun ho vi me dere dykk de dei")

#: What points at a certain one.
_POINTERS = set_of("den det de dei denne dette disse desse")


def form_in(title: Seen, before: str, after: str) -> Form:
    """The form of a title as it stands between these texts.

    A bare title of one holder means the one who has it where a sentence begins, or after what asks for a
    noun. Not where it says what somebody is (`hun er rektor`, `som rektor`, `en rektor`), stands beside a
    name (`rektor N. N.`), or is the whole answer.
    """
    form, last = title.form, _last_word(before)
    if form.definite and not form.plural and title.lemma.endswith(_ADJECTIVAL) and last in _SEVERAL:
        return replace(form, plural=True)
    if form.definite or form.plural or title.holders > 1 or title.rest:
        return form
    if form.genitive:
        return replace(form, definite=True)
    if re.match(r" [A-ZÆØÅ]", after) or after[:1].isalpha() or after[:1] == "-":
        return form
    if begins_sentence(before):
        return form if re.match(r"\s*(?:[.!?,…]|$)", after) else replace(form, definite=True)
    if last in ("og", "eller"):
        sentence = re.split(r"[.!?…:]", before)[-1].casefold().split()
        return form if _SAYS_WHAT.intersection(sentence) else replace(form, definite=True)
    if last in _PRONOUNS:
        last = _last_word(before.rstrip()[: -len(last)])  # «ringte du rektor», but «er du rektor»
    cleft = last in ("er", "var", "e", "va") and re.match(r" som\b", after)
    return replace(form, definite=last in _POINTING or bool(cleft))


def _last_word(before: str) -> str:
    """The word that stands right before, case-folded; "" after a sign."""
    found = re.search(r"([^\W\d_]+) $", before)
    return found[1].casefold() if found else ""


def is_described(before: str) -> bool:
    """Whether a pointing word stands among the last two words before: «den nye ».

    >>> is_described("og den nye "), is_described("takk til ")
    (True, False)
    """
    return not _POINTERS.isdisjoint(word.casefold() for word in before.split()[-2:])


# ---------------------------------------------------------------------- nouns

#: Endings of nouns with their definite, plural and definite plural; the longest that fits counts.
_BOKMAAL: Mapping[str, tuple[str, str, str]] = {
    "mann": ("mannen", "menn", "mennene"),
    "mor": ("moren", "mødre", "mødrene"),
    "far": ("faren", "fedre", "fedrene"),
    "bror": ("broren", "brødre", "brødrene"),
    "søster": ("søsteren", "søstre", "søstrene"),
    "datter": ("datteren", "døtre", "døtrene"),
    "venn": ("vennen", "venner", "vennene"),
    "barn": ("barnet", "barn", "barna"),
    "menneske": ("mennesket", "mennesker", "menneskene"),
    "medlem": ("medlemmet", "medlemmer", "medlemmene"),
    "sted": ("stedet", "steder", "stedene"),
    "kontor": ("kontoret", "kontorer", "kontorene"),
    "senter": ("senteret", "sentre", "sentrene"),
    "museum": ("museet", "museer", "museene"),
    "fengsel": ("fengselet", "fengsler", "fengslene"),
    "sykehjem": ("sykehjemmet", "sykehjem", "sykehjemmene"),
    "hjem": ("hjemmet", "hjem", "hjemmene"),
    "firma": ("firmaet", "firmaer", "firmaene"),
    "universitet": ("universitetet", "universiteter", "universitetene"),
    "akademi": ("akademiet", "akademier", "akademiene"),
    "parti": ("partiet", "partier", "partiene"),
    "bakeri": ("bakeriet", "bakerier", "bakeriene"),
    "nummer": ("nummeret", "numre", "numrene"),
    "fylke": ("fylket", "fylker", "fylkene"),
    "område": ("området", "områder", "områdene"),
    "yrke": ("yrket", "yrker", "yrkene"),
    "strøk": ("strøket", "strøk", "strøkene"),
    "tettsted": ("tettstedet", "tettsteder", "tettstedene"),
    "by": ("byen", "byer", "byene"),
    "ansatt": ("ansatte", "ansatte", "ansatte"),
    "tilsatt": ("tilsatte", "tilsatte", "tilsatte"),
    "valgt": ("valgte", "valgte", "valgte"),
    "ansvarlig": ("ansvarlige", "ansvarlige", "ansvarlige"),
}
_NYNORSK: Mapping[str, tuple[str, str, str]] = {
    "mann": ("mannen", "menn", "mennene"),
    "mor": ("mora", "mødrer", "mødrene"),
    "far": ("faren", "fedrar", "fedrane"),
    "bror": ("broren", "brør", "brørne"),
    "syster": ("systera", "systrer", "systrene"),
    "dotter": ("dottera", "døtrer", "døtrene"),
    "venn": ("vennen", "vennar", "vennane"),
    "barn": ("barnet", "barn", "barna"),
    "menneske": ("mennesket", "menneske", "menneska"),
    "medlem": ("medlemmen", "medlemmer", "medlemmene"),
    "stad": ("staden", "stader", "stadene"),
    "senter": ("senteret", "senter", "sentera"),
    "museum": ("museet", "museum", "musea"),
    "firma": ("firmaet", "firma", "firmaa"),
    "fylke": ("fylket", "fylke", "fylka"),
    "område": ("området", "område", "områda"),
    "yrke": ("yrket", "yrke", "yrka"),
    "teneste": ("tenesta", "tenester", "tenestene"),
    "verksemd": ("verksemda", "verksemder", "verksemdene"),
    "bygd": ("bygda", "bygder", "bygdene"),
    "grend": ("grenda", "grender", "grendene"),
    "bygning": ("bygningen", "bygningar", "bygningane"),
    "ting": ("tinget", "ting", "tinga"),
    "by": ("byen", "byar", "byane"),
    "person": ("personen", "personar", "personane"),
    "tilsett": ("tilsette", "tilsette", "tilsette"),
    "vald": ("valde", "valde", "valde"),
    "ansvarleg": ("ansvarlege", "ansvarlege", "ansvarlege"),
}

#: Neuter nouns without an ending in the plural, as last parts of words.
_NEUTER = (
    "hus", "heim", "lag", "verk", "råd", "ombud", "ombod", "forbund", "samfunn", "skap", "bibliotek", "kor",
    "korps", "apotek", "sogn", "sokn", "herad", "verft", "kloster", "tun", "bygg", "anlegg", "teater",
    "dagblad", "blad", "vern", "vesen", "utvalg", "utval", "kontor", "universitet", "år", "fag", "verv",
    "språk", "nettverk", "fengsel", "distrikt", "nummer", "namn", "navn", "styre", "yrke",
)  # fmt: skip
_NEUTER_NOT = ("sjukeheim", "aldersheim", "heim", "sjukheim")


def noun(word: str, form: Form, language: Language) -> str:
    """A noun, given in its dictionary form, in this number and definiteness (never the genitive).

    >>> noun("leder", Form(definite=True), "nb"), noun("leiar", Form(plural=True), "nn")
    ('lederen', 'leiarar')
    """
    if form == BARE or not (form.definite or form.plural):
        return word
    definite, plural, all_of_them = _paradigm(word, language)
    return (all_of_them if form.definite else plural) if form.plural else definite


def _paradigm(word: str, language: Language) -> tuple[str, str, str]:
    table = _NYNORSK if language == "nn" else _BOKMAAL
    low = word.casefold()
    for length in range(len(low), 1, -1):
        forms = table.get(low[-length:])
        if forms is not None:
            before = word[:-length]
            return before + forms[0], before + forms[1], before + forms[2]
    return _nynorsk(word, low) if language == "nn" else _bokmaal(word, low)


def _is_neuter(low: str) -> bool:
    return low.endswith(_NEUTER) and not low.endswith(_NEUTER_NOT)


def _bokmaal(word: str, low: str) -> tuple[str, str, str]:
    if _is_neuter(low):
        stem = word.removesuffix("e")
        return stem + "et", word, stem + "ene"
    if low.endswith("er"):
        return word + "en", word + "e", word + "ne"
    if low.endswith("e"):
        return word + "n", word + "r", word + "ne"
    return word + "en", word + "er", word + "ene"


def _nynorsk(word: str, low: str) -> tuple[str, str, str]:
    if _is_neuter(low):
        stem = word.removesuffix("e")
        return stem + "et", word, stem + "a"
    if low.endswith(("ing", "eining")):
        return word + "a", word + "ar", word + "ane"
    if low.endswith("e"):
        return word + "n", word[:-1] + "ar", word[:-1] + "ane"
    return word + "en", word + "ar", word + "ane"


# ---------------------------------------------------------------------- phrases


def inflected(phrase: str, form: Form, language: Language, *, described: bool = False) -> str:
    """A phrase in its dictionary form, put into this form.

    An article stays in the indefinite singular alone. Described nouns take `den`, `det` or `de` when they
    are definite, but not where the text has said so before (`described`: «den nye rektoren»).

    >>> inflected("leder i oppvekst", Form(definite=True, genitive=True), "nb")
    'lederens'
    >>> inflected("liten skole", Form(plural=True, definite=True), "nb")
    'de små skolene'
    """
    article, adjectives, head, after = parted(phrase)
    said = noun(head, form, language)
    if form.genitive:
        said, after = genitive(said), ""
    if form.definite or form.plural:
        article = ""
        adjectives = [_adjective(word, form, language) for word in adjectives]
    if form.definite and (adjectives or _is_adjective(head)) and not described:
        neuter = noun(head, Form(definite=True), language).endswith("et")
        article = ("dei" if language == "nn" else "de") if form.plural else "det" if neuter else "den"
    return " ".join(part for part in (article, *adjectives, said, after) if part)


def parted(phrase: str) -> tuple[str, list[str], str, str]:
    """A phrase as article, adjectives, noun, and what follows the noun.

    >>> parted("en kommune i Midt-Norge")
    ('en', [], 'kommune', 'i Midt-Norge')
    """
    words = phrase.split()
    article = words.pop(0) if len(words) > 1 and words[0] in ARTICLES else ""
    cut = next((at for at, word in enumerate(words) if at and word in _PREPOSITIONS), len(words))
    return article, words[: max(0, cut - 1)], " ".join(words[max(0, cut - 1) : cut]), " ".join(words[cut:])


def _is_adjective(head: str) -> bool:
    return head.endswith(_ADJECTIVAL)


def _adjective(word: str, form: Form, language: Language) -> str:
    if word in ("liten", "lita", "lite"):
        return (
            ("små" if language == "nb" or form.plural else "vesle")
            if form.plural
            else ("vesle" if language == "nn" else "lille")
        )
    if word.endswith(("e", "a", "å")):
        return word
    return (
        word.removesuffix("t") + ("te" if word.endswith("tt") else "e") if word.endswith("t") else word + "e"
    )
