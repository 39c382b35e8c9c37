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
    "snekkeri frisør regnskap forlag dagblad folkeblad arbeiderblad tidende landbruksråd landbrukskontor "
    "smoltanlegg settefisk bonde gård gard skogeierlag taxi drosjer gatekjøkken stiftelse ungdomshus "
    "moskeforening trossamfunn nærradio radio turlag skytterlag misjonsforening brannvesen havnevesen "
    "konsulenter advokatfirma legesentrum legegruppe fysioterapi barnevern familievernkontor krisesenter "
    "forening klubb krets krins rehabilitering brann redning brannstasjon folkehøgskole folkehøgskule "
    "skolekorps lufthavn dyreklinikk ridesenter gjenbruk renhold byggmester mølle fjellstove"
)

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
