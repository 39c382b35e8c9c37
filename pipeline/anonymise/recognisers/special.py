"""What GDPR art. 9 protects, about an identifiable person: health, union, party, faith, origin, orientation.

A term counts where the sentence is about somebody: `jeg`, `hun`, a name, a title, kin. Short and ambiguous
terms need words around them that say what is meant. Words stand in `lists/special_categories.tsv` and, where
they come in many compounds, `lists/special_stems.tsv`; what takes several words is a phrase here.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from pipeline.anonymise.gazetteer import abroad, countries, gazetteer, in_dictionary, special_stems
from pipeline.anonymise.indirect import BODY, indirect
from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser
from pipeline.anonymise.titles import Form, title_of
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType

_SOMEBODY = set_of(
    "jeg eg æ æg meg mæ min mi mine mitt han hun ho hu hon ham henne hans hennes hennar 'n hannj mannen kona "
    "mor moren moras mora faren far broren bror søsteren søster sønnen sønn son sonen dattera datteren "
    "datter dotter dottera bestefar bestemor morfar mormor farfar farmor onkel tante svigermor svigerfar "
    "mamma pappa "
    "samboeren kjæresten foreldra foreldrene guten gutten gut gutt jente jenta mann dame dama kvinne kvinna "
    "bruker brukar pasient elev unge babyen tvillingene kollega kollegaen naboen nabo venninna kameraten"
)
_US = set_of("vi me oss vår vårt")
_ARTICLES = set_of("ei en ein")

_DEGREE = set_of("nesten delvis halvt psykisk kronisk totalt påvist konstatert")
#: What a doctor does, before an illness; a short name of one may then stand in small letters.
_FOUND = (("påvist",), ("konstatert",), ("diagnosen",))
_OPINION = re.compile(
    r"(?:\b(?:om|innen|innenfor|innanfor)|\b(?<!på )(?:jobb|arbeid|forsk|kurs)\w* (?:i|med|på)|mye|mykje)$"
)
#: Ends of words for who works with something, or where: `kreftavdelingen`, `diabetessykepleier`.
_WORKS = re.compile(
    r".{4,}(?:avdeling\w*|poliklinikk\w*|forening\w*|foreninga|senter\w*|team\w*|register\w*|forskning\w*|"
    r"omsorg\w*|plan(?:en)?|kurs\w*|stiftelse\w*|kontakt\w*|fondet|linj[ea]n?|linje\w*|vennlig\w*|tilbud\w*)"
)
_WHERE = (
    rf"(?: stress\w*| i (?:det |den |begge )?(?:ene |andre |høyre |venstre )?\w*{BODY}\w*"
    r"|,? i (?:uke|uka|veke|veka|vecka) \w+"
    r"| på (?:det|den|begge|høyre|venstre)(?: ene| andre| høyre| venstre)? (?:øre\w*|øyr\w*|ører|øye\w*|"
    r"aug\w*|\w*side\w*))"
)
_AFTER = re.compile(_WHERE)
_LENGTH = (
    r"(?:et|eit|en|ei|ein|\w+)(?: (?:og )?(?:et )?halvt?)? (?:måned\w*|månad\w*|uke\w*|veke\w*|år\w*|dag\w*)"
)

_HEALTH = re.compile(
    r"\b(?:(?:sykmeld|sykemeld|sjukmeld|sjukemeld|langtidssykmeld|langtidssjukmeld)\w*"
    r"(?: (?:for|med|på grunn av) (?!å )\w+(?:en|et|a|ene)?\b)?"
    rf"(?: i (?:hele |heile )?{_LENGTH})?"
    r"|ufør\w*(?: for (?!å )\w+)?"
    r"|(?:(?:to|tre|en|ei|ein|et|eit|fått|med) )?(?:ny|nye|nytt) \w?(?:hofte[rn]?|hofter|kne|knær|nyre[r]?|"
    r"lever|hjerte|hjarte|skulder|skuldre|lunge[r]?)"
    rf"|(?:operer|oper)(?:t|te|a|ert|erte|erer|ere)(?: (?:i|på|ut|inn|bort|for))? (?:det |den |min |"
    rf"mitt )?\w*{BODY}\w*"
    r"|operert for \w+"
    r"|(?:kutt|skad|risp|skar)\w* (?:seg|meg|mæ|sæ|deg)(?: (?:selv|sjøl|sjølv))?(?: opp)?"
    r"|(?:brant|brent|brente|brann|brend|brende|brenner|brenn) (?:seg|meg|mæ|sæ)(?: (?:helt|heilt))? (?:ut|"
    r"opp)"
    r"|(?:møtte?|møtt|gikk|gjekk|gått|gått rett|traff) (?:på |i )?veggen"
    r"|(?:tok|ta|tatt|teke|tar|tek) (?:livet (?:av|sitt)|livet av (?:seg|meg)|(?:sitt|"
    r"mitt) eget liv)(?: seg| meg| sæ| mæ)?"
    r"|(?:hører|høyrer|hørte|høre|høyre|høyrde)(?: (?:han|hun|ho|hu|jeg|eg|æ|n|a))?(?: \w+)? (?:dårlig|"
    r"dårleg|dårli|lite|nesten ingenting)"
    r"|(?:ser|såg|så)(?: (?:han|hun|ho|hu|jeg|eg|æ|n|a))?(?: svært| veldig)? (?:dårlig|dårleg|"
    r"nesten ingenting)(?! ut)"
    r"|(?:mista|mistet|mister|misser|missa|mistar) (?:nesten )?(?:synet|hørselen|høyrsla|hørsla)"
    rf"|(?:dårlig|dårleg|dårlige|dårlege|utslitt|utslitne|kronisk vondt i|vondt i) {BODY}\w*"
    r"|edru i \w+ \w+|(?:syk|sjuk),? (?:med |av )?(?:ms|als|kols|cp|aids|mrsa)"
    r"|avhengige? av (?:tablett\w*|pille\w*|sovemedisin\w*|medisin\w*|alkohol\w*|morfin\w*|rus\w*|"
    r"heroin\w*|spill\w*)"
    r"|vansk\w* for å (?:bli|verte) gravid|(?:lese|lese-) og skriv(?:e)?vansk\w*)\b"
)
#: `avhengig av` says something of health where it was medicine, drink or games that were spoken of.
_HOOKED = re.compile(r"\bavhengige? av\b(?: \w+)?(?=[,.!?\n]| og | det| dem)")
_DRUG = re.compile(
    r"tablett|pille|medisin|alkohol|øl|brennevin|morfin|heroin|hasj|amfetamin|kokain|spill|spel|drikk|rus"
)

_OFFICE = (
    r"(?:(?:[Hh]oved|[Hh]ovud|[Pp]lass|[Kk]onsern|[Ff]ylkes|[Kk]lubb|[Ll]okal)?"
    r"[Tt]illits(?:valgte?|valde?|mann|kvinne|person))"
)
_UNION = re.compile(
    rf"\b(?:{_OFFICE}|[Mm]edlem|[Ii]nnmeldt|[Ii]nnmeld|[Aa]ktiv|[Oo]rganisert|[Mm]ed|[Ll]eder|[Ll]eiar|"
    rf"[Ss]tyremedlem|[Nn]estleder|[Nn]estleiar|"
    r"[Kk]asserer|[Kk]asserar|[Kk]lubbleder|[Kk]lubbleiar|[Vv]erv|[Oo]ppvo[kg]st|[Oo]ppv[ao][kg]sen|"
    r"[Oo]ppvakse|"
    r"[Oo]ppdratt|[Dd]øpt|[Ii]nn|[Vv]okst opp|[Vv]okste opp|[Vv]aks opp|[Mm]eldt|[Mm]eld|[Uu]tmeldt|"
    r"[Uu]tmeld) "
    r"(?:seg |meg |inn |ut )*(?:i|for|av|frå|fra)"
    r" (?P<whom>(?:[Dd]en |[Dd]et |[Dd]e )?[\w-]+(?: (?:og |i |norske |kristne )?[A-ZÆØÅ][\w-]+)*)"
)
_BODY_OF_MANY = (
    "forbundet",
    "partiet",
    "misjonen",
    "menigheten",
    "menigheta",
    "kyrkjelyden",
    "forbund",
    "laget",
    "forening",
    "kirken",
    "kirka",
    "kyrkja",
    "kirkå",
    "kirgå",
    "armeen",
    "arméen",
)
_OFFICE_ALONE = re.compile(rf"\b{_OFFICE}\b")
_FAITH = re.compile(
    r"\b(?:sitt?er i menighetsrådet|sit i sokneråde\w*|personleg kristen|personlig kristen|"
    r"jehovas vitne\w*"
    r"|(?:ikke|ikkje|ikkj|itj|aldri) (?:særlig |lenger )?(?:truande|troende|kristen|religiøs)"
    r"|(?:på )?bedehus(?:et|a)?"
    r"|(?:imam|predikant|forstander|forstandar|rabbi|rabbiner|eldstebror|søndagsskolelærer|"
    r"søndagsskulelærar)(?: (?:i|for|ved) (?:en |ei |ein |den )?\w+)?"
    r"|(?:læstadiansk|katolsk|kristent|kristen|muslimsk|jødisk|ortodokst?|hinduistisk|buddhistisk|"
    r"pinsekristen) "
    r"(?:oppvokst|oppvaksen|oppdratt|oppdregen|oppvekst|hjem|heim|bakgrunn|familie|slekt)"
    r"|(?:meldt?|meldte|melde|melder) (?:seg |meg |sæ |mæ )?(?:ut av|inn i) (?:den |det )?(?:norske )?"
    r"\w*(?:kirk|kirg|kyrkj|menighe|forsamling|trossamfunn)\w*)\b"
)
_BAPTISED = re.compile(
    r"\b(?:jeg|eg|æ|han|hun|ho) (?:er|e|ble|blei|vart|var|lot meg|lot seg) (?P<x>(?:ikke |"
    r"ikkje )?døpt(?: (?:katolsk|katolikk|i \w+))?)\b"
    r"|\b(?P<y>døpte (?:meg|seg|sæ|mæ))\b"
)
_ORIENTATION = re.compile(
    r"\b(?:(?:bor|bur|lever|gift|samboer|kjæreste|ihop|sammen|saman|i lag) (?:i lag |sammen |saman )?med "
    r"(?P<x>(?:en|ei|ein) (?:dame|kvinne|jente|mann|gutt|gut|fyr|kar))(?=[.,!?\n]| og )"
    r"|(?P<y>(?:kona|kone) (?:hennes|hennar)|ektemannen hans|(?:kom|komme|kome|kommet|stått|står|"
    r"sto) (?:ut )?(?:av skapet|fram som (?:homo\w*|lesb\w*|skeiv|trans\w*))))\b"
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
_NEIGHBOUR = re.compile(
    r"\b(?:jeg|eg|æ|han|hun|ho|hu|mora?|faren?|kona|mannen) (?:er|e|var|va)(?: egentlig| opprinnelig|"
    r" opphavleg)? (?:en |ein |ei )?"
    r"(?P<x>(?:halvt )?(?:danske|svenske|finne|ire|skotte|svensk|dansk|finsk|tysk|islandsk|engelsk|"
    r"amerikansk|nederlandsk|spansk|rumensk))"
    r"(?=[.,!?\n]| og | men | statsborger)"
)
_CAME = set_of(
    "kom komme kome kommet kjem kommer flykta flyktet flykte flyttet flytta opprinnelig opphavleg adoptert "
    "hit født "
    "fødd rømte rømde innvandra innvandret utvandra familie slekt røtter"
)
_RETURNED = set_of("tilbake attende hjem heim ferie tur reise turen reisen telegram varer maskiner import")
_NO_ORIGIN = set_of("norge noreg norden skandinavia europa australia antarktis")
_WHO = set_of(
    "er e var va kommer foreldra foreldrene foreldre mora moren mor faren far begge familie familien slekta "
    "gutt gutten gut guten jente jenta mann mannen dame dama kvinne kvinna kollega kollegaen flyktning "
    "nabo naboen "
    "kone kona par paret kar fyr venn venninne venninna kamerat ungdom elev pasient avløser avløysar unge "
    "fyren"
)

_AMBIGUOUS = set_of(
    "sv ap sp mdg inp su ys fo ntl delta parat lederne creo safe høyre høgre venstre rødt raudt slag rom "
    "trans same "
    "reisende traume abort fri konservativt nsf hef bfo nnn unio avrusning taterne fpu auf nff nof fnb nkp "
    "stafo bpa "
    "bcc pots ocd kms tbc sion nautilus postkom downs crohn lewy marfan add"
)
#: Short terms that are words, no abbreviations.
_SHORT = set_of("døv hiv")
_CUE = re.compile(
    r"\b(?:har|har hatt|hatt|påvist|konstatert|utviklet|utvikla|(?:lever|levd|levde) med|"
    r"tok|tatt|teke|ta|fikk|fekk|får|fått|med|mot|er|e|ble|vart|blir|diagnosen|"
    r"medlem (?:i|av)|for|"
    r"stemte|stemmer|organisert i|sitter for|kommunestyret for|bystyret for|i|leder i|tillitsvalgt i|"
    r"sjuk,?|syk,?)$",
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
        low = _low(page)
        for pattern, reason in ((_HEALTH, "health"), (_FAITH, "belief"), (_OFFICE_ALONE, "union")):
            for found in pattern.finditer(low):
                if found[0].endswith("valgte") and low.endswith(("de ", "dei ", "alle "), 0, found.start()):
                    continue
                yield from _about(page, found.start(), _reach(page, found.end(), reason), reason)
        for pattern, reason in (
            (_BAPTISED, "belief"),
            (_ORIENTATION, "orientation"),
            (_NEIGHBOUR, "ethnicity"),
        ):
            for found in pattern.finditer(low):
                group = "x" if found["x"] else "y"
                yield from _about(page, found.start(group), found.end(group), reason)
        for start, end, reason in indirect(low):
            anyone = reason == "union"
            yield from _about(page, start, _reach(page, end, reason), reason, anyone=anyone)
        for found in _HOOKED.finditer(low):
            if _DRUG.search(low, max(0, found.start() - 250), found.start()):
                yield from _about(page, found.start(), found.end(), "health")
        yield from _members(page)
        yield from _politics(page)
        yield from _terms(page)
        yield from _stems(page)
        yield from _origins(page)
        for found in _of_us().finditer(low):
            yield from _about(page, found.start("x"), found.end("x"), "ethnicity", anyone=True)
        yield from _where_it_sat(page, low)


def _low(page: Page) -> str:
    """The text in lower case with every letter in its place; the phrases above are written so."""
    if len(page.low) == len(page.text):
        return page.low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in page.text)


@cache
def _of_us() -> re.Pattern[str]:
    """A people that the speaker is of: `vi samer`, `hos oss, altså hos samene`."""
    peoples = {
        term
        for term, group in gazetteer().special.items()
        if group == "ethnicity" and re.fullmatch(r"\w{2,}(?:e|er|ar|en)", term) and title_of(term) is None
    }
    whole = "|".join(sorted(map(re.escape, peoples), key=len, reverse=True))
    return re.compile(
        rf"\b(?:vi|me|mi|oss),? (?:(?:altså|da|som|er|e|jo|så)(?: e)?,? )*(?P<x>(?:hos )?(?:{whole})"
        r"(?:e|r|ne|ene|ane|rne|a)?)\b"
    )


_ILL = re.compile(
    r"\b(?:døde|dødde|dør|død|daud|døydde|døydd|gikk bort|gjekk bort|gått bort|falt om|datt om|ligg\w*|lå|låg"
    r"|syk\w*|sjuk\w*|innlagt|innlagd|oper\w*|kreft\w*|svulst\w*|lege\w*|ufør\w*|vondt)\b"
)
_PART = re.compile(rf"(?<=[.!?] )\w*{BODY}\w*(?:en|et|a|ene|ane|an)(?=[.!?])")
_MEDICINE = re.compile(r"\b(?:tablett|medisin|pill)(?:en|ene|ane|an|a)\b")
_CURE = re.compile(
    r"\b(?:psykolog|psykiat|terapi|depresjon|angst|diagnose|innlagt|innlagd|dps|bup|sykmeld|sjukmeld|sov)"
)


def _where_it_sat(page: Page, low: str) -> Iterator[Hit]:
    """What says something of health by what was said before: `Han døde i fjor. Lungene.`, and the medicine.

    A part of the body is a sentence after one of illness or death; `tablettene` comes after treatment.
    """
    for found in _PART.finditer(low):
        earlier = max(low.rfind(sign, 0, found.start() - 2) for sign in ".!?\n") + 1
        if _ILL.search(low, earlier, found.start()):
            yield from _about(page, found.start(), found.end(), "health")
    for found in _MEDICINE.finditer(low):
        if _CURE.search(low, max(0, found.start() - 600), found.start()):
            yield from _about(page, found.start(), found.end(), "health", anyone=True)


def _members(page: Page) -> Iterator[Hit]:
    """`tillitsvalgt i X`, `medlem av X`, `oppvokst i X`, X being a union, a party or a faith."""
    for found in _UNION.finditer(page.text):
        whom = found["whom"].casefold()
        plain = whom.removeprefix("den ").removeprefix("det ")
        special = page.lists.special
        kind = special.get(whom) or special.get(plain) or special.get(plain.removesuffix("et"))
        if kind in ("health", "ethnicity", "orientation"):
            continue
        if kind or "illits" in found[0] or plain.endswith(_BODY_OF_MANY):
            faith = re.search(r"misjon|menighet|kirk|kirg|kyrkj|armeen|arméen", plain)
            yield from _about(page, found.start(), found.end(), kind or ("belief" if faith else "union"))


@cache
def _party() -> re.Pattern[str]:
    """What somebody does in politics, and for which party."""
    names = [name for name, group in gazetteer().special.items() if group == "party"]
    party = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(
        r"\b(?:(?:sto|stod|står|stått|stå|stilt|stilte|stiller|stille|ført opp)(?: \w+)? på (?:(?:valg|"
        r"val)?list[ae]n?|toppen av lista|\w+plass)"
        r"(?: \w+)? (?:til|for|hos|hjå)"
        r"|(?:kommunestyre|bystyre|fylkesting|formannskap|bydelsutvalg|bydelsutval|heradsstyre|storting|"
        r"sameting)\w* for"
        r"|(?:sitter|satt|sat|sit|sittet|sete|valgt inn|vald inn|valgt|vald|innvalgt|vara|ordfører|"
        r"ordførar|varaordfører|varaordførar|gruppeleder|gruppeleiar|representant|kandidat|folkevalgt|"
        r"folkevald|politiker|politikar)"
        r" (?:inn )?(?:for|i|fra|frå)"
        r"|(?:stemmer|stemte|stemt|stemme|røysta|røystar|røyster|røyste|stemde)(?: alltid)? (?:på )?"
        r"|(?:medlem|medlemskap|innmeldt|innmeld|meldt meg inn|melde meg inn|aktiv|engasjert|verv|"
        r"med) (?:i|av))"
        rf" ?(?:{party})\b",
    )


def _politics(page: Page) -> Iterator[Hit]:
    for found in _party().finditer(_low(page)):
        yield from _about(page, found.start(), found.end(), "party")


def _terms(page: Page) -> Iterator[Hit]:
    words, special = page.reading.words, page.lists.special
    for index, word in enumerate(words):
        hard = _with_hard_consonants(word.low)
        if word.low not in _first_words() and not hard:
            continue
        for length in (3, 2, 1):
            if index + length > len(words):
                continue
            end = words[index + length - 1].end
            term = page.text[word.start : end].casefold()
            group = special.get(term) or (special.get(hard) if length == 1 else None)
            if group is None or (length == 1 and word.first and word.capital and term in _AMBIGUOUS):
                continue
            cue = _CUE.search(page.text[max(0, word.start - 30) : word.start].rstrip()) or (
                _and_a_people(page, index)
            )
            if (term in _AMBIGUOUS or (len(term) < 4 and term not in _SHORT)) and not (
                cue
                and (
                    _written_so(word.text, term)
                    or page.reading.near(word.start, word.start, 1, 0)[:1] in _FOUND
                )
            ):
                continue
            if term in ("same", "kven", "kvener") and not (
                _is_a_people(page, index) or _and_a_people(page, index)
            ):
                continue
            if group == "health" and _OPINION.search(
                _low(page)[max(0, word.start - 24) : word.start].rstrip()
            ):
                continue
            end = _origin_after(page, index + length, end) if group == "ethnicity" else end
            yield from _about(page, _with_degree(page, index), _reach(page, end, group), group)
            break


def _with_hard_consonants(low: str) -> str:
    """A word as it is written where the south says `g` for `k`; empty where that is no other word."""
    return low.replace("g", "k") if len(low) > 5 and "g" in low and not in_dictionary(low) else ""


@cache
def _first_words() -> frozenset[str]:
    """The words with which a term of the list begins."""
    return frozenset(re.split(r"[^\w'’-]", term)[0] for term in gazetteer().special)


def _is_a_people(page: Page, index: int) -> bool:
    """Whether `same` or `kven` is one of a people: `hun er same`, and not the same, or who."""
    words = page.reading.words
    before = words[index - 1].low if index and words[index - 1].turn == words[index].turn else ""
    after = words[index + 1].low if page.reading.adjacent(index) else ""
    return before in ("er", "e", "va", "en", "ein", "som") and (
        after in ("", "og", "men", "fra", "frå", "på") or words[index].low == "same"
    )


def _and_a_people(page: Page, index: int) -> bool:
    """`hun er lærer i Lia og same og …`: a people after what somebody is by trade, joined to it by `og`."""
    words, reading = page.reading.words, page.reading
    if words[index].low not in ("same", "kven") or not index or not reading.adjacent(index - 1):
        return False
    after = words[index + 1].low if reading.adjacent(index) else ""
    before = _sentence_before(page, index)
    first = index - len(before)
    return (
        before[-1:] == ["og"]
        and after in ("", "og", "men", "fra", "frå")
        and bool({"er", "e", "var", "va"} & set(before[-8:]))
        and any(title_of(word.low) is not None for word in words[max(first, index - 8) : index])
    )


def _origin_after(page: Page, index: int, end: int) -> int:
    """Where `same fra X` ends."""
    words, reading = page.reading.words, page.reading
    follows = reading.adjacent(index - 1) and reading.adjacent(index) and words[index].low in ("fra", "frå")
    if follows and (words[index + 1].capital or not reading.cased):
        name = re.compile(r"[\w-]+").match(page.text, words[index + 1].start)
        return name.end() if name else end
    return end


def _stems(page: Page) -> Iterator[Hit]:
    """Words that begin, end or go on as the words for such a thing do; each word is looked up once."""
    known: dict[str, str] = {}
    for index, word in enumerate(page.reading.words):
        group = known.get(word.low)
        if group is None:
            group = known[word.low] = _stem_of(word.low)
        if group and not _OPINION.search(_low(page)[max(0, word.start - 24) : word.start].rstrip()):
            start = _with_degree(page, index)
            yield from _about(page, start, _reach(page, word.end, group), group)


def _stem_of(low: str) -> str:
    """The group that a case-folded word is of by its parts; empty for others, and for whom it is a trade."""
    begins, ends, inside = special_stems()
    group = _longest(low, begins, first=True) or _longest(low, ends, first=False)
    if not group:
        found = _inside().search(low)
        group = inside[found[0]] if found else ""
    if not group or _WORKS.fullmatch(low):
        return ""
    title = title_of(low)
    return group if title is None else ""


def _longest(low: str, stems: Mapping[str, str], *, first: bool) -> str:
    longest = len(low) if first else len(low) - 3  # an end needs a word before it
    for length in range(min(longest, 20), 2, -1):
        group = stems.get(low[:length] if first else low[-length:])
        if group:
            return group
    return ""


@cache
def _inside() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, special_stems()[2]), key=len, reverse=True)))


def _with_degree(page: Page, index: int) -> int:
    """Where a term begins with how much before it: `nesten blind`."""
    words = page.reading.words
    if index and page.reading.adjacent(index - 1) and words[index - 1].low in _DEGREE:
        return words[index - 1].start
    return words[index].start


def _reach(page: Page, end: int, group: str) -> int:
    """Where what is said of health ends with where it sits: `kreft i leveren`, `døv på det ene øret`."""
    found = _AFTER.match(_low(page), end) if group == "health" else None
    return found.end() if found else end


def _written_so(text: str, term: str) -> bool:
    """Whether a short term is written as one: in capitals, or the words that are no abbreviations."""
    return text[:1].isupper() or term in ("same", "trans", "abort", "traume", "slag")


def _origins(page: Page) -> Iterator[Hit]:
    """Where somebody comes from, and what they speak at home.

    After a verb of coming the country is the fact (`kom fra X`), else it is the whole of `fra X`.
    """
    words, reading = page.reading.words, page.reading
    known = countries() - _NO_ORIGIN
    for index, word in enumerate(words):
        if word.first and word.low in known and _answers_where_from(page, index):
            yield from _about(page, word.start, word.end, "ethnicity", anyone=True)
        if word.low not in ("fra", "frå", "i") or not reading.adjacent(index):
            continue
        last = index + 1
        town = _town_abroad(page, last)
        if town >= 0 and not (
            town + 2 < len(words) and reading.adjacent(town) and words[town + 1].low == "i"
        ):
            if (
                word.low == "i"
                and index
                and words[index - 1].low in ("født", "fødd", "oppvokst", "oppvaksen")
            ):
                yield from _about(page, words[index - 1].start, words[town].end, "ethnicity", anyone=True)
            continue
        last = town + 2 if town >= 0 else last  # `fra Lahore i Pakistan`
        if words[last].low not in known:
            continue
        before = _sentence_before(page, index)
        while (
            last + 2 < len(words)
            and reading.adjacent(last)
            and words[last + 1].low in ("via", "gjennom")
            and words[last + 2].low in known
        ):
            last += 2
        came = any(one in _CAME for one in before[-5:])
        if word.low == "i":
            born = before[-1:] and before[-1] in ("født", "fødd")
            worked = before[-1:] and title_of(before[-1]) is not None and {"var", "va"} & set(before[-4:])
            if born or worked:
                yield from _about(page, words[index + 1].start, words[last].end, "ethnicity", anyone=True)
            continue
        if not _RETURNED.isdisjoint(before):
            continue
        apart = index > 0 and reading.gap(index - 1, index).strip() != ""
        named = any(name.last == index and name.type is IdentifierType.PERSON for name in page.names)
        if not apart and (named or (before[-1:] and (before[-1] in _WHO or title_of(before[-1])))):
            yield from _about(page, word.start, words[last].end, "ethnicity", anyone=True)
        elif came and not apart:
            yield from _about(page, words[index + 1].start, words[last].end, "ethnicity", anyone=True)
        elif apart and (named or not _CAME.isdisjoint(before)):
            yield from _about(page, word.start, words[last].end, "ethnicity")
        elif any(one in _WHO for one in before[-4:]):
            yield from _about(page, words[index + 1].start, words[last].end, "ethnicity", anyone=True)
    for found in _SPEECH.finditer(page.text):
        yield from _about(page, found.start("tongue"), found.end("tongue"), "ethnicity")


_WHERE_FROM = re.compile(
    r"\b(?:hvor|kor|kvar|hvilket|kva|ka) (?:\w+ )*(?:fra|frå|ifra|ifrå)\b[^?.!\n]{0,25}\?? ?$"
)


def _answers_where_from(page: Page, index: int) -> bool:
    """Whether the turn before ends by asking where somebody is from, and this word is the answer's first."""
    word = page.reading.words[index]
    start = page.text.rfind("\n", 0, word.start)
    asked = page.text[max(0, page.text.rfind("\n", 0, max(0, start))) : max(0, start)].casefold()
    return (
        not page.text[start + 1 : word.start].strip()
        and page.text[word.end : word.end + 1] in (".", ",", "\n", "!", "")
        and _WHERE_FROM.search(asked) is not None
    )


