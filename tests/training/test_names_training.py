"""The training of the name model, in little: a made-up corpus in NorNE's format and a tiny network."""

from __future__ import annotations

import gzip
import hashlib
import random
import re
import shlex
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
import spacy
import srsly
from spacy.tokens import Doc
from spacy.training import Example

from models.training.names import __main__ as command
from models.training.names import corpus, frames, gazetteers, norne, subwords
from models.training.names.augment import Manner, changed, entities, lowered, misheard, swapped, unpunctuated
from models.training.names.evaluate import ALL, SEVEN, UNTYPED, figures, scores
from models.training.names.gazetteers import GENITIVE, ORDINARY, Gazetteers
from models.training.names.norne import LABELS, Word, Words
from models.training.names.training import train
from pipeline.anonymise.language import unpacked
from pipeline.weights import installed

ROOT = Path(__file__).parents[2]
RARE = "glimrandhåv"  # stands in the corpus and nowhere else

LINES = {
    "nob": "Jeg/PRON/O møtte/VERB/O {first}/PROPN/B-PER {last}/PROPN/I-PER i/ADP/O {place}/PROPN/B-GPE_LOC+"
    " ./PUNCT/O",
    "nno": "Eg/PRON/O såg/VERB/O {rare}/NOUN/O hjå/ADP/O {org}/PROPN/B-ORG skule/NOUN/I-ORG+ ./PUNCT/O",
}
FIRST, LAST = ("Torbjørg", "Amina", "Jens"), ("Lundereng", "Siddiqui", "Bratthaug")
PLACES, ORGS = ("Vinjevoll", "Storbu"), ("Kvernhaug", "Myrdalen")


def conll(form: str, count: int, seed: int) -> str:
    """Sentences as NorNE has them; + marks that no space follows."""
    draw = random.Random(seed)
    blocks = []
    for number in range(count):
        line = LINES[form].format(
            first=draw.choice(FIRST),
            last=draw.choice(LAST),
            place=draw.choice(PLACES),
            org=draw.choice(ORGS),
            rare=RARE,
        )
        rows = [f"# sent_id = {number}", f"# source_file = doc{number // 7}.conll"]
        for place, token in enumerate(line.split(), start=1):
            text, upos, tag = token.rstrip("+").rsplit("/", 2)
            misc = "SpaceAfter=No" if token.endswith("+") else "_"
            rows.append("\t".join((str(place), text, text.lower(), upos, "x", tag, misc)))
        blocks.append("\n".join(rows))
    return "# global.columns = ID FORM LEMMA UPOS NDTPOS NER MISC\n" + "\n\n".join(blocks) + "\n\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """NorNE's six files, made up."""
    made = tmp_path_factory.mktemp("norne")
    for form in norne.FORMS:
        for seed, split in enumerate(norne.SPLITS):
            text = conll(form, 60 if split == "train" else 12, seed)
            (made / f"norne-{form}-{split}.conll.gz").write_bytes(gzip.compress(text.encode()))
    return made


@pytest.fixture(scope="module")
def lists() -> Gazetteers:
    return gazetteers.load({"dag", "liv"})


