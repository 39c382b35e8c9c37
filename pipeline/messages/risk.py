"""Messages of the room `risk`: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "risk.title": ("Kan noen kjennes igjen?", "Can anybody be recognised?"),
    "risk.state": (
        "Tekstene er avidentifisert, ikke anonyme: opptak, kontrollerte utskrifter eller koblingsnøkkel finnes "
        "ennå.",
        "The texts are de-identified, not anonymous: recordings, verified transcripts or a link key still exist.",
    ),
    "risk.profile.work": (
        "Rapporten gjelder tekst for dere som forsker.",
        "The report is on text for the researchers.",
    ),
    "risk.profile.publish": ("Rapporten gjelder tekst for alle.", "The report is on text for everybody."),
    "risk.no_words": (
        "Her står ingen ord fra intervjuene og ingenting av det som er fortalt om respondentene, bare tall og "
        "steder. Hva som står i kolonnene, ser dere i respondents.csv; stedene finner dere i den "
        "avidentifiserte teksten. Tallene er ingen dom: dere avgjør, og dere skriver under.",
        "No word of the interviews stands here and nothing that was told of the respondents, only numbers and "
        "places. What stands in the columns is in respondents.csv; the places are in the de-identified text. "
        "The numbers are no verdict: you decide, and you sign.",
    ),
    "risk.first": ("Se på dette først", "Look at this first"),
    "risk.nothing_counted": (
        "Ingenting av det som telles her, gir grunn til å advare.",
        "Nothing of what is counted here gives cause for a warning.",
    ),
    "risk.warn.consent": (
        "Samtykket taler mot å gi tekst videre. Antall grunner: {consent}; de står nedenfor.",
        "The consent speaks against handing text on. Reasons: {consent}; they stand below.",
    ),
    "risk.consent": ("Samtykket", "Consent"),
    "risk.warn.small": (
        "Utvalget er lite: {n} respondenter. Under {small} kan kjønn eller alder alene være nok.",
        "The sample is small: {n} respondents. Below {small}, sex or age alone may be enough.",
    ),
    "risk.warn.rare": (
        "{rare} av {n} respondenter deler kombinasjonen sin med færre enn {k} (seg selv medregnet).",
        "{rare} of {n} respondents share their combination with fewer than {k} (themselves included).",
    ),
    "risk.warn.alone": (
        "{alone} av {n} respondenter er den eneste med en kombinasjon av det som er fortalt om dem. Grovere "
        "grupper hjelper.",
        "{alone} of {n} respondents are the only one with a combination of what is told of them. Coarser groups help.",
    ),
    "risk.warn.bundle": (
        "Alder, arbeid, sted eller familie står samlet slik det ble sagt. Antall intervjuer: {bundles}.",
        "Age, work, place or family stand together as they were said. Interviews: {bundles}.",
    ),
    "risk.warn.only": (
        "«Den eneste», «den første» eller «den yngste» som er noe kjenner man igjen uten navn. Antall steder: {only}.",
        '"The only", "the first" or "the youngest" of a kind is recognised without a name. Places: {only}.',
    ),
    "risk.warn.public": (
        "Priser, medieomtale, sitater eller daterte hendelser kan søkes opp. Antall steder: {public}.",
        "Prizes, press, quotes or dated events can be searched for. Places: {public}.",
    ),
    "risk.warn.child": (
        "Barn har krav på særlig vern (NESH). Antall steder som nevner noen under 18 eller et klassetrinn: {child}; aldre eller lengder under 18 som står slik de ble sagt: {young}.",
        "Children are owed particular protection (NESH). Places that mention somebody under 18 or a grade: {child}; ages or lengths below 18 that stand as they were said: {young}.",
    ),
    "risk.warn.special": (
        "Helse, tro, politikk eller annet i artikkel 9 er ikke avgjort. Antall steder: {special}; av dem om andre enn respondenten, eller uten at det er sagt hvem: {strangers}. Ingenting bør gå videre før det er gjort.",
        "Health, faith, politics or others of article 9 are undecided. Places: {special}; of them about others than the respondent, or not said about whom: {strangers}. Nothing should go further before that is done.",
    ),
    "risk.warn.roles": (
        "Noen har ingen rolle ennå (respondent, tredjeperson eller offentlig person). Antall personer: {roles}.",
        "Some have no role yet (respondent, third party or public figure). People: {roles}.",
    ),
    "risk.warn.spoken_of": (
        "Respondenter er omtalt i andres intervjuer, og det andre sier, kan røpe hvem de er. Antall slike intervjuer, talt for hver av dem: {spoken_of}.",
        "Respondents are spoken of in others' interviews, and what others say may show who they are. Such interviews, counted for each of them: {spoken_of}.",
    ),
    "risk.warn.missing": (
        "{missing} av {n} intervjuer har ingen avidentifisert tekst ennå og er bare delvis regnet med.",
        "{missing} of {n} interviews have no de-identified text yet and are counted only in part.",
    ),
    "risk.respondents": ("Respondentene", "The respondents"),
    "risk.respondents.caption": (
        "{n} respondenter. «Deler» er hvor mange i utvalget som har det samme i alle kolonner, seg selv "
        "medregnet; under {k} er for få.",
        '{n} respondents. "Share" is how many in the sample have the same in all columns, themselves included; '
        "below {k} is too few.",
    ),
    "risk.interview": ("Intervju", "Interview"),
    "risk.told": ("Fortalt om respondenten", "Told of the respondent"),
    "risk.shared": ("Deler", "Share"),
    "risk.alone": ("Den eneste", "The only one"),
    "risk.alone.of": ("med denne kombinasjonen av: {columns}", "with this combination of: {columns}"),
    "risk.kept": ("Står som det ble sagt", "Stands as it was said"),
    "risk.coarser": ("Står mer allment", "Stands more generally"),
    "risk.column.group": ("gruppe", "group"),
    "risk.column.subgroup": ("undergruppe", "subgroup"),
    "risk.column.label": ("rolle", "label"),
    "risk.column.hidden": ("kolonne {number}", "column {number}"),
    "risk.bundles": ("Det som står samlet", "What stands together"),
    "risk.bundles.why": (
        "Alder, arbeid, sted og familie er vanlige hver for seg. Sammen kan de bare passe på én.",
        "Age, work, place and family are common each by itself. Together they may fit only one.",
    ),
    "risk.bundle": (
        "{interview}: {facets} står slik det ble sagt; {shared} av intervjuene har den samme kombinasjonen.",
        "{interview}: {facets} stand as they were said; {shared} of the interviews have the same combination.",
    ),
    "risk.facet.age": ("alder", "age"),
    "risk.facet.work": ("arbeid", "work"),
    "risk.facet.place": ("sted", "place"),
    "risk.facet.family": ("familie", "family"),
    "risk.inhabitants": (
        "Rammen nevner {inhabitants} innbyggere. Av dem har om lag {same_age} samme alder i hele år, før "
        "arbeid og familie er tatt med.",
        "The frame mentions {inhabitants} inhabitants. About {same_age} of them are of one age in whole years, "
        "before work and family are counted.",
    ),
    "risk.inhabitants.unknown": (
        "Skriv hvor mange innbyggere kommunen har i rammen i study.toml, for eksempel «Storvik kommune har 4 200 "
        "innbyggere», så regnes det med.",
        "Write how many inhabitants the municipality has into the frame in study.toml, such as 'Storvik kommune "
        "har 4 200 innbyggere', and it is counted.",
    ),
    "risk.three": ("De tre farene", "The three risks"),
    "risk.danger": ("Fare", "Risk"),
    "risk.outsider": ("For en utenforstående", "For an outsider"),
    "risk.colleague": ("For en kollega", "For a colleague"),
    "risk.singling_out": (
        "Utpeking: at én skiller seg ut fra alle andre",
        "Singling out: that one differs from all others",
    ),
    "risk.singling_out.outsider": (
        "Har det som er publisert, og en søkemotor. {alone} av {n} respondenter kan skilles ut på det tabellen "
        "sier om dem; {kept} omtaler står slik de ble sagt; {public} steder kan søkes opp eller gjelder en som "
        "er alene om noe.",
        "Has what is published, and a search engine. {alone} of {n} respondents can be singled out by what the "
        "table says; {kept} mentions stand as they were said; {public} places can be searched for or are about "
        "somebody who is the only one.",
    ),
    "risk.singling_out.colleague": (
        "Vet hvem som arbeider hvor, og ofte hvem som ble spurt. Blant {n} respondenter har {bundles} alder, "
        "arbeid, sted eller familie samlet; {local} steder sier noe om avstander, familie eller talemål som en "
        "kollega kjenner igjen.",
        "Knows who works where, and often who was asked. Among {n} respondents {bundles} have age, work, place or "
        "family together; {local} places tell of distances, family or ways of speaking that a colleague knows.",
    ),
    "risk.linkability": (
        "Kobling: at to opplysninger kan føres til samme person",
        "Linkability: that two records can be led to the same person",
    ),
    "risk.linkability.outsider": (
        "Kan følge {linked} navn eller steder fra ett intervju til et annet, fordi de har samme erstatning "
        "overalt; {public} steder kan føres til aviser, nettsider eller priser.",
        "Can follow {linked} names or places from one interview to another, as they have the same replacement "
        "everywhere; {public} places can be led to papers, web sites or prizes.",
    ),
    "risk.linkability.colleague": (
        "Kjenner igjen den som blir omtalt: {spoken_of} ganger omtaler et intervju en som selv er respondent. Da "
        "kan det de to sier, legges sammen.",
        "Recognises who is spoken of: {spoken_of} times an interview mentions somebody who is a respondent. Then "
        "what the two say can be put together.",
    ),
    "risk.inference": (
        "Slutning: at noe kan regnes ut om en person",
        "Inference: that something can be worked out about a person",
    ),
    "risk.inference.outsider": (
        "I {uniform} grupper har alle det samme i en annen kolonne: den som vet gruppen, vet da også det. "
        "{surrogates} omtaler har fått et annet navn, som ikke sier noe om kjønn eller opphav.",
        "In {uniform} groups all have the same in another column: who knows the group then knows that too. "
        "{surrogates} mentions were given another name, which says nothing of sex or origin.",
    ),
    "risk.inference.colleague": (
        "Den som alt er kjent igjen, røpes av det som sies om henne: {special} steder om helse, tro, politikk "
        "eller annet i artikkel 9 er ikke avgjort, {strangers} av dem om andre enn respondenten eller om noen "
        "det ikke er sagt hvem er.",
        "Who has been recognised is exposed by what is said of her: {special} places on health, faith, politics or "
        "others of article 9 are undecided, {strangers} of them about others than the respondent or about "
        "somebody not said.",
    ),
    "risk.hints": ("Steder å lese om igjen", "Places to read again"),
    "risk.hints.caption": (
        "Ord i den avidentifiserte teksten som kan peke på noen uten navn. Tallene er utsagn i intervjuet, "
        "regnet fra 1. Søket bommer begge veier; les selv også.",
        "Words in the de-identified text that may point at somebody without a name. The numbers are turns of the "
        "interview, from 1. The search errs both ways; read it yourselves too.",
    ),
    "risk.hints.none": (
        "Søket fant ingen. Det kan bomme; les selv også.",
        "The search found none. It may err; read it yourselves too.",
    ),
    "risk.hint": ("Hva", "What"),
    "risk.times": ("Steder", "Places"),
    "risk.where": ("Hvor", "Where"),
    "risk.place": ("{interview}: utsagn {turns}", "{interview}: turn {turns}"),
    "risk.hint.only": ("alene om noe, først, yngst, eldst", "the only one, first, youngest, oldest"),
    "risk.hint.prize": ("priser, mesterskap, utmerkelser", "prizes, championships, honours"),
    "risk.hint.press": ("aviser, fjernsyn, nett", "papers, television, the web"),
    "risk.hint.quote": ("ordrette sitater med kilde", "verbatim quotes with their source"),
    "risk.hint.event": ("hendelser med tidspunkt", "events with their date"),
    "risk.hint.distance": (
        "avstander, størrelser, linjer, ferjer, veier",
        "distances, sizes, lines, ferries, roads",
    ),
    "risk.hint.family": ("familie", "family"),
    "risk.hint.child": ("barn og klassetrinn", "children and grades"),
    "risk.hint.dialect": ("ord på dialekt", "words in dialect"),
    "risk.children": ("Barn", "Children"),
    "risk.children.counts": (
        "{child} steder i teksten nevner noen under 18 eller et klassetrinn. Av {young} aldre eller lengder under "
        "18 står {kept} slik de ble sagt. Et klassetrinn sammen med en skole er ofte nok.",
        "{child} places in the text mention somebody under 18 or a grade. Of {young} ages or lengths below 18, "
        "{kept} stand as they were said. A grade together with a school is often enough.",
    ),
    "risk.measures": ("Hva som er gjort", "What has been done"),
    "risk.measures.caption": (
        "Omtaler i alle intervjuer, etter hva de er og hva som står i stedet.",
        "Mentions in all interviews, by what they are and what stands instead.",
    ),
    "risk.type": ("Hva", "What"),
    "risk.type.NATIONAL_ID": ("fødselsnummer", "national identity number"),
    "risk.type.ID": ("andre nummer", "other numbers"),
    "risk.type.PHONE": ("telefon", "telephone"),
    "risk.type.EMAIL": ("e-post", "e-mail"),
    "risk.type.PERSON": ("person", "person"),
    "risk.type.ORG": ("virksomhet", "organisation"),
    "risk.type.DISTRICT": ("bydel", "district"),
    "risk.type.PLACE": ("sted", "place"),
    "risk.type.TITLE": ("stilling", "title"),
    "risk.type.DATE": ("tidspunkt", "date"),
    "risk.type.AGE": ("alder og ansiennitet", "age and seniority"),
    "risk.type.SPECIAL": ("særlige kategorier (artikkel 9)", "special categories (article 9)"),
    "risk.operator.placeholder": ("Plassholder", "Placeholder"),
    "risk.operator.surrogate": ("Annet navn", "Other name"),
    "risk.operator.generalise": ("Mer allment", "More general"),
    "risk.operator.remove": ("Fjernet", "Removed"),
    "risk.operator.keep": ("Beholdt", "Kept"),
    "risk.changed": ("Med vilje endret", "Changed on purpose"),
    "risk.changed.counts": (
        "Si dette til leserne: {surrogates} omtaler har fått et annet navn, {coarser} er gjort mer allmenne, og "
        "{removed} er fjernet. Det som står i hakeparentes, er ikke respondentens ord.",
        "Tell the readers: {surrogates} mentions were given another name, {coarser} were made more general, and "
        "{removed} were removed. What stands in square brackets are not the respondent's words.",
    ),
    "risk.sources": ("Kilder", "Sources"),
    "risk.sources.list": (
        "Artikkel 29-gruppen: Opinion 05/2014 on Anonymisation Techniques (WP216). Datatilsynet: Anonymisering av "
        "personopplysninger, veileder (2015). OsloMets sjekkliste for anonymisering og NSDs kontroll av "
        "anonymitet: grensen på {k}. At et utvalg under {small} alltid er lite, er Renskrivs eget valg. NESH: "
        "Forskningsetiske retningslinjer, om tredjepersoner og barn.",
        "Article 29 Working Party: Opinion 05/2014 on Anonymisation Techniques (WP216). Datatilsynet: guide on "
        "anonymisation (2015). OsloMet's checklist and NSD's control of anonymity: the limit of {k}. That a sample "
        "below {small} is always small is Renskriv's own choice. NESH: guidelines for research ethics, on third "
        "parties and children.",
    ),
    "risk.sign.name": ("Navn", "Name"),
    "risk.sign.date": ("Dato", "Date"),
}
