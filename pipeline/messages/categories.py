"""Messages of Kategorier: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "categories.undo": ("Angre", "Undo"),
    "categories.redo": ("Gjør om igjen", "Redo"),
    "categories.keys": ("Taster", "Keys"),
    "categories.keys.where": (
        "Bokstavene, tallene og pilene virker når du står i teksten. Alle handlinger finnes også som knapper.",
        "Letters, digits and arrows work while you are in the text. Every action is also a button.",
    ),
    "categories.key.passages": ("Forrige og neste avsnitt", "Passage before and next"),
    "categories.key.words": (
        "Gå til et ord i avsnittet; Skift utvider",
        "Go to a word of the passage; Shift extends",
    ),
    "categories.key.candidates": ("Ta første, andre, tredje forslag", "Take first, second, third proposal"),
    "categories.key.on": ("Godta, og gå til neste usikre", "Accept, and go to the next unsure"),
    "categories.stale": (
        "Teksten ble endret mens du leste, og den nye vises nå. Det du bestemte sist, ble ikke lagret; gjør det på "
        "nytt.",
        "The text changed while you read, and the new one is shown now. What you decided last was not saved; do it "
        "again.",
    ),
    # what comes first
    "categories.no_guide": ("Studien har ingen intervjuguide ennå.", "The study has no interview guide yet."),
    "categories.no_guide.how": (
        "Kjør «renskriv guide import FIL» med guiden som Word-dokument, Markdown eller ren tekst. Overskrifter blir "
        "temaer, nummererte spørsmål blir spørsmål. «renskriv guide check» viser den som et tre.",
        "Run `renskriv guide import FILE` with the guide as a Word document, Markdown or plain text. Headings become "
        "themes, numbered questions become questions. `renskriv guide check` shows it as a tree.",
    ),
    "categories.no_text": (
        "Intervjuet må avidentifiseres før det kan kategoriseres.",
        "The interview must be de-identified before it can be coded.",
    ),
    "categories.no_text.how": (
        "Avgjør det som står åpent under Personer og steder, og lag teksten der.",
        "Decide what is open under People and places, and make the text there.",
    ),
    "categories.not_cut": (
        "Intervjuet er ikke delt i avsnitt etter guiden slik teksten og guiden er nå.",
        "The interview has not been cut into passages by the guide as text and guide are now.",
    ),
    "categories.guide_changed": (
        "Intervjuguiden er endret siden intervjuet ble delt i avsnitt.",
        "The interview guide has changed since the interview was cut into passages.",
    ),
    "categories.not_cut.how": (
        "Renskriv foreslår temaer på denne maskinen, også ut fra det dere har godtatt i andre intervjuer. Du avgjør; "
        "det dere alt har avgjort, blir stående.",
        "Renskriv proposes themes on this machine, also from what you have accepted in other interviews. You decide; "
        "what you have decided already stands.",
    ),
    "categories.first": ("Dette kommer først", "This comes first"),
    "categories.cut": ("Foreslå temaer", "Propose themes"),
    "categories.cutting": (
        "Foreslår temaer: {done} av {all} intervjuer …",
        "Proposing themes. Interviews: {done} of {all} …",
    ),
    "categories.again_cut": (
        "Foreslå på nytt ut fra det dere har godtatt",
        "Propose anew from what you have accepted",
    ),
    # panes
    "categories.panes": ("Vis", "Show"),
    "categories.pane.text": ("Tekst", "Text"),
    "categories.pane.tree": ("Temaer", "Themes"),
    "categories.pane.compare": ("Uenigheter", "Disagreements"),
    "categories.order": ("Rekkefølge", "Order"),
    "categories.order.time": ("som i intervjuet", "as in the interview"),
    "categories.order.doubt": ("mest usikre først", "most unsure first"),
    "categories.only": ("Viser bare {name} ({count})", "Showing only {name} ({count})"),
    "categories.all": ("Vis alle", "Show all"),
    "categories.nothing_of": ("Ingen avsnitt her ennå.", "No passages here yet."),
    "categories.blind": (
        "To koder uavhengig: du ser bare forslagene og det du selv har avgjort.",
        "Two code independently: you see only the proposals and what you have decided yourself.",
    ),
    # states, and how sure
    "categories.state.suggested": ("forslag", "proposal"),
    "categories.state.accepted": ("godtatt", "accepted"),
    "categories.state.unplaced": ("uplassert", "unplaced"),
    "categories.state.look_again": ("se på igjen", "look at again"),
    "categories.outside": ("Utenfor guiden", "Outside the guide"),
    "categories.own.later": (
        "«{name}» er ikke lagret ennå. Når den står under egne kategorier, kan du gi avsnittet den.",
        "«{name}» is not saved yet. Once it stands among your own categories, you can give it to the passage.",
    ),
    "categories.again": ("Ordene står også i et avsnitt over", "The words also stand in a passage above"),
    "categories.perhaps": ("kanskje {name}", "perhaps {name}"),
    "categories.unplaced": ("Uplassert", "Unplaced"),
    "categories.certain": ("nokså sikkert", "fairly certain"),
    "categories.likely": ("trolig", "likely"),
    "categories.unsure": ("usikkert", "unsure"),
    "categories.because": ("grunn: {reason}", "reason: {reason}"),
    "categories.decided_by": ("avgjort av {who}", "decided by {who}"),
    "categories.changed": (
        "ordene eller guiden er endret siden det ble avgjort",
        "the words or the guide have changed since it was decided",
    ),
    "categories.from_tool": (
        "kom inn fra et kodeverktøy, og stedet eller temaet er ikke sikkert",
        "came in from a coding tool, and the place or the theme is not certain",
    ),
    "categories.waits": ("for usikkert til å få et tema", "too unsure to be given a theme"),
    "categories.question": ("Spørsmålet før: {question}", "The question before: {question}"),
    "categories.relevant": ("Relevant", "Relevant"),
    "categories.memo": ("Memo", "Memo"),
    # the chosen passage
    "categories.chosen": ("Det valgte avsnittet", "The chosen passage"),
    "categories.none_chosen": ("Velg et avsnitt i teksten.", "Choose a passage in the text."),
    "categories.offered": ("Forslag til tema", "Proposed themes"),
    "categories.accept": ("Godta", "Accept"),
    "categories.accept.unplaced": (
        "Avsnittet er uplassert: ta et av forslagene, eller velg tema.",
        "The passage is unplaced: take one of the proposals, or choose a theme.",
    ),
    "categories.move": ("Flytt til tema", "Move to theme"),
    "categories.add": ("Tema i tillegg", "Add a theme"),
    "categories.drop": ("Fjern {name}", "Remove {name}"),
    "categories.own": ("Egen kategori", "Own category"),
    "categories.out": ("Utenfor guiden", "Outside the guide"),
    "categories.split": ("Del opp", "Split"),
    "categories.split.where": (
        "Sett markøren der avsnittet skal deles, eller marker ord i det.",
        "Put the cursor where the passage is to be split, or select words in it.",
    ),
    "categories.split.what": ("Hva handler denne delen om?", "What is this part about?"),
    "categories.merge": ("Slå sammen med neste", "Join with the next"),
    "categories.merge.last": ("Det er ikke noe avsnitt etter dette.", "There is no passage after this one."),
    "categories.merged": ("Slått sammen", "Joined"),
    "categories.withdraw": ("Tilbake til forslaget", "Back to the proposal"),
    "categories.research": ("Problemstilling", "Research question"),
    "categories.research.none": ("Ingen", "None"),
    "categories.research.missing": (
        "study.toml har ingen problemstillinger under [research_questions].",
        "study.toml has no research questions under [research_questions].",
    ),
    "categories.memo.of": ("Memo til avsnittet", "Memo on the passage"),
    "categories.memo.help": (
        "Tankene dine om avsnittet. Memoet følger med når kodene eksporteres; skriv ikke noe som viser hvem det er.",
        "Your thoughts on the passage. The memo goes along when the codes are exported; write nothing that shows who "
        "it is.",
    ),
    "categories.more": ("Mer …", "More …"),
    "categories.next": ("Neste usikre", "Next unsure"),
    "categories.decided": ("{done} av {all} avsnitt avgjort", "{done} of {all} passages decided"),
    "categories.nothing_open": ("Alle avsnitt er avgjort", "All passages are decided"),
    # choosing
    "categories.find": ("Skriv nummeret eller noen ord", "Type the number or some words"),
    "categories.choose": ("Velg", "Choose"),
    "categories.no_match": ("Ingen treff.", "No match."),
    "categories.has_it": ("har den alt", "has it already"),
    # the tree
    "categories.tree": ("Temaer og egne kategorier", "Themes and own categories"),
    "categories.show": ("Vis bare avsnitt under {name}", "Show only passages of {name}"),
    "categories.count": ("avsnitt: {count}", "passages: {count}"),
    "categories.share": ("{percent} % av det respondenten sier", "{percent} % of what the respondent says"),
    "categories.met": ("i {count} av {all} intervjuer", "in {count} of {all} interviews"),
    "categories.questions": ("Spørsmål: {asked} av {all} stilt", "Questions: {asked} of {all} asked"),
    "categories.see": ("Vis i teksten", "Show in the text"),
    "categories.asked.asked": ("stilt", "asked"),
    "categories.asked.rephrased": ("stilt med andre ord", "asked in other words"),
    "categories.asked.skipped": ("ikke stilt", "not asked"),
    "categories.asked.not_meant": ("ikke ment for denne respondenten", "not meant for this respondent"),
    "categories.loose": ("Egne kategorier uten tema", "Own categories without a theme"),
    "categories.make": ("Ny egen kategori", "New own category"),
    "categories.make_named": ("Ny egen kategori: «{name}»", "New own category: “{name}”"),
    "categories.change": ("Endre eller flytt", "Change or move"),
    "categories.change.of": ("Endre {name}", "Change {name}"),
    "categories.do_with": ("Gjør noe med {name}", "Do something with {name}"),
    "categories.name": ("Navn", "Name"),
    "categories.name.needed": ("Skriv et navn.", "Write a name."),
    "categories.under": ("Ligger under", "Stands under"),
    "categories.under.nothing": ("Ingenting (løs)", "Nothing (loose)"),
    "categories.description": ("Beskrivelse", "Description"),
    "categories.description.help": (
        "Hva som hører hjemme her, og hva som ikke gjør det.",
        "What belongs here, and what does not.",
    ),
    "categories.merge_code": ("Slå sammen med …", "Merge with …"),
    "categories.merge_code.what": (
        "Alt som har {name}, i alle intervjuer, får kategorien du velger. {name} blir borte. Det kan angres.",
        "All that has {name}, in all interviews, gets the category you choose. {name} is gone. It can be undone.",
    ),
    "categories.merge_code.into": ("Slå sammen med", "Merge with"),
    "categories.merge_code.do": ("Slå sammen", "Merge"),
    "categories.merge_code.nobody": ("Det er ingen annen egen kategori.", "There is no other own category."),
    "categories.remove.what": (
        "{name} tas bort fra alle avsnitt i studien. Temaene deres blir stående, og det som ligger under {name}, flyttes "
        "opp. Det kan angres.",
        "{name} is taken from all passages of the study. Their themes stay, and what stands under {name} moves up. It "
        "can be undone.",
    ),
    # two coders
    "categories.compare.what": (
        "Bare det dere begge har avgjort, sammenlignes. Når du har sett forskjellene, koder du ikke lenger uavhengig "
        "her: gjør deg ferdig først.",
        "Only what both of you have decided is compared. Once you have seen the differences you no longer code "
        "independently here: finish first.",
    ),
    "categories.compare": ("Sammenlign", "Compare"),
    "categories.compare.alpha": (
        "Krippendorffs alfa i studien: {alpha}",
        "Krippendorff's alpha in the study: {alpha}",
    ),
    "categories.compare.none": (
        "Ingen uenigheter i dette intervjuet.",
        "No disagreements in this interview.",
    ),
    "categories.compare.elsewhere": ("Uenigheter i andre intervjuer:", "Disagreements in other interviews:"),
    "categories.compare.says": ("{who} sier {themes}", "{who} says {themes}"),
    "categories.compare.both": ("Begge deler", "Both"),
    "categories.compare.other": ("Noe annet …", "Something else …"),
}
