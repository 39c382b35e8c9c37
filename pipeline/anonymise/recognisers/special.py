"""What GDPR art. 9 protects, about an identifiable person: health, union, party, faith, origin, orientation.

A term counts where the sentence is about somebody: `jeg`, `hun`, a name. Short and ambiguous terms need
words around them that say what is meant.
"""

import re
from collections.abc import Iterator

from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType

_SOMEBODY = set_of(
    "jeg eg æ meg mæ min mi mine mitt han hun ho hu ham henne hans hennes hennar 'n hannj mannen kona mor "
    "moren moras faren far broren søsteren sønnen dattera guten gutten gut gutt jente mann dame kvinne "
    "kvinna bruker brukar pasient elev unge ein jenta kollega kollegaen naboen ei en"
)
_MANY = set_of("de dei elevene alle mange noen nokon folk")

_LEAVE = re.compile(
    r"\b(?:sykmeld\w*|sykemeld\w*|sjukmeld\w*|sjukemeld\w*|ufør\w*|langtidssykmeld\w*)"
    r"(?: for (?!å )\w+(?:en|et|a|ene)?\b)?",
    re.IGNORECASE,
)
_UNION = re.compile(
    r"\b(?:(?:[Hh]oved|[Pp]lass|[Kk]onsern|[Ff]ylkes|[Kk]lubb)?(?:[Tt]illitsvalgt|tillitsvald|"
    r"tillitsvalgte|tillitsmann|tillitskvinne)|"
    r"[Mm]edlem|aktiv|organisert|med|leder|leiar|styremedlem|nestleder|kasserer|klubbleder|verv) (?:i|for|av)"
    r" (?P<whom>(?:[Dd]en |[Dd]et |[Dd]e )?[\w-]+(?: (?:og |i |norske |kristne )?[A-ZÆØÅ][\w-]+)*)"
)
_OFFICE = re.compile(r"\b(?:hoved|plass|konsern)?(?:tillitsvalgt|tillitsvald)\w*\b", re.IGNORECASE)
_ORIGIN = re.compile(
    r"\b(?:kom|komme|kome|kjem|kommer|flykta|flyktet|flyktning|flyttet|flytta|opprinnelig|opphavleg|er|"
    r"var|e|va|"
    r"født i|fødd i|foreldrene|familie|slekt|adoptert|røtter|hit)"
    r"(?: \w+){0,4}? (?:fra|frå|i) (?P<land>[A-ZÆØÅa-zæøå-]+)",
)
_FAITH = re.compile(
    r"\b(?:sitter i menighetsrådet|sit i sokneråde\w*|menighetsrådet|soknerådet|pinsevenn\w*|human-?etik\w*|"
    r"katolik\w*|\w*muslim\w*|alevitt?\w*|sjiaitt?\w*|ahmadi\w*|sikh\w*|ortodoks\w*|mosk[eé]\w*|bedehus\w*|ateist\w*|buddhist\w*|hindu\w*|læstadian\w*|baptist\w*|"
    r"metodist\w*|"
    r"synagog\w*|personleg kristen|personlig kristen|kristen|jehovas vitne\w*|adventist\w*|"
    r"frikirk\w*|misjon[ae]r\w*)\b",
    re.IGNORECASE,
)
_HEALTH = re.compile(
    r"\b(?:posttraumatisk\w*(?: stress\w*)?|\w{4,}(?:sykdom\w*|sjukdom\w*)|"
    r"(?:sukker|hjerte|hjarte|muskel|nyre|lever|lunge|mage|tarm|nerve|blod|gikt|føde|høyde)sy[kg]\w*|"
    r"(?:sukker|hjerte|hjarte|muskel|nyre|lever|lunge|mage|tarm|nerve|blod)sjuk\w*|"
    r"\w*(?:diagnose\w*|kreft|kreften|depresjon\w*|psykose\w*|demens\w*|diabet\w*|epilepsi\w*|"
    r"dysleksi\w*|anoreksi\w*|"
    r"bulimi\w*|angst(?:en|lidelse\w*)?|slagrammet|hjerteinfarkt|hjarteinfarkt|rullestol\w*|cellegift\w*|"
    r"selvmord\w*|sjølvmord\w*|spontanabort\w*|utbrent\w*|utbrend\w*|utmatta|møtt veggen|hjerneslag\w*|"
    r"hjernerystelse\w*|hjertestans\w*|lungebetennelse\w*|"
    r"migrene\w*|leddgikt\w*|astma\w*|allergi\w*|parkinson\w*|alzheimer\w*|huntington\w*|leukemi\w*|autis\w*|"
    r"tourette\w*|bipolar\w*|schizofren\w*|alkoholi\w*|rusproblem\w*|avrus\w*|innlagt|prolaps\w*|"
    r"fibromyalgi\w*|"
    r"endometriose\w*|gravid\w*|hjertefeil\w*|nyresvikt|dialyse\w*|transplant\w*|høreapparat\w*|"
    r"tunghørt\w*|hørselshem\w*|"
    r"synshem\w*|deprimert\w*|panikkanfall\w*|traum\w*|ptsd|adhd|hiv))\b",
    re.IGNORECASE,
)
_TONGUES = set_of(
    "dari farsi urdu tamil hindi somali tigrinja pashto swahili arabisk polsk litauisk ukrainsk russisk "
    "vietnamesisk somalisk kurdisk tyrkisk persisk kinesisk thai thailandsk bosnisk serbisk kroatisk "
    "albansk rumensk bulgarsk ungarsk amharisk oromo romani romanes samisk nordsamisk sørsamisk "
    "lulesamisk kvensk spansk portugisisk punjabi bengali singalesisk nepalesisk filippinsk tagalog "
    "japansk koreansk latvisk estisk"
)
_SPEECH = re.compile(
    r"\b(?:snakker|snakkar|snakke|snakka|snakket|morsmål\w*|oversetter til|på|skriver|leser)(?: \w+){0,2}? "
    rf"(?P<tongue>{'|'.join(sorted(_TONGUES))})\b"
)
_AMBIGUOUS = set_of(
    "sv ap sp mdg inp su ys fo ntl delta parat lederne creo safe høyre venstre rødt slag rom trans same "
    "reisende traume abort fri konservativt nsf hef bfo nnn unio avrusning taterne fpu auf"
)
_CUE = re.compile(
    r"\b(?:har|har hatt|hatt|fikk|fekk|får|fått|med|mot|er|e|ble|vart|blir|diagnosen|medlem (?:i|av)|for|"
    r"stemte|stemmer|organisert i|sitter for|kommunestyret for|bystyret for|i|leder i|tillitsvalgt i)$",
    re.IGNORECASE,
)


