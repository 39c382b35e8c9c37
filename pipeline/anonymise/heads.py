"""What stands after the name of an organisation: `skole`, `bo- og velferdssenter`, `kommune`."""

from functools import cache

from pipeline.anonymise.vocabulary import set_of

#: Heads in both written forms; words that end with a compound head count too.
HEADS = set_of(
    "skole skule barnehage barnehager sykehus sjukehus sykehjem sjukeheim sjukehjem helsehus helsetun "
    "omsorgssenter velferdssenter legesenter legekontor hjemmetjeneste heimeteneste kommune herad "
    "fylkeskommune menighet kirke kyrkje kirkelyd kyrkjelyd idrettslag hotell bibliotek museum fengsel "
    "politistasjon lensmannskontor tingrett dps tannklinikk klinikk apotek bofellesskap bufellesskap "
    "fritidsklubb kulturhus samfunnshus oppvekstsenter asylmottak mottak korps borettslag verft fabrikk "
    "bryggeri hospital legevakt tannlegekontor eldresenter aldersheim aldershjem bokollektiv akademi "
    "høgskole høgskule høyskole universitet barnevernssenter familiesenter helsestasjon videregående "
    "vidaregåande vgs avis sparebank energi kraft fotballklubb fk il bk as asa ks gruppen senter sykestue "
    "sjukestove kontor ungdomsklubb teater kino gjestgiveri pensjonat camping transport bygg maskin rør "
    "elektro rederi fiskebruk fiskemottak oppdrett havbruk sagbruk meieri slakteri bondelag "
    "sanitetsforening historielag ungdomslag mannskor damekor brannstasjon bosenter dagsenter "
    "frivilligsentral arbeidssenter moske moské bistro kafé kafe pub bakeri bilverksted politidistrikt "
    "bispedømme prosti sokn entreprenør entreprenører anlegg eiendom bedriftshelse konsern consult betong "
    "snekkeri frisør regnskap forlag blad dagblad folkeblad arbeiderblad tidende landbruksråd "
    "landbrukskontor "
    "smoltanlegg settefisk bonde gård gard skogeierlag taxi drosjer gatekjøkken stiftelse ungdomshus "
    "moskeforening trossamfunn nærradio radio turlag skytterlag misjonsforening brannvesen havnevesen "
    "konsulenter advokatfirma legesentrum legegruppe fysioterapi barnevern familievernkontor krisesenter "
    "forening klubb krets krins rehabilitering behandling almenning allmenning brann redning "
    "brannstasjon folkehøgskole folkehøgskule "
    "videregåande vidaregående grendehus grendahus bygdehus forsamlingshus losji losje bedehus velforening "
    "landhandel landhandleri salong janitsjar bilruter rutebiler speiderkrets speidergruppe "
    "vel velhus kirge skyss sjømat "
    "skolekorps lufthavn dyreklinikk ridesenter gjenbruk renhold byggmester mølle fjellstove"
)

#: What firms and teams end with that stand as one name: `X Eiendom`, `X Offshore`.
_BUSINESS = set_of(
    "offshore eigedom eiendom eigedomar eiendommer service servicer industri industrier teknikk teknologi "
    "data consulting holding invest shipping marine maritime seafood mekaniske mek solutions group "
    "partner partners nordic energi kraft transport bygg maskin maskiner anlegg berging rør elektro "
    "regnskap kjemi kompetanse helse omsorg frukt grønt foods travel media film design arkitekter trykk "
    "plast stål aluminium fisk laks havfiske auto bil dekk logistikk spedisjon vekst oppvekst fritid "
    "musikk festival"
)
_BUSINESS_ENDS = (
    "kor", "korps", "team", "berging", "teknikk", "industri", "kjemi", "lag", "klubb", "forening", "nettverk",
)  # fmt: skip

_COMPOUND = (
    "skole", "skule", "barnehage", "senter", "sykehus", "sjukehus", "heim", "hjem", "tjeneste", "teneste",
    "råd", "lag", "forening", "kontor", "verk", "selskap", "forbund", "nettverk", "klinikk", "bibliotek",
    "klubb", "gruppe", "korps", "kor", "stue", "stove", "sentral", "museum", "menighet", "kirke", "kyrkje",
    "verksted", "verkstad", "butikk", "fabrikk", "bedrift", "krets", "krins", "hytte", "stasjon", "vern",
)  # fmt: skip


@cache
def is_head(low: str) -> bool:
    """Whether a case-folded word can be the head of an organisation's name, its genitive included."""
    if low not in HEADS and low.endswith("s"):
        low = low[:-1]
    return low in HEADS or any(low.endswith(end) and len(low) > len(end) + 1 for end in _COMPOUND)


_HOUSE_ENDS = ("hallen", "kirka", "kirken", "kyrkja", "moskeen")
_CARE_ENDS = ("hospitalet", "heimen", "hjemmet", "sykehuset", "sjukehuset", "kjemi")


#: What a firm's, a fund's or an association's name of several words begins with.
LEADING = set_of(
    "stiftelsen foreningen foreninga foreininga brødrene søstrene klubben gruppa firmaet kafé café kafe "
    "restaurant hotell hotel pensjonat legatet fondet pizzeria frisør"
)


@cache
def is_business(low: str) -> bool:
    """Whether a word, last of several with capitals, says that they name a firm or a group."""
    plain = low.removesuffix("s") if low not in _BUSINESS and low not in HEADS else low
    return plain in _BUSINESS or plain in HEADS - {"bonde", "gård", "gard"} or plain.endswith(_BUSINESS_ENDS)


def is_house(low: str) -> bool:
    """Whether one word alone ends as halls, churches and mosques do: `X-hallen`, `X-kirka`."""
    plain = low.removesuffix("s")
    return len(plain) > 7 and plain.endswith(_HOUSE_ENDS)


def is_place_of_care(low: str) -> bool:
    """Whether one word alone ends as hospitals, homes and firms do: `X-hospitalet`, `X-heimen`."""
    plain = low.removesuffix("s")
    return len(plain) > 7 and plain.endswith(_CARE_ENDS)
