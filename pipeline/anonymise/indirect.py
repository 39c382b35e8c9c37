"""What says something of somebody's health, faith or love without a word for it: `drakk litt`, `ber sammen`.

Phrases of Bokmål, Nynorsk and dialects over case-folded text, by group of GDPR art. 9; own knowledge, made
from what verbs say with which nouns. Whether the sentence is about somebody is looked at elsewhere
(`recognisers/special.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Parts of the body, also as first part of compounds.
BODY = (
    r"(?:kjertel|bryst|lung|lever|nyr|mage|tarm|hode|hovud|rygg|nakke|skulder|skuldr|kne|knær|hoft|ankel|fot|"
    r"føt|bein|arm|hånd|hand|hend|øye|øyne|auge|auga|øre|øyre|hjert|hjart|hjern|blod|skjelett|lymfe|prostata|"
    r"livmor|eggstokk|hals|strupe|milt|gall|blær|hud|ledd|muskel|muskl|finger|tom|underliv|kjeve|syn|hørsel|"
    r"høyrsel|pust|nerve)"
)


def _any(words: str) -> str:
    """One of these; `_` stands for a blank inside one."""
    return f"(?:{'|'.join(words.split())})".replace("_", " ")


_OF_BODY = rf"\w*{BODY}\w*"
_ITS = r"(?:en|et|a|ene|ane|an|å)?(?: (?:min|mi|mitt|mine|hans|hennes|hennar|vår))?"
_I = rf"(?: {_any('jeg eg æ han hun ho hu vi me')})?"
_HIM = _any("han ham henne ho hun an na n meg mæ seg sæ")
_SELF = _any("seg sæ meg mæ")
_IS = _any("er e var va ble blei vart")
_GOES = _any("går gikk gjekk gått gå")
_LOST = _any("mista mistet mistar mister")
_HURT = _any(
    "ødelagt øydelagt ødlagt slitt utslitt oppslitt kaputt skadd skadet knust brukket brote brekt lamma "
    "lammet operert"
)
_PUT_IN = _any("slange stent sonde dren drén kateter protese hjertestarter pumpe skruer metallplate")
_LAY = rf"{_any('lå låg ligget lege ligge')}{_I}"
_SO_LONG = r"(?: (?:i )?\w+ (?:dag|døgn|uke|veke|månad|måned)\w*| lenge)?"
_WARD = _any(
    r"\w*s[yjuø]+[kg]e?hus\w* intensiv\w* \w*psykiatrisk\w* lukka lukket avrusning\w* rehabilitering\w* "
    r"\w*hospital\w*"
)
_THERAPY = rf"{_any('psykolog psykiater samtaleterapi terapi psykoterapi')}\w*"
_CLINIC = r"(?: (?:på|ved|hos) (?:bup|dps|vop|\w+klinikken))?"
_PIECES = _any("i_surr i_ball på_smell på_en_smell på_ein_smell på_smellen ned_for_telling")
_MUCH = _any(
    "litt mye mykje møkje masse for_mye for_mykje for_møkje tett seg_full hver_dag hver_kveld hver_helg "
    "kvar_dag kvar_kveld kvar_helg"
)
_NO_DRINK = r"(?! (?:\w+ )?(?:kaffe|kaffi|te|vann|vatn|brus|cola|mjølk|melk|saft))"
_PILLS = _any(
    "medisin tablett antidepressiv sovemedisin blodfortynn metadon cellegift insulin kortison morfin "
    "lykkepill"
)
_PRAYS = _any(
    "sammen saman ihop fem_ganger fem_gonger hver_dag hver_kveld kvar_dag kvar_kveld til_gud til_allah "
    "til_jesus fadervår aftenbønn bønn bønna bønnen"
)
_FEASTS = _any("id eid ramadan sabbat hanukka diwali ikke_jul ikkje_jul")
_WORN = rf"(?:{_any('psyken søvnen søvn nervene nervane hodet hovudet tankene tankane')}|{_OF_BODY})"
_BENEFITS = _any(
    "sykepenger sykepengene sjukepengar sjukepengane trygd uføretrygd aap arbeidsavklaringspenger"
)
_LONG = (
    r"(?: i (?:nesten |over )?(?!noen |nokon |nokre |mange |flere |fleire )\w+(?: (?:og )?(?:et )?halvt?)? "
    r"(?:måned|månad|uke|veke|år)\w*)?"
)
_MINE = r"(?: (?:sitt|mitt|hans|hennes|hennar))?"
_CAME = rf"{_any('kom komme kome kommet flykta flyktet rømte rømde')}{_I}"
_PERSON_KIN = _any(
    r"\w*mor(?:a|en)? \w*far(?:en)? \w*bror(?:en)? \w*søster(?:en|a)? sønn(?:en)? son(?:en)? datter(?:en|a)? "
    r"dotter(?:a)? kona mannen samboer(?:en)? sambuar(?:en)? kjæresten \w*venn(?:en)? \w*veninn[ae] "
    r"\w*venninn[ae] kollega(?:en)? nabo(?:en)? jeg eg æ han hun ho hu"
)
_MEN = _any("menn mannfolk gutter gutar kvinner kvinnfolk damer jenter begge_kjønn")
_MINE_OR_OURS = r"(?: (?:min|mi|hans|hennes|hennar|vår))?"
_BAD = _any("rygg nakke skulder hofte kne mage ankel albue hjerte hjarte")
_LEAVES = r"(?= ?(?:…|[.,!?]))"
_LIVES = _any("bodd budd bodde budde levd gift gifta samboer sambuar sammen saman forlova forlovet kjæreste")

#: By group; where a phrase has a part in parentheses, that part is the fact and the rest leads to it.
_PHRASES: dict[str, tuple[str, ...]] = {
    "health": (
        rf"\w*{BODY}{_ITS} {_IS} (?:\w+ )?{_HURT}",
        rf"{_any('ødelagt øydelagt utslitt oppslitt skadd skadet lam amputert')} {_OF_BODY}",
        rf"{_any('skar skåret skore skjære')} {_HIM} opp",
        rf"{_PUT_IN} (?:inn )?(?:i|på) {_OF_BODY}",
        rf"{_any('fikk fekk fått får kjente kjende')} det i {_OF_BODY}",
        _any("innlagt innlagd lagt_inn lagd_inn tvangsinnlagt tvangsinnlagd"),
        rf"{_LAY}{_SO_LONG} på {_WARD}",
        rf"(?:{_GOES}|begynt\w*|byrja){_I} (?:fast )?(?:hos|til|i) (?:en |ein |ei )?({_THERAPY}{_CLINIC})",
        rf"{_GOES} (?:helt |heilt )?{_PIECES}",
        rf"{_LOST} {_any('hukommelsen hukommelsa minnet forstanden vettet talen språket')}",
        rf"{_IS} {_any('senil surrete surrett glemsk gløymsk virrete virra')}",
        rf"{_any('tok tog ta tatt teke tar tek')} (?:livet|live) (?:av {_SELF}|sitt|hans|hennes)",
        rf"{_any('hengte hengt hengde skjøt skutt skaut drukna druknet')} {_SELF}(?! opp\b)",
        rf"{_any('drakk drukket drukke drikker drikk drikke')} {_MUCH}{_NO_DRINK}",
        rf"(?:{_GOES}|satt){_I} på (?:\w+ )?({_PILLS}\w*{_LONG})",
        (
            rf"{_PERSON_KIN}{_MINE_OR_OURS} {_any('ble blei vart')} "
            r"((?:alvorlig |alvorleg |veldig )?(?:syk|sjuk))(?=[.!?])"
        ),
        rf"{_any('har hadde hatt og fått fikk fekk med')}{_I} ({_any('en ein ei et eit')} {_BAD}){_LEAVES}",
        rf"{_any('venter ventar ventet venta')} {_any('barn tvillinger tvillingar')}",
        rf"{_LOST} {_any('barnet ungen fosteret')}",
        rf"{_any('alvorlig alvorleg kritisk dødelig dødeleg kronisk psykisk')} s[yj]u?ke?|døende|døyande",
        rf"{_any('sliter slit slet strever stridde strevde plages plagast')}{_I} (?:med|av) {_WORN}",
        rf"{_any('nedsatt svekka svekket redusert')} {_any('hørsel høyrsel syn lungekapasitet førlighet')}",
        rf"{_any('ruser rusa ruset ruste rusar')} {_SELF}|{_any('brukte brukt bruker')} rus",
        rf"{_any('går gikk gjekk lever levde leve er var brukt_opp')} (?:på )?({_BENEFITS})",
    ),
    "belief": (
        rf"{_any('ber bed bad bedt be')}(?: (?:vi|me))? {_PRAYS}",
        rf"{_GOES}{_I} (?:fast )?i {_any('moské moske synagoge tempel gurdwara')}\w*",
        rf"{_any('faster fastar fasta fastet')}{_I} (?:i|under) ramadan(?:en)?",
        rf"{_any('feirer feirar feire')}{_I} {_FEASTS}",
        rf"{_any('spiser et ete spise')} (?:ikke|ikkje|aldri) svin\w*",
        rf"{_GOES} (?:med|i) {_any('hijab slør niqab turban kippa')}\w*",
        r"konverter(?:te|t|er|a)(?: til \w+)?",
        (
            rf"{_any('tror trur trudde trodde tru')}{_I} (?:ikke |ikkje |fortsatt |framleis )?på "
            rf"{_any('gud jesus allah vår_herre frelsen')}"
        ),
        (
            rf"(?:{_any('gikk gjekk gått går brøt braut brutt')} (?:ut )?(?:av|fra|frå|med)"
            r"|slutt(?:a|et|er|ar) i) (?:den |det )?"
            r"(?:menighet(?:en|a)|kirk(?:en|a)|kyrkja|kyrkjelyden|forsamling(?:en|a)|trossamfunnet)"
        ),
    ),
    "ethnicity": (
        (
            rf"{_CAME}(?: \w+)? ((?:over|via|gjennom) {_any('middelhavet egeerhavet sahara ørkenen balkan')}"
            rf"(?: (?:i|på) (?:en |ein |ei )?(?:gummi|flyktning|smugler|fiske)?(?:båt|flåte)\w*)?)"
        ),
        rf"{_CAME}(?: \w+)? (i (?:en |ein )?{_any('gummibåt gummiflåte smuglerbåt')})",
        rf"(?:{_IS}|(?:kom|kjem|kommet|kome)(?: hit)? som) ((?:kvote|båt)?flyktning(?:er|ar))",
        rf"(?:fra|frå|i|til) {_any('hjemlandet heimlandet fødelandet fødselslandet')}{_MINE}",
        rf"(?:fra|frå|på|i) (?:en |ein |et |eit )?{_any('asylmottak flyktningleir flyktningeleir')}\w*",
        rf"{_any('flykta flyktet rømte rømde')}{_I} (?:hit )?(?:fra|frå) {_any('krigen regimet taliban')}",
    ),
    "union": (
        (
            rf"{_any('stått stod står sto vært vore med medlem organisert innmeldt innmeld meldt meldte')} "
            rf"(?:(?:meg|seg|inn|fast) )*(?:i|av) (?:en |ei |ein )?fag(?:foren|forein|forbund|organisasj)\w*"
        ),
    ),
    "orientation": (
        (
            rf"{_any('jeg eg æ han hun ho hu')} "
            rf"{_any('liker likar likte lika elsker elska foretrekker foretrakk')} "
            rf"(?:bare |berre |mest )?{_MEN}(?=[.,!?]| og )"
        ),
        (
            rf"(?:{_any('fant funnet funne fann finne')} ut at )?det {_IS}'? {_MEN} "
            rf"{_any('jeg eg æ han hun ho hu')} "
            rf"{_any('likte lika elska elsket tente forelska forelsket falt drømte drøymde liker likar')}"
        ),
    ),
}
_BY_GROUP = tuple(
    (group, re.compile(rf"\b(?:{phrase})\b")) for group, phrases in _PHRASES.items() for phrase in phrases
)

_WITH = r" (?:sammen |saman |ihop |i lag )?med "
_MOVES = (
    rf"{_any('flytta flyttet flytte flytter flyttar rømte rømde stakk bodde budde')}"
    r"(?: (?:sammen|saman|ihop|ut|hjem|heim))?(?: (?:til|i|på) \w+)?"
)
_SAME = tuple(
    (
        re.compile(
            rf"\b(?:{_any('bor bur lever')}{_WITH}({partner})|({_LIVES}{_WITH}{partner})"
            rf"|{_MOVES} (med {partner})(?=[.,!?\n]| og ))\b"
        ),
        re.compile(rf"\b{_any(somebody)}\b"),
    )
    for partner, somebody in (
        (
            r"(?:en|ei) (?:annen |anna )?(?:dame|kvinne|jente)",
            "hun ho hu jenta dama dattera datteren dottera søsteren søster mora moren",
        ),
        (
            r"(?:en|ein) (?:annen |annan )?(?:mann|gutt|gut|fyr|kar)",
            "han gutten guten sønnen sonen broren bror faren far mannen presten",
        ),
    )
)

#: So far back somebody is looked for whom a verb of love is said of, in letters.
_FAR = 90


def indirect(low: str) -> Iterator[tuple[int, int, str]]:
    """Spans `[start, end)` of case-folded text and the group of GDPR art. 9 that they say something of."""
    for group, pattern in _BY_GROUP:
        for found in pattern.finditer(low):
            yield *found.span(found.lastindex or 0), group
    for pattern, same in _SAME:
        for found in pattern.finditer(low):
            sentence = max(low.rfind(sign, 0, found.start()) for sign in ".!?\n") + 1
            if same.search(low, max(sentence, found.start() - _FAR), found.start()):
                yield *found.span(found.lastindex or 0), "orientation"
