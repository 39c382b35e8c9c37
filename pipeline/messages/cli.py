"""Messages of the command line: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "cli.error": ("Feil", "Error"),
    "cli.warning": ("Advarsel", "Warning"),
    "cli.bug": (
        "Dette er en feil i Renskriv. Meld gjerne fra med linjene under; de inneholder ingen ord fra intervjuer.",
        "This is a bug in Renskriv. Please report it with the lines below; they hold no word of any interview.",
    ),
    "cli.interrupted": (
        "Avbrutt. Det som er gjort, er bevart; samme kommando går videre der den slapp.",
        "Interrupted. What is done is kept; the same command goes on from there.",
    ),
    "cli.one_file": (
        "--as og --audio gjelder én fil om gangen.",
        "--as and --audio take one file at a time.",
    ),
    "cli.one_file.hint": ("Importer filene hver for seg.", "Import the files one by one."),
    # help
    "cli.help": (
        "Renskriv: fra diktafonintervjuer til avidentifisert, kategorisert tekst, på din egen maskin.",
        "Renskriv: from dictaphone interviews to de-identified, themed text, on your own machine.",
    ),
    "cli.help.init": ("Lag en ny studie i mappen DIR.", "Make a new study in the folder DIR."),
    "cli.help.transcribe": (
        "Skriv ut opptakene i audio_in, eller FILE…; hopper over det som er gjort.",
        "Write out the recordings in audio_in, or FILE...; skips what is done.",
    ),
    "cli.help.import": (
        "Ta inn transkripsjoner som finnes fra før (.docx, .txt med «I: …» og «R: …», .vtt, .srt eller .json).",
        "Take in transcripts that exist already (.docx, .txt with `I: ...` and `R: ...`, .vtt, .srt or .json).",
    ),
    "cli.help.review": (
        "Åpne studien i nettleseren på denne maskinen: hør gjennom, rett og signer.",
        "Open the study in the browser on this machine: listen, correct and sign.",
    ),
    "cli.help.verify": (
        "Signer at en runde gjennomlytting av INTERVIEW er gjort.",
        "Sign that a round of listening to INTERVIEW is done.",
    ),
    "cli.help.anonymise": (
        "Finn det som peker på personer, og skriv avidentifisert tekst der dere har avgjort alt.",
        "Find what points at persons, and write de-identified text where you have decided everything.",
    ),
    "cli.help.approve": (
        "Godkjenn den avidentifiserte teksten av INTERVIEW, så den kan eksporteres.",
        "Sign off the de-identified text of INTERVIEW, so that it can be exported.",
    ),
    "cli.help.key": (
        "Lag koblingsnøkkelen (create), se hvem pseudonymene står for (open), eller destruer den (destroy).",
        "Make the link key (create), see whom pseudonyms stand for (open), or destroy it (destroy).",
    ),
    "cli.help.segment": (
        "Del de avidentifiserte intervjuene etter temaene i intervjuguiden.",
        "Cut the de-identified interviews by the themes of the interview guide.",
    ),
    "cli.help.guide": (
        "Lag guide.yaml av en intervjuguide i Word, Markdown eller ren tekst (import), eller se over den (check).",
        "Make guide.yaml of an interview guide in Word, Markdown or plain text (import), or look it over (check).",
    ),
    "cli.help.export": (
        "Skriv filer for kodeverktøyene i transcripts_out/coding, av det som er avidentifisert og kategorisert.",
        "Write files for the coding tools into transcripts_out/coding, of what is de-identified and themed.",
    ),
    "cli.help.import-coding": (
        "Ta koder og kodinger tilbake fra et kodeverktøy (FILE er et REFI-QDA-prosjekt, .qdpx).",
        "Take codes and codings back from a coding tool (FILE is a REFI-QDA project, .qdpx).",
    ),
    "cli.import_coding.done": (
        "{codes_new} nye egne kategorier, {codings} kodinger og {memos} notater i {interviews} intervjuer; "
        "{same} var her fra før.",
        "{codes_new} new own categories, {codings} codings and {memos} notes in {interviews} interviews; "
        "{same} were here already.",
    ),
    "cli.import_coding.unsure": (
        "{count} kodinger er usikre. De er tatt inn, og venter i «Kategorier» på at dere ser på dem igjen:",
        "{count} codings are unsure. They were taken in, and wait in «Categories» for you to look at them again:",
    ),
    "cli.import_coding.memos": (
        "Det som er kodet bort i verktøyet, er ikke fjernet her. Notater gjennomsøkes for navn før noe eksporteres.",
        "What was uncoded in the tool is not removed here. Notes are searched for names before anything is exported.",
    ),
    "cli.help.run": (
        "Gjør alt som kan gjøres nå, og si hva som venter på hvem.",
        "Do all that can be done now, and say what waits for whom.",
    ),
    "cli.opt.identity": (
        "Filen som åpner nøkkelen; utenfor studien.",
        "The file that opens the key; outside the study.",
    ),
    "cli.opt.passphrase_fd": (
        "Les passordfrasen fra denne fildeskriptoren.",
        "Read the passphrase from this file descriptor.",
    ),
    "cli.opt.decisions": (
        "Avgjørelser som er tatt et annet sted: interview, turn, themes.",
        "Decisions that were made elsewhere: interview, turn, themes.",
    ),
    "cli.opt.format": (
        "Et format; kan gis flere ganger. Uten: alle.",
        "A format; may be given several times. Without: all.",
    ),
    "cli.opt.for": ("Verktøyet som skal lese filene.", "The tool that is to read the files."),
    "cli.opt.unreviewed": (
        "Eksporter også det som ingen har gjennomgått.",
        "Export also what nobody has checked.",
    ),
    "cli.opt.times": ("Ta med tidspunkter i opptaket.", "Include times of the recording."),
    "cli.opt.themes": (
        "Mål temaene i stedet (guide-NAVN.yaml ved siden av filene).",
        "Measure themes instead (guide-NAME.yaml beside the files).",
    ),
    "cli.segment.row": (
        "{interview}: {passages} avsnitt, {placed} plassert, {outside} utenfor guiden, {unplaced} uplassert, "
        "{decided} avgjort av mennesker",
        "{interview}: {passages} passages, {placed} placed, {outside} outside the guide, {unplaced} unplaced, "
        "{decided} decided by people",
    ),
    "cli.segment.waiting": (
        "{interview}: venter på avidentifisert tekst (`renskriv anonymise`).",
        "{interview}: waits for de-identified text (`renskriv anonymise`).",
    ),
    "cli.segment.look_again": (
        "{interview}: {count} avsnitt som mennesker har plassert, har andre ord enn før. Se på dem i "
        "«Kategorier» (`renskriv review`).",
        "{interview}: {count} passages that people placed have other words than before. Look at them in "
        "«Categories» (`renskriv review`).",
    ),
    "cli.export.unplaced": (
        "{interview}: {count} avsnitt venter på at dere plasserer dem i «Kategorier».",
        "{interview}: {count} passages wait for you to place them in «Categories».",
    ),
    "cli.export.kept": (
        "Noen hadde endret en eksportert fil. Den er tatt vare på som {path}.",
        "Somebody had changed an exported file. It is kept as {path}.",
    ),
    "cli.guide.file_needed": ("Oppgi filen med intervjuguiden.", "Name the file with the interview guide."),
    "cli.guide.imported": (
        "Intervjuguiden er skrevet til {path}. Les den gjennom; det som var uklart, står i kommentarer.",
        "The interview guide is written to {path}. Read it through; what was unclear stands in comments.",
    ),
    "cli.key.ask": ("Passordfrase", "Passphrase"),
    "cli.key.created": (
        "Nøkkelen er laget: {path}. Ta vare på den og passordfrasen, og ikke sammen med studien. "
        "Koblingsnøkkelen skrives til {key}.",
        "The key is made: {path}. Keep it and its passphrase, and not with the study. "
        "The link key is written to {key}.",
    ),
    "cli.key.opened": (
        "Åpningen er loggført i transcripts_out/reports.",
        "The opening is logged in transcripts_out/reports.",
    ),
    "cli.key.destroying": (
        "Dette sletter {key} og alt i studien som kobler pseudonymer til navn, for godt.",
        "This deletes {key} and all in the study that links pseudonyms to names, for good.",
    ),
    "cli.key.destroyed": (
        "Koblingsnøkkelen er destruert. Kvittering: {path}",
        "The link key is destroyed. Receipt: {path}",
    ),
    "cli.key.remains": (
        "Opptak eller egen tekst finnes fortsatt og viser hvem som snakker: {interviews}.",
        "Recordings or own text are still there and show who speaks: {interviews}.",
    ),
    "cli.key.left": (
        "{path} inneholder fortsatt et navn, og må rettes av mennesker.",
        "{path} still holds a name, and only people can mend it.",
    ),
    "cli.help.redact": (
        "Lag en kopi av lyden til INTERVIEW der det som er erstattet i teksten, er dekket over.",
        "Make a copy of the sound of INTERVIEW in which what is replaced in the text is covered.",
    ),
    "cli.opt.how": ("Tone eller stillhet.", "Tone or silence."),
    "cli.help.forget": (
        "Trekk INTERVIEW ut av studien: slett det overalt, og få en kvittering uten navn.",
        "Withdraw INTERVIEW from the study: delete it everywhere, and get a receipt that names nobody.",
    ),
    "cli.opt.accept": (
        "Bruk forslagene der ingen har tatt stilling. Teksten merkes som ikke gjennomgått.",
        "Take the suggestions where nobody has decided. The text is marked as not checked.",
    ),
    "cli.opt.yes": ("Spør ikke.", "Do not ask."),
    "cli.approve.done": (
        "{interview}: den avidentifiserte teksten er godkjent. Endres den, gjelder godkjenningen ikke lenger.",
        "{interview}: the de-identified text is signed off. Any change of it voids the sign-off.",
    ),
    "cli.forget.going": (
        "Dette sletter {interview} for godt: {files} filer i studien og {recordings} opptak i audio_in.",
        "This deletes {interview} for good: {files} files of the study and {recordings} recordings in audio_in.",
    ),
    "cli.forget.sure": ("Er du sikker?", "Are you sure?"),
    "cli.forget.kept": ("Ingenting er slettet.", "Nothing has been deleted."),
    "cli.forget.done": ("Slettet. Kvittering: {path}", "Deleted. Receipt: {path}"),
    "cli.forget.by_hand": (
        "{path} kan inneholde noe om intervjuet, og må rettes av mennesker.",
        "{path} may hold something of the interview, and only people can mend it.",
    ),
    "cli.help.evaluate": (
        "Mål hvor mye som blir funnet i intervjuer som er merket for hånd (docs/marking.md).",
        "Measure how much is found in interviews that are marked by hand (docs/marking.md).",
    ),
    "cli.opt.misses": (
        "Skriv det som ikke ble funnet, med sammenheng, til en fil i studien.",
        "Write what was not found, with its context, to a file in the study.",
    ),
    "cli.help.status": (
        "Vis intervjuene, hvem som har signert, og hva som er neste steg.",
        "Show the interviews, who has signed, and what comes next.",
    ),
    "cli.help.models": (
        "Vis talemodellene, hent NAME (eneste kommando som bruker nettet), eller kontroller dem.",
        "Show the speech models, fetch NAME (the only command that uses the network), or verify them.",
    ),
    "cli.help.doctor": (
        "Se etter hva som mangler på denne maskinen, og hvordan det skaffes.",
        "Look for what is missing on this machine, and how to get it.",
    ),
    "cli.opt.study": (
        "Mappen studien ligger i; ellers nærmeste mappe oppover med study.toml.",
        "The study's folder; otherwise the nearest one upwards with a study.toml.",
    ),
    "cli.opt.lang": ("Språk: nb eller en.", "Language: nb or en."),
    "cli.opt.guide": ("Intervjuguiden (YAML) som skal gjelde.", "The interview guide (YAML) to use."),
    "cli.opt.as": (
        "Id for intervjuet; flere filer blir deler av det, i den rekkefølgen de står.",
        "Id of the interview; several files become parts of it, in the order given.",
    ),
    "cli.opt.as_one": ("Id for intervjuet.", "Id of the interview."),
    "cli.opt.audio": (
        "Opptaket som teksten hører til; flere er deler av det, i den rekkefølgen de står.",
        "The recording that the text belongs to; several are parts of it, in the order given.",
    ),
    "cli.opt.engine": ("Talemotor, når ikke den i study.toml.", "Engine, if not the one in study.toml."),
    "cli.opt.model": (
        "Talemodell: et navn fra «renskriv models», eller stien til en fil.",
        "Speech model: a name from `renskriv models`, or the path of a file.",
    ),
    "cli.opt.jobs": ("Så mange intervjuer om gangen.", "So many interviews at a time."),
    "cli.opt.again": (
        "Skriv ut dette intervjuet på nytt selv om noen har rettet det; det gamle tas vare på.",
        "Write this interview out anew although people have corrected it; the old one is kept.",
    ),
    "cli.opt.verified_by": (
        "Hvem som har kontrollert teksten utenfor Renskriv; gjelder som alle runder.",
        "Who has checked the text outside Renskriv; counts for all rounds.",
    ),
    "cli.opt.port": (
        "Porten på 127.0.0.1; ellers den fra sist, eller en som er ledig.",
        "The port on 127.0.0.1; otherwise the one of last time, or one that is free.",
    ),
    "cli.opt.no_browser": (
        "Skriv bare adressen; ikke åpne nettleseren.",
        "Only print the address; do not open the browser.",
    ),
    "cli.opt.round": ("Runden som signeres.", "The round that is signed."),
    "cli.opt.by": ("Hvem som signerer.", "Who signs."),
    "cli.opt.coded_by": (
        "Hvem som har kodet i filen; må sies når to koder hver for seg.",
        "Who coded in the file; must be said where two code apart.",
    ),
    "cli.opt.reason": (
        "Hvorfor tale som ikke er spilt av, likevel kan signeres for.",
        "Why speech that was not played can be signed for all the same.",
    ),
    "cli.opt.json": ("Som ett JSON-dokument.", "As one JSON document."),
    # init
    "cli.init.done": (
        "Laget en studie i {folder}. Legg opptakene i audio_in, se over study.toml og guide.yaml, og velg "
        "talemodell («renskriv models»).",
        "Made a study in {folder}. Put the recordings into audio_in, look over study.toml and guide.yaml, "
        "and choose a speech model (`renskriv models`).",
    ),
    "cli.warn_git": (
        "mappen ligger i et git-arkiv. Intervjuer hører ikke hjemme i versjonskontroll; velg helst et annet sted.",
        "the folder lies in a git work tree. Interviews do not belong in version control; better choose "
        "another place.",
    ),
    "cli.warn_synced": (
        "mappen ser ut til å synkroniseres til andre maskiner. Intervjuer skal bli på denne; velg et annet sted.",
        "the folder seems to be synced to other machines. Interviews must stay on this one; choose another place.",
    ),
    # transcribe
    "cli.transcribe.empty": (
        "Ingen opptak i {folder}. Legg dem der, eller nevn filene.",
        "No recordings in {folder}. Put them there, or name the files.",
    ),
    "cli.result.made": (
        "{interview}: ferdig. Les {folder}/transcript.docx",
        "{interview}: done. Read {folder}/transcript.docx",
    ),
    "cli.result.nothing": (
        "Ingenting å gjøre: alt er skrevet ut ({count} intervju).",
        "Nothing to do: everything is written out (interviews: {count}).",
    ),
    "cli.result.duplicate": (
        "{name} er det samme opptaket som en annen fil ({interview}) og ble ikke tatt med to ganger.",
        "{name} is the same recording as another file ({interview}) and was not taken in twice.",
    ),
    "cli.result.not_sound": (
        "{name} er ikke lyd og ble latt ligge.",
        "{name} is not sound and was left alone.",
    ),
    "cli.result.voices_of_nobody": (
        "study.toml: voices_in nevner {name}, men det finnes ikke noe slikt intervju. Rett eller slett det.",
        "study.toml: voices_in names {name}, but there is no such interview. Correct or delete it.",
    ),
    "cli.result.older_settings": (
        "{interview}: rettet av mennesker, laget med eldre innstillinger; blir stående. "
        "Ny utskrift: --again {interview}.",
        "{interview}: corrected by people, made with older settings; it stays. A new transcript: "
        "--again {interview}.",
    ),
    "cli.result.corrupt": (
        "{interview}: {count} ødelagte steder i opptaket ble hoppet over.",
        "{interview}: {count} damaged places in the recording were skipped.",
    ),
    "cli.result.failed": ("{count} gikk ikke:", "{count} failed:"),
    # progress
    "cli.progress.begin": ("Skriver ut {count} intervju.", "Writing out {count} interview(s)."),
    "cli.progress.batch": ("Intervjuer", "Interviews"),
    "cli.progress.formats": ("Formater", "Formats"),
    "cli.progress.amount": ("{done} av {all} s tale", "{done} of {all} s of speech"),
    "cli.progress.reading": ("leser lyden, {done} s", "reading the sound, {done} s"),
    "cli.progress.left": ("omtrent {minutes} min igjen", "about {minutes} min left"),
    # review
    "cli.review.ready": (
        "Siden er åpen, bare på denne maskinen. Ctrl-C avslutter; alt som står som lagret, er lagret.",
        "The page is open, on this machine alone. Ctrl-C ends it; all that is shown as saved is saved.",
    ),
    "cli.review.ended": ("Siden er lukket.", "The page is closed."),
    # verify, status
    "cli.verify.done": ("{interview}: runde {round} er signert.", "{interview}: round {round} is signed."),
    "cli.status.row": (
        "{interview}  {minutes:>8}  {state}  ord: {words}  steder å høre på: {marks}  signert: {signed}",
        "{interview}  {minutes:>8}  {state}  words: {words}  places to listen to: {marks}  signed: {signed}",
    ),
    "cli.status.older": (
        "Laget med eldre innstillinger; ny utskrift bare med «renskriv transcribe --again {interview}».",
        "Made with older settings; a new transcript only by `renskriv transcribe --again {interview}`.",
    ),
    "cli.status.torn": (
        "Siste linje i loggen ble avbrutt midt i skrivingen. Den ble aldri bekreftet lagret og regnes ikke med.",
        "The last line of the log was cut off while it was written. It was never acknowledged and does not count.",
    ),
    "cli.status.exports_old": (
        "Filene i transcripts_out/coding er eldre enn det dere har avgjort siden. Kjør «renskriv export» igjen.",
        "The files in transcripts_out/coding are older than what you have decided since. Run `renskriv export` again.",
    ),
    "cli.status.next": ("Neste: {next}", "Next: {next}"),
    "cli.state.recording": ("opptak", "recording"),
    "cli.state.machine_transcript": ("maskinutskrift", "machine transcript"),
    "cli.state.imported": ("importert", "imported"),
    "cli.state.verified": ("kontrollert", "verified"),
    "cli.state.deidentified": ("avidentifisert", "de-identified"),
    "cli.next.empty": (
        "legg opptak i audio_in og kjør «renskriv transcribe».",
        "put recordings into audio_in and run `renskriv transcribe`.",
    ),
    "cli.next.transcribe": (
        "kjør «renskriv transcribe» ({interviews}).",
        "run `renskriv transcribe` ({interviews}).",
    ),
    "cli.next.review": (
        "kjør «renskriv review», hør gjennom og signer ({interviews}).",
        "run `renskriv review`, listen through and sign ({interviews}).",
    ),
    "cli.next.anonymise": ("kjør «renskriv anonymise».", "run `renskriv anonymise`."),
    "cli.next.decide": (
        "avgjør forslagene i «Personer og steder» («renskriv review»), og kjør «renskriv anonymise».",
        "decide the suggestions in «People and places» (`renskriv review`), and run `renskriv anonymise`.",
    ),
    "cli.next.approve": (
        "les den avidentifiserte teksten og godkjenn den («renskriv approve»).",
        "read the de-identified text and sign it off (`renskriv approve`).",
    ),
    "cli.next.segment": ("kjør «renskriv segment».", "run `renskriv segment`."),
    "cli.next.place": (
        "plasser det som er usikkert, i «Kategorier» («renskriv review»).",
        "place what is unsure, in «Categories» (`renskriv review`).",
    ),
    "cli.next.export": ("kjør «renskriv export».", "run `renskriv export`."),
    "cli.next.nothing": ("alt er gjort.", "everything is done."),
    "cli.next.row.transcribe": (
        "Venter på maskinen: renskriv transcribe",
        "Waits for the machine: renskriv transcribe",
    ),
    "cli.next.row.sign": (
        "Venter på mennesker: hør gjennom og signer runde {round} med «renskriv review».",
        "Waits for people: listen through and sign round {round} with `renskriv review`.",
    ),
    "cli.next.row.anonymise": (
        "Kontrollert. Klar for avidentifisering: renskriv anonymise",
        "Verified. Ready to be de-identified: renskriv anonymise",
    ),
    "cli.next.row.decide": (
        "Venter på mennesker: avgjør forslagene i «Personer og steder» (renskriv review), så renskriv anonymise.",
        "Waits for people: decide the suggestions in «People and places» (renskriv review), then renskriv anonymise.",
    ),
    "cli.next.row.approve": (
        "Avidentifisert og gjennomgått. Les og godkjenn: renskriv approve {interview} --by NAVN",
        "De-identified and checked. Read and sign off: renskriv approve {interview} --by NAME",
    ),
    "cli.next.row.segment": (
        "Godkjent. Klar for temaer: renskriv segment",
        "Signed off. Ready for themes: renskriv segment",
    ),
    "cli.next.row.place": (
        "Venter på mennesker: plasser det som er usikkert, i «Kategorier» (renskriv review).",
        "Waits for people: place what is unsure, in «Categories» (renskriv review).",
    ),
    "cli.next.row.export": ("Klar for eksport: renskriv export", "Ready for export: renskriv export"),
    # models
    "cli.models.head": (
        "Talemodeller (størrelse; minutter per time lyd på denne maskinen, anslag):",
        "Speech models (size; minutes per hour of sound on this machine, an estimate):",
    ),
    "cli.models.here": ("på maskinen", "here"),
    "cli.models.away": ("ikke hentet", "not fetched"),
    "cli.models.name_needed": (
        "Si hvilken modell: renskriv models fetch NAVN.",
        "Say which model: renskriv models fetch NAME.",
    ),
    "cli.models.fetched": ("{name} ligger i {folder}.", "{name} is in {folder}."),
    "cli.models.whole": ("{name}: hel.", "{name}: whole."),
    "cli.models.unknown_digest": (
        "{name}: kan leses, men det er ingen sjekksum å sammenligne med.",
        "{name}: readable, but there is no checksum to compare with.",
    ),
    # doctor
    "cli.doctor.python": ("Python {version}", "Python {version}"),
    "cli.doctor.python.mend": (
        "Renskriv trenger Python 3.11, 3.12 eller 3.13.",
        "Renskriv needs Python 3.11, 3.12 or 3.13.",
    ),
    "cli.doctor.libraries": ("{count} biblioteker er på plass", "{count} libraries are in place"),
    "cli.doctor.missing": ("Mangler: {names}", "Missing: {names}"),
    "cli.doctor.missing.mend": ("Kjør «make setup».", "Run `make setup`."),
    "cli.doctor.model": ("Modellen {name} er hel", "The model {name} is whole"),
    "cli.doctor.real_model": (
        "Det er hentet en talemodell for ekte intervjuer",
        "A speech model for real interviews is here",
    ),
    "cli.doctor.no_real_model": (
        "Bare eksempelmodellen er her; ekte intervjuer trenger en talemodell («renskriv models»)",
        "Only the sample's model is here; real interviews need a speech model (`renskriv models`)",
    ),
    "cli.doctor.disk": ("{free} GB ledig på disken", "{free} GB free on the disk"),
    "cli.doctor.disk.mend": (
        "Frigjør plass: en time lyd tar 115 MB som arbeidskopi.",
        "Free some space: an hour of sound takes 115 MB as a working copy.",
    ),
    "cli.doctor.gpu": ("Skjermkort for utskrift: ja", "Graphics card for transcription: yes"),
    "cli.doctor.cpu": (
        "Skjermkort for utskrift: nei (går på prosessoren, og tar lengre tid)",
        "Graphics card for transcription: no (runs on the processor, and takes longer)",
    ),
}