@pytest.fixture(scope="module")
def few_names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every twentieth name of the lists, for tests that train."""
    rows = gazetteers.LISTS.read_text("utf-8").splitlines(keepends=True)
    path = tmp_path_factory.mktemp("lists") / "names.tsv"
    path.write_text("".join(rows[::20]) + "first\tKari\t70000\nfirst\tKristoffer\t20000\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gazetteers, "LISTS", path)
        yield


def words(text: str) -> Words:
    """`Kari/B-PER sa` with + where no space follows."""
    return tuple(
        Word(text, tag or "O", not token.endswith("+"))
        for token in text.split()
        for text, _, tag in [token.rstrip("+").partition("/")]
    )


def written(made: Words) -> str:
    return " ".join(f"{w.text}{'/' + w.tag if w.label else ''}{'' if w.space else '+'}" for w in made)


# ------------------------------------------------------------------------------ NorNE


def test_a_sentence_has_its_tags_its_spaces_and_its_document(folder: Path) -> None:
    sentences = norne.read(folder, "nob", "train")
    assert len(sentences) == 60
    assert [sentence.document for sentence in sentences[6:8]] == ["doc0.conll", "doc1.conll"]
    one = sentences[0].words
    assert [word.tag for word in one] == ["O", "O", "B-PER", "I-PER", "O", "B-GPE_LOC", "O"]
    assert [word.label for word in one][2:4] == ["PER", "PER"]
    assert [word.space for word in one] == [True] * 5 + [False, True]
    assert (one[0].upos, one[5].upos) == ("PRON", "PROPN")


def test_neighbouring_sentences_stand_together_but_never_over_the_end_of_a_document(folder: Path) -> None:
    sentences = norne.read(folder, "nno", "train")
    runs = list(norne.documents(sentences, 3))
    assert [len(run) for run in runs[:4]] == [3, 3, 1, 3]
    assert [text for run in runs for text in run] == [sentence.words for sentence in sentences]


def test_a_tag_that_norne_does_not_have_is_refused_with_its_line(tmp_path: Path) -> None:
    text = conll("nob", 2, 0).replace("B-GPE_LOC", "B-TOWN")
    (tmp_path / "norne-nob-dev.conll.gz").write_bytes(gzip.compress(text.encode()))
    with pytest.raises(ValueError, match="line 9: unknown tag B-TOWN"):
        norne.read(tmp_path, "nob", "dev")


@pytest.mark.parametrize("verb", ["train", "evaluate"])
def test_without_the_data_there_is_one_line_of_refusal(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["names", verb, str(tmp_path)])
    assert command.main() == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert "norne-nob-train.conll.gz" in shown.err


# ------------------------------------------------------------------------------ speech


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Kari/B-PER+ , sa Ola/B-PER+ .", "Kari/B-PER sa Ola/B-PER"),
        ("(+ Bodø/B-GPE_LOC+ )", "Bodø/B-GPE_LOC"),
        ("«/B-PROD+ Våren/I-PROD kom/I-PROD+ »/I-PROD", "Våren/B-PROD kom/I-PROD"),
        ("Aud-Mari/B-PER Li/I-PER", "Aud-Mari/B-PER Li/I-PER"),
        ("- ! ?", ""),
    ],
)
def test_without_punctuation_entities_keep_their_words(before: str, after: str) -> None:
    assert written(unpunctuated(words(before))) == after


def test_in_lower_case_tags_and_spaces_stay() -> None:
    assert written(lowered(words("NAV/B-ORG Våler/I-ORG+ ."))) == "nav/B-ORG våler/I-ORG+ ."


def test_an_entity_is_a_run_of_its_own() -> None:
    runs = [written(run) for run in entities(words("Så kom Liv/B-PER Moe/I-PER Dag/B-PER ."))]
    assert runs == ["Så", "kom", "Liv/B-PER Moe/I-PER", "Dag/B-PER", "."]


@pytest.mark.parametrize(
    ("entity", "pattern"),
    [
        ("Kari/B-PER+", r"\S+/B-PER( \S+/I-PER)?\+"),
        ("Karis/B-PER", r"\S+(s|')/B-PER|\S+/B-PER \S+(s|')/I-PER"),
        ("Kari/B-PER Moe/I-PER", r"\S+/B-PER( \S+/I-PER)+"),
        ("Bodøs/B-GPE_LOC", r"\S+(s|')/B-GPE_LOC"),
        ("Oslo-skolen/B-DRV", r"\S+-skolen/B-DRV"),
        ("EU/B-GPE_ORG", r"EU/B-GPE_ORG"),
        ("Dagbladet/B-ORG", r"Dagbladet/B-ORG"),
    ],
)
def test_a_name_is_swapped_for_one_of_its_kind_in_the_same_case(
    entity: str, pattern: str, lists: Gazetteers
) -> None:
    rng = random.Random(3)
    made = {written(swapped(words(entity), rng, lists)) for _ in range(50)}
    assert all(re.fullmatch(pattern, one) for one in made), made
    assert len(made) > 20 or made == {entity}


def test_a_misheard_name_is_near_and_never_empty(lists: Gazetteers) -> None:
    rng = random.Random(4)
    made = [(name, misheard(name, rng)) for name in lists.surnames.names[::10]]
    assert sum(one != other for one, other in made) > 0.9 * len(made)
    for name, other in made:
        assert other
        assert abs(len(name) - len(other)) <= 4
        assert other[0].isupper() == name[0].isupper()
    assert misheard("Bo", rng) == "Bo"


def test_every_manner_keeps_the_names(lists: Gazetteers) -> None:
    text = words("Da ringte Torbjørg/B-PER Lundereng/I-PER+ , fra Vinjevoll/B-GPE_LOC+ .")
    rng = random.Random(5)
    seen = ""
    for manner in [manner for _, manner in corpus.MANNERS] * 40:
        made = changed(text, manner, rng, lists)
        assert [run[0].label for run in entities(made) if run[0].label] == ["PER", "GPE_LOC"]
        if manner.lower:
            assert all(word.text == word.text.lower() for word in made)
        if manner.unpunctuated:
            assert not {",", "."} & {word.text for word in made}
        seen += written(made)
    fillers = [filler for filler in frames.table()["fillers"] if " " not in filler]
    assert sum(f" {filler} " in seen for filler in fillers) > 5
    spoken = [changed(words("Liv/B-PER kom"), Manner(article=1.0), rng, lists) for _ in range(50)]
    assert {"han Liv/B-PER kom", "ho Liv/B-PER kom", "a Liv/B-PER kom"} < {written(one) for one in spoken}
    assert changed(text, Manner(), rng, lists) == text


def test_every_frame_is_filled_and_its_names_are_marked(
    lists: Gazetteers, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(6)
    for kind in ("bokmaal", "nynorsk", "dialect", "nameless"):
        for frame in frames.table()[kind]:
            monkeypatch.setattr(frames, "table", lambda kind=kind, frame=frame: {**TABLE, kind: [frame]})
            monkeypatch.setattr(frames, "_SHARES", {kind: 1.0})
            made = frames.sentence(rng, lists)
            slots = [
                slot
                for slot in re.findall(r"\{(\w+)\}", frame.replace("{first} {surname}", "{first}"))
                if slot != "title"
            ]
            assert len([run for run in entities(made) if run[0].label]) == len(slots), frame
            assert not re.search("[{}]", written(made))


TABLE = frames.table()


def test_the_genitive_is_written_as_in_norwegian() -> None:
    assert [frames.genitive_of(name) for name in ("Kari", "Hans", "Max")] == ["Karis", "Hans'", "Max'"]


# ------------------------------------------------------------------------------ what is known of words


def test_a_word_has_the_letters_of_all_its_lists_and_says_when_it_is_ordinary(lists: Gazetteers) -> None:
    assert lists.classes["kari"] == "<f>"
    assert lists.classes["karis"] == f"<f{GENITIVE}>"
    assert ORDINARY in lists.classes["dag"]
    assert "p" in lists.classes["trondheim"]
    assert "abildsø" in lists.classes  # of a school, and a part of a town
    assert not {"skole", "kommunedirektør"} & set(lists.classes)


def test_ordinary_words_stand_in_lower_case_outside_names_three_times(folder: Path) -> None:
    found = corpus.ordinary_words(norne.read(folder, "nno", "train"))
    assert found == {"såg", RARE, "hjå"}


def test_vectors_put_a_new_spelling_near_its_name(folder: Path, few_names: None) -> None:
    nlp, lists = spacy.blank("nb"), gazetteers.load(())
    sentences = norne.read(folder, "nob", "train")
    nlp.vocab.vectors = subwords.vectors(
        nlp.vocab.strings, sentences, lists, seed=1, rows=1000, width=16, epochs=3
    )
    name, misspelt, word = nlp("Kristoffer Khristoffer møtte")
    assert name.similarity(misspelt) > name.similarity(word)
    assert name.similarity(nlp("KRISTOFFER")[0]) == pytest.approx(1.0)


def test_the_same_seed_shows_the_same_texts(folder: Path) -> None:
    def texts(seed: int) -> list[str]:
        return [e.reference.text for e in islice(corpus.training(str(folder), seed)(spacy.blank("nb")), 40)]

    assert texts(1) == texts(1)
    assert texts(1) != texts(2)


def test_each_time_the_whole_corpus_is_shown_in_new_manners(folder: Path) -> None:
    reader, nlp = corpus.training(str(folder), 1), spacy.blank("nb")
    first, second = ([example.reference.text for example in reader(nlp)] for _ in range(2))
    assert sum(RARE in text.lower() for text in first) >= 60 / 6
    assert first != second


# ------------------------------------------------------------------------------ training and figures


@pytest.fixture(scope="module")
def trained(folder: Path, few_names: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model after a few steps."""
    out = tmp_path_factory.mktemp("trained") / "build" / "names.spacy"
    tok2vec = "components.ner.model.tok2vec"
    tiny = {
        "training.max_steps": 6,
        "training.eval_frequency": 3,
        "training.batcher.size": 300,
        "initialize.before_init.epochs": 1,
        "initialize.before_init.rows": 500,
        "initialize.before_init.width": 8,
        f"{tok2vec}.embed.width": 16,
        f"{tok2vec}.embed.rows": [500] * 5,
        f"{tok2vec}.encode.width": 16,
        f"{tok2vec}.encode.depth": 1,
    }
    train(folder, out, tiny)
    return out