class SpecialRecogniser(Recogniser):
    """Special categories of personal data about an identifiable person."""

    type = IdentifierType.SPECIAL
    key = "special"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        if not page.rules:
            return
        for pattern, reason in (
            (_LEAVE, "health"),
            (_HEALTH, "health"),
            (_FAITH, "belief"),
            (_OFFICE, "union"),
        ):
            for found in pattern.finditer(page.text):
                yield from _about(page, found.start(), found.end(), reason)
        for found in _UNION.finditer(page.text):
            whom = found["whom"].casefold().removeprefix("den ").removeprefix("det ")
            kind = page.lists.special.get(whom) or page.lists.special.get(whom.removesuffix("et"))
            if (
                kind
                or "illits" in found[0]
                or whom.endswith(
                    ("forbundet", "partiet", "misjonen", "menigheten", "forbund", "laget", "forening")
                )
            ):
                yield from _about(page, found.start(), found.end(), kind or "union")
        yield from _terms(page)
        yield from _origins(page)


def _terms(page: Page) -> Iterator[Hit]:
    words = page.reading.words
    for index, word in enumerate(words):
        for length in (3, 2, 1):
            if index + length > len(words):
                continue
            end = words[index + length - 1].end
            term = page.text[word.start : end].casefold()
            group = page.lists.special.get(term)
            if group is None or (length == 1 and word.first and word.capital and term in _AMBIGUOUS):
                continue
            cue = _CUE.search(page.text[max(0, word.start - 30) : word.start].rstrip())
            if (term in _AMBIGUOUS or len(term) < 4) and not (cue and _written_so(word.text, term)):
                continue
            if term == "same" and not re.search(
                r"\b(?:er|e|en|ein|som)$", page.text[: word.start].rstrip()[-6:]
            ):
                continue
            yield from _about(page, word.start, end, group)
            break


def _written_so(text: str, term: str) -> bool:
    """Whether a short term is written as one: in capitals, or the words that are no abbreviations."""
    return text[:1].isupper() or term in ("same", "trans", "abort", "traume", "slag")


def _origins(page: Page) -> Iterator[Hit]:
    """Where somebody comes from, and what they speak at home."""
    from pipeline.anonymise.gazetteer import countries

    for found in _ORIGIN.finditer(page.text):
        if found["land"].casefold() in countries():
            yield from _about(page, found.start("land"), found.end("land"), "ethnicity", anyone=True)
    for found in _SPEECH.finditer(page.text):
        yield from _about(page, found.start("tongue"), found.end("tongue"), "ethnicity")


def _about(page: Page, start: int, end: int, reason: str, *, anyone: bool = False) -> Iterator[Hit]:
    """The hit, where the sentence is about somebody; surer with a name in it than with a pronoun."""
    sentence_start = max(page.text.rfind(sign, 0, start) for sign in ".!?\n") + 1
    sentence_end = min(
        (at for sign in ".!?\n" if (at := page.text.find(sign, end)) >= 0), default=len(page.text)
    )
    sentence_start, sentence_end = max(sentence_start, start - 160), min(sentence_end, end + 100)
    first, last = page.reading.index(sentence_start), page.reading.index(sentence_end)
    low = {word.low for word in page.reading.words[first:last]}
    named = any(
        sentence_start <= name.start < sentence_end and name.type is IdentifierType.PERSON
        for name in page.names
    )
    if named or anyone:
        yield Hit(start, end, 0.85, reason)
    elif low & _SOMEBODY:
        yield Hit(start, end, 0.75, reason)