def _town_abroad(page: Page, index: int) -> int:
    """The last word of a town of another country that begins here, or -1."""
    words, reading = page.reading.words, page.reading
    if reading.adjacent(index) and f"{words[index].low} {words[index + 1].low}" in abroad():
        return index + 1
    return index if words[index].low in abroad() else -1


def _sentence_before(page: Page, index: int) -> list[str]:
    """Up to twelve words before in the same sentence."""
    words = page.reading.words
    first = index
    while (
        first > max(0, index - 12) and words[first - 1].turn == words[index].turn and not words[first].first
    ):
        first -= 1
    return [word.low for word in words[first:index]]


def _about(page: Page, start: int, end: int, reason: str, *, anyone: bool = False) -> Iterator[Hit]:
    """The hit, where the sentence is about somebody; surer with a name in it than with a pronoun.

    What is no sentence (`Utbrent.`) is about whom the sentence before is about.
    """
    text = page.text
    first_of = max(text.rfind(sign, 0, start) for sign in ".!?\n") + 1
    last_of = min((at for sign in ".!?\n" if (at := text.find(sign, end)) >= 0), default=len(text))
    fragment = first_of > 0 and len(text[first_of:start].split()) < 2 and len(text[end:last_of].split()) < 5
    if fragment:
        earlier = max(text.rfind(sign, 0, first_of - 1) for sign in ".!?\n") + 1
        first_of = earlier
    first_of, last_of = max(first_of, start - 160), min(last_of, end + 100)
    words = page.reading.words
    first, last = page.reading.index(first_of), page.reading.index(last_of)
    low = {word.low for word in words[first:last]}
    named = any(
        first_of <= name.start < last_of and name.type is IdentifierType.PERSON for name in page.names
    )
    if named or anyone:
        yield Hit(start, end, 0.85, reason)
    elif (
        low & (_SOMEBODY | _ARTICLES)
        or (low & _US and (fragment or text.startswith("på ", start)))
        or _titled(page, first, last)
    ):
        yield Hit(start, end, 0.75, reason)


def _titled(page: Page, first: int, last: int) -> bool:
    """Whether one person is spoken of by title: `sjefen`."""
    for index in range(first, last):
        if index in page.titles:
            title = title_of(page.reading.words[index].low)
            if title is not None and title.form is Form.DEFINITE:
                return True
    return False