def test_what_was_trained_loads_and_knows_all_types_of_norne(trained: Path) -> None:
    nlp = unpacked(trained)
    assert set(nlp.get_pipe("ner").labels) == set(LABELS)
    assert nlp("kari bor her").text == "kari bor her"
    assert nlp.vocab["Kari"].norm_ == "<f>"


def test_no_word_of_the_corpus_and_no_path_of_the_machine_is_in_the_model(
    trained: Path, folder: Path
) -> None:
    contents = trained.read_bytes()
    for text in (RARE, "Lundereng", "Vinjevoll", str(folder), str(Path.cwd())):
        assert text.encode() not in contents, text


def test_figures_are_given_for_each_split_form_and_variant(trained: Path, folder: Path) -> None:
    lines = list(figures(unpacked(trained), folder, ("dev", "test")))
    titles = [line.strip("\n# ") for line in lines if "###" in line]
    assert titles == [f"{split}, {form}" for split in ("dev", "test") for form in ("nob", "nno", "nob + nno")]
    assert all("plain | lower | unpunctuated | both" in line for line in lines if "| type" in line)
    (gold,) = {line for line in lines if line.startswith("| EVT")}
    assert gold == "| EVT | none | none | none | none |"
    assert re.fullmatch(r"\d+ words per CPU second \(\d+ words\)", lines[-1])


def test_only_an_exact_span_of_the_right_type_counts() -> None:
    nlp = spacy.blank("nb")
    text = ["Kari", "Moe", "bor", "i", "Bodø"]
    truth = Doc(nlp.vocab, text, ents=["B-PER", "I-PER", "O", "O", "B-GPE_LOC"])
    said = Doc(nlp.vocab, text, ents=["B-PER", "O", "O", "O", "B-LOC"])
    found = scores([Example(said, truth)])
    assert [found[row].fscore for row in (ALL, SEVEN, UNTYPED, "PER")] == [0, 0.5, 0.5, 0]
    assert (found[SEVEN].precision, found[SEVEN].recall) == (0.5, 0.5)


# ------------------------------------------------------------------------------ the model that ships


@pytest.fixture(scope="module")
def shipped() -> Path:
    return installed().locate(installed().find("names-nb"))


def test_the_model_that_ships_is_whole_and_small(shipped: Path) -> None:
    assert installed().verify(installed().find("names-nb")).checked
    assert shipped.stat().st_size < 30e6


def test_the_model_that_ships_holds_no_words_but_the_hashes_of_listed_names(shipped: Path) -> None:
    parts = srsly.msgpack_loads(shipped.read_bytes())
    vocab = srsly.msgpack_loads(parts["vocab"])
    assert set(vocab) == {"vectors", "lookups"}
    (table,) = srsly.msgpack_loads(vocab["lookups"]).values()
    assert len(table) > 10_000
    assert all(isinstance(key, int) and re.fullmatch(r"<\S{1,8}>", symbol) for key, symbol in table.items())
    assert b"norne" not in parts["config.cfg"]


def test_the_model_that_ships_was_made_by_the_config(shipped: Path) -> None:
    ours = spacy.util.load_config(ROOT / "models/training/names/config.cfg")
    theirs = unpacked(shipped).config
    assert theirs["components"]["ner"]["model"]["tok2vec"] == ours["components"]["ner"]["model"]["tok2vec"]
    assert (theirs["nlp"]["lang"], theirs["nlp"]["pipeline"]) == ("nb", ["ner"])


def test_the_card_states_the_digest_of_the_model(shipped: Path) -> None:
    card = (ROOT / "models/embedded/names-nb.md").read_text("utf-8")
    assert hashlib.sha256(shipped.read_bytes()).hexdigest() in card


def test_every_command_of_the_recipe_exists() -> None:
    recipe = (ROOT / "models/training/names/README.md").read_text("utf-8")
    commands = re.findall(r"^python -m models\.training\.names (.+)$", recipe, re.MULTILINE)
    names = {command.parser().parse_args(shlex.split(line)).run.__name__.strip("_") for line in commands}
    assert names == {"train", "evaluate"}
