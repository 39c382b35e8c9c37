"""The training of the embedded model, in little: made-up sound, a tiny network, a few steps."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
import whisper

from models.training.whisper import checkpoint, grammar, numerals, texts
from models.training.whisper.__main__ import parser
from models.training.whisper.augment import blank, masked, recorded
from models.training.whisper.corpus import Corpus, Span, Utterance
from models.training.whisper.decoder import decoder_loss, deepened, train_decoder
from models.training.whisper.decoder_windows import Pool, Targets, WindowMaker
from models.training.whisper.encoder import Batches, encoder_loss, train_encoder
from models.training.whisper.encoder_samples import EncoderSamples, collate_samples
from models.training.whisper.evaluate import normalised, start_errors
from models.training.whisper.fitting import Average, Limit, Muon, Optimiser, Pace
from models.training.whisper.losses import Guide
from models.training.whisper.network import Network, dimensions
from models.training.whisper.sound import RATE_HZ, log_mel, write_wav
from models.training.whisper.targets import Piece, TargetBatch, collate, prompted, stamp_piece, target
from models.training.whisper.tokens import (
    END,
    FIRST_STAMP,
    LANGUAGE,
    NO_LOSS,
    NO_SPEECH,
    NO_STAMPS,
    PREVIOUS,
    START,
    TASK,
    TOKENIZER,
    Vocabulary,
)
from pipeline.artefacts.sound import open_sound

ROOT = Path(__file__).parents[2]
WORDS = ("hei", "vi", "møtes", "i", "nettverket", "hver", "uke", "på", "skolen", "rektor")


def _write_corpus(folder: Path, count: int, seed: int) -> None:
    """Sentences in which each word is a tone of its own, in two voices."""
    draw, rng = random.Random(seed), np.random.default_rng(seed)
    mels, lines, at = [], [], 0
    for number in range(count):
        words = draw.sample(WORDS, draw.randint(2, 4))
        mel = rng.normal(-6, 0.1, (30 * len(words), 80))
        for place, word in enumerate(words):
            band = 7 * WORDS.index(word) + 4 * (number % 2)
            mel[30 * place : 30 * place + 25, band : band + 3] = 0.5
        mels.append(mel.astype(np.float16))
        line = {"voice": ("m3", "f2")[number % 2], "first_frame": at, "frames": len(mel)}
        line |= {"written": words, "spoken": words, "starts": [0.3 * place for place in range(len(words))]}
        lines.append(json.dumps(line))
        at += len(mel)
    folder.mkdir()
    np.save(folder / "000.npy", np.concatenate(mels))
    (folder / "000.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Several threads of several test workers only wait for each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("training")


@pytest.fixture(scope="module")
def corpus(folder: Path) -> Corpus:
    _write_corpus(folder / "mel", 24, seed=1)
    return Corpus(folder / "mel")


@pytest.fixture(scope="module")
def vocabulary(corpus: Corpus) -> Vocabulary:
    return Vocabulary(corpus.token_ids())


@pytest.fixture
def network(vocabulary: Vocabulary) -> Network:
    torch.manual_seed(5)
    return Network(dimensions(32, 2, 2), vocabulary)


@pytest.fixture(scope="module")
def trained(folder: Path, corpus: Corpus) -> Path:
    """The folder after a training of three steps each: encoder.pt, decoder.pt and the small embedded.pt."""
    _write_corpus(folder / "held_out", 4, seed=2)
    held_out = Corpus(folder / "held_out")
    limit = Limit(minutes=1, steps=3)
    train_encoder(corpus, held_out, folder / "encoder.pt", limit=limit, width=32, audio_layers=2)
    train_decoder(
        corpus,
        folder / "encoder.pt",
        folder / "decoder.pt",
        limit=limit,
        layers=3,
        pool_size=6,
        first_pool=4,
    )
    checkpoint.export(folder / "decoder.pt", folder / "embedded.pt")
    return folder


def _logits(model: whisper.Whisper, tokens: list[int], seed: int = 0) -> torch.Tensor:
    """Logits after some tokens on some sound."""
    torch.manual_seed(seed)
    with torch.no_grad():
        audio = model.embed_audio(torch.randn(1, 80, 3000))
        return model.logits(torch.tensor([tokens]), audio)


# ------------------------------------------------------------------------------ from corpus to checkpoint


def test_training_ends_in_a_small_checkpoint_that_whisper_reads(trained: Path) -> None:
    model = whisper.load_model(str(trained / "embedded.pt"), device="cpu")
    assert (model.dims.n_text_layer, model.dims.n_vocab) == (3, 51865)
    options = whisper.DecodingOptions(language="no", fp16=False, sample_len=8)
    result = whisper.decode(model, torch.zeros(80, 3000), options)
    assert set(result.tokens) <= set(range(51865))
    assert np.isfinite(result.avg_logprob)


def test_the_small_form_is_a_third_as_large_and_nearly_the_same_model(trained: Path) -> None:
    large, small = trained / "decoder.pt", trained / "embedded.pt"
    assert small.stat().st_size < large.stat().st_size / 3
    before, after = (
        _logits(whisper.load_model(str(path), device="cpu"), [START, LANGUAGE, TASK])
        for path in (large, small)
    )
    assert (before - after).abs().max() < 0.05 * before.std()


def test_the_decoder_is_trained_and_the_encoder_left_as_it_was(trained: Path) -> None:
    _, before = checkpoint.load(trained / "encoder.pt")
    _, after = checkpoint.load(trained / "decoder.pt")
    for name, value in before.items():
        if name.startswith("encoder."):
            assert torch.equal(value, after[name])
    assert not torch.equal(before["decoder.positional_embedding"], after["decoder.positional_embedding"])


def test_tokens_that_never_occurred_stay_silent(trained: Path, vocabulary: Vocabulary) -> None:
    model = whisper.load_model(str(trained / "embedded.pt"), device="cpu")
    logits = _logits(model, [START, LANGUAGE, TASK])[0, -1]
    seen = set(vocabulary.ids)
    unseen = [token for token in range(1000, 40_000) if token not in seen]
    known = [TOKENIZER.encode(f" {word}")[0] for word in WORDS]
    # Not all: numbers were trained too, though they are not in the corpus.
    assert logits[unseen].median() < logits[known].min() - 10


def test_folding_a_scale_into_the_layers_changes_nothing_that_is_read(
    network: Network, tmp_path: Path
) -> None:
    checkpoint.save(network, network.state_dict(), tmp_path / "a.pt")
    model = whisper.load_model(str(tmp_path / "a.pt"), device="cpu")
    before = _logits(model, [START, LANGUAGE, TASK])
    model.load_state_dict(checkpoint.folded(model.state_dict(), 176.0))
    after = _logits(model, [START, LANGUAGE, TASK])
    # The layer norms' epsilon is smaller beside larger states.
    assert torch.allclose(after, before, atol=5e-3)


def test_shrinking_and_loading_give_back_the_weights(network: Network, tmp_path: Path) -> None:
    checkpoint.save(network, network.state_dict(), tmp_path / "large.pt")
    checkpoint.export(tmp_path / "large.pt", tmp_path / "small.pt")
    dims, large = checkpoint.load(tmp_path / "large.pt")
    assert dims == network.dims
    _, small = checkpoint.load(tmp_path / "small.pt")
    for name, value in large.items():
        assert torch.allclose(small[name], value, atol=4e-3, rtol=2e-3), name


def test_a_weight_too_large_for_float16_is_refused(network: Network, tmp_path: Path) -> None:
    checkpoint.save(network, network.state_dict(), tmp_path / "a.pt")
    _, state = checkpoint.load(tmp_path / "a.pt")
    state["encoder.conv1.bias"][0] = 1e6
    with pytest.raises(ValueError, match=r"encoder\.conv1\.bias"):
        checkpoint.shrunk(state)


def test_the_network_that_is_trained_is_the_one_that_whisper_runs(network: Network, tmp_path: Path) -> None:
    """Compact rows, our attention and the bias give Whisper's own logits."""
    checkpoint.save(network, network.state_dict(), tmp_path / "a.pt")
    model = whisper.load_model(str(tmp_path / "a.pt"), device="cpu")
    tokens = [START, LANGUAGE, TASK, FIRST_STAMP]
    torch.manual_seed(3)
    mel = torch.randn(1, 80, 3000)
    with torch.no_grad():
        theirs = model(mel, torch.tensor([tokens]))
        audio = network.encode(mel, torch.zeros(1, dtype=torch.long))
        states, _ = network.decode(torch.from_numpy(network.vocabulary.rows(tokens))[None], audio)
        ours = network.logits(states)
    assert torch.allclose(ours, theirs[..., list(network.vocabulary.ids)], atol=1e-3)


@pytest.mark.parametrize("layers", [2, 3, 4])
def test_new_layers_change_nothing_at_first(network: Network, tmp_path: Path, layers: int) -> None:
    checkpoint.save(network, network.state_dict(), tmp_path / "a.pt")
    dims, state = checkpoint.load(tmp_path / "a.pt")
    deeper = deepened(dims, state, layers, network.vocabulary)
    assert len(deeper.model.decoder.blocks) == layers
    inputs, audio = torch.arange(5)[None], torch.randn(1, 20, 32)
    with torch.no_grad():
        before, after = network.decode(inputs, audio)[0], deeper.decode(inputs, audio)[0]
    assert torch.allclose(before, after, atol=1e-4)


# ------------------------------------------------------------------------------ steps


def test_steps_make_the_encoders_loss_smaller(
    network: Network, corpus: Corpus, vocabulary: Vocabulary
) -> None:
    samples = EncoderSamples(corpus, 1)
    batch = collate_samples([samples.clip() for _ in range(6)], vocabulary)
    optimiser = Optimiser(network, decay=0.01)
    losses = []
    for _ in range(12):
        loss, figures = encoder_loss(network, batch, spelling=1.0, guidance=0.3)
        losses.append(loss.item())
        assert np.isfinite(optimiser.step(loss, 3e-3))
    assert losses[-1] < 0.8 * losses[0]
    assert set(figures) >= {"text", "right", "next", "read", "letters"}


def test_steps_make_the_decoders_loss_smaller(
    network: Network, corpus: Corpus, vocabulary: Vocabulary
) -> None:
    network.model.encoder.requires_grad_(False)
    network.speller.requires_grad_(False)
    pool = Pool(WindowMaker(corpus, 1), network, 2)
    pool.renew(3)
    assert len(pool) == 2
    batch = Targets(corpus, vocabulary, 1).batch(pool.draw(random.Random(1), 2), 2)
    optimiser = Optimiser(network, decay=0.01)
    losses = []
    for _ in range(12):
        loss, _ = decoder_loss(network, batch)
        losses.append(loss.item())
        optimiser.step(loss, 3e-3)
    assert losses[-1] < 0.8 * losses[0]


def test_a_step_that_is_not_finite_changes_no_weight() -> None:
    layer = torch.nn.Linear(2, 2)
    before = layer.weight.detach().clone()
    optimiser = Optimiser(layer, decay=0.1)
    optimiser.step(layer(torch.tensor([[float("inf"), 1.0]])).sum(), 0.1)
    assert torch.equal(layer.weight, before)


@pytest.mark.parametrize("shape", [(8, 8), (4, 16), (16, 4)])
def test_muon_makes_updates_nearly_orthogonal(shape: tuple[int, int]) -> None:
    torch.manual_seed(1)
    values = torch.linalg.svdvals(Muon.orthogonal(torch.randn(3, *shape)))
    assert values.min() > 0.3
    assert values.max() < 1.4


def test_the_average_follows_the_weights() -> None:
    layer = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.zeros_(layer.weight)
    average = Average(layer, memory=0.5)
    torch.nn.init.ones_(layer.weight)
    seen = []
    for step in range(4):
        average.update(100 + step)
        seen.append(float(average.weights["weight"]))
    assert seen == pytest.approx([0.5, 0.75, 0.875, 0.9375])


def test_the_rate_rises_and_then_falls_to_a_fiftieth() -> None:
    pace = Pace(rate=1.0, warmup=10, decay=0.0, memory=0.9)
    rates = [pace.at(progress, step) for progress, step in ((0.0, 0), (0.0, 9), (0.5, 100), (1.0, 200))]
    assert rates == pytest.approx([0.1, 1.0, 0.51, 0.02])


def test_training_may_be_limited_by_steps_or_by_time() -> None:
    assert Limit(minutes=5, steps=4).progress(3, since=0.0) == 0.75
    assert Limit(minutes=1e-9).progress(0, since=0.0) == 1.0


def test_attention_costs_nothing_at_the_word_and_much_elsewhere() -> None:
    guided = torch.tensor([[False, True, True]])
    spans = torch.tensor([[[0.0, 0.0], [0.2, 0.4], [0.6, 0.8]]])
    rows = torch.zeros(1, 3, dtype=torch.long)
    guide = Guide(TargetBatch(rows, rows, spans, guided), frames=50)
    at_next, at_read = torch.zeros(1, 1, 3, 50), torch.zeros(1, 1, 3, 50)
    at_next[0, 0, 1, 15] = at_next[0, 0, 2, 35] = 1.0
    at_read[0, 0, 2, 15] = 1.0
    assert guide.to_next(at_next) == pytest.approx(0.0, abs=1e-3)
    assert guide.to_read(at_read) == pytest.approx(0.0, abs=1e-3)
    assert guide.to_next(at_read) > 5
    assert guide.to_read(at_next) > 5


# ------------------------------------------------------------------------------ what is shown


@pytest.mark.parametrize(
    ("arguments", "inputs", "labels"),
    [
        ({"stamped": False}, [START, LANGUAGE, TASK, NO_STAMPS, 7], [LANGUAGE, TASK, NO_STAMPS, 7, END]),
        ({"stamped": True}, [START, LANGUAGE, TASK, 7], [LANGUAGE, TASK, 7, END]),
        ({"stamped": True, "ended": False}, [START, LANGUAGE, TASK], [LANGUAGE, TASK, 7]),
        ({"stamped": True, "silent": True}, [START, LANGUAGE, TASK, 7], [NO_SPEECH, TASK, 7, END]),
        (
            {"stamped": True, "misread": lambda tokens: [*tokens[:-1], 9]},
            [START, LANGUAGE, TASK, 9],
            [LANGUAGE, TASK, 7, END],
        ),
    ],
)
def test_a_target_is_whispers_sequence_read_one_place_ahead(
    arguments: dict, inputs: list[int], labels: list[int]
) -> None:
    made = target([Piece(7, (0.1, 0.2))], **arguments)
    assert (list(made.inputs), list(made.labels)) == (inputs, labels)
    assert made.spans[labels.index(7)] == (0.1, 0.2)


def test_nothing_is_learnt_from_a_prompt_or_a_false_end(vocabulary: Vocabulary) -> None:
    body = [stamp_piece(0.5), stamp_piece(1.0, learnt=False), stamp_piece(1.0)]
    made = prompted(target(body, stamped=True), [11, 12])
    assert made.inputs[:4] == (PREVIOUS, 11, 12, START)
    end = FIRST_STAMP + 50
    assert made.labels == (NO_LOSS,) * 3 + (LANGUAGE, TASK, FIRST_STAMP + 25, NO_LOSS, end, END)
    batch = collate([made, target([], stamped=True)], vocabulary)
    assert batch.labels[1].tolist()[3:] == [NO_LOSS] * 6
    assert not batch.guided[1].any()


def test_an_utterance_cut_at_a_word_keeps_the_times_of_the_rest(corpus: Corpus) -> None:
    whole = max(corpus.utterances, key=lambda utterance: len(utterance.words))
    rest = whole.tail(2)
    assert (rest.first_frame, rest.frames) == (whole.first_frame + 60, whole.frames - 60)
    assert rest.words[0].spoken == whole.words[2].spoken
    assert (rest.words[0].start, rest.cut(0)) == (0.0, 0)
    assert np.allclose(rest.spans, np.array(whole.spans[whole.cut(2) :]) - 0.6)
    assert np.array_equal(corpus.mel(rest), corpus.mel(whole)[60:])


def test_the_tokens_of_an_utterance_share_its_time_without_a_gap(corpus: Corpus) -> None:
    for utterance in corpus.utterances:
        spans: tuple[Span, ...] = utterance.spans
        assert spans[0][0] == 0.0
        assert spans[-1][1] == pytest.approx(utterance.seconds)
        assert [end for _, end in spans[:-1]] == pytest.approx([start for start, _ in spans[1:]])


def test_a_folder_without_a_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no utterance"):
        Corpus(tmp_path)


def test_the_decoder_sees_whole_windows_of_utterances_in_order(corpus: Corpus) -> None:
    maker = WindowMaker(corpus, 3)
    windows = [maker.window() for _ in range(40)]
    for window in windows:
        assert window.mel.shape == (3000, 80)
        assert np.isfinite(window.mel).all()
        starts = [said.start for said in window.said]
        ends = [said.end for said in window.said]
        assert all(end < start for end, start in zip(ends, starts[1:], strict=False))
        assert ends[-1] <= 30.0
        assert window.cut_off is None or window.cut_off > ends[-1]
    assert {len(window.said) == 1 for window in windows} == {True, False}
    assert any(window.cut_off is not None for window in windows)


def test_training_begins_with_short_sound_and_comes_to_full_windows(
    corpus: Corpus, vocabulary: Vocabulary
) -> None:
    batches = Batches(EncoderSamples(corpus, 4, joined=0.5, misread=0.2), vocabulary)
    full = {
        progress: sum(batches.next(progress).mel.shape[2] == 3000 for _ in range(20))
        for progress in (0.1, 0.9)
    }
    assert 0 < full[0.1] < full[0.9] < 20


def test_a_clip_may_lie_anywhere_and_its_time_stamps_with_it(corpus: Corpus) -> None:
    samples = EncoderSamples(corpus, 6)
    late = 0
    for _ in range(60):
        clip = samples.clip()
        stamps = [token for token in clip.target.labels if token >= FIRST_STAMP]
        # A time stamp may say a moment before the sound begins, rounded to 0.02 s.
        assert all(-0.05 <= span[0] <= len(clip.mel) / 100 for span in clip.target.spans if span)
        if stamps and clip.offset:
            late += 1
            assert stamps[0] >= FIRST_STAMP + clip.offset - 2
            assert stamps[-1] <= FIRST_STAMP + clip.offset + len(clip.mel) // 2
    assert late > 5


@pytest.mark.parametrize(
    "sound", [blank(120), np.linspace(-4, 1, 120 * 80, dtype=np.float32).reshape(120, 80)]
)
def test_every_recorder_gives_frames_as_whisper_normalises_them(sound: np.ndarray) -> None:
    rng = np.random.default_rng(1)
    for _ in range(50):
        made = masked(recorded(sound, rng, clean=0.1), rng)
        assert made.shape == sound.shape
        assert made.dtype == np.float32
        assert np.ptp(made) <= 2.0 + 1e-5


def test_our_mel_frames_are_whispers() -> None:
    samples = np.sin(np.arange(RATE_HZ, dtype=np.float32) / 9) * np.linspace(
        0, 0.5, RATE_HZ, dtype=np.float32
    )
    mel = log_mel(samples)
    ours = (np.maximum(mel, mel.max() - 8.0) + 4.0) / 4.0
    theirs = whisper.log_mel_spectrogram(torch.from_numpy(samples)).numpy().T
    assert ours.shape == theirs.shape == (100, 80)
    assert np.abs(ours - theirs).max() < 1e-3


def test_what_is_written_as_wav_is_a_working_copy_of_the_pipeline(tmp_path: Path) -> None:
    samples = np.array([0.0, 0.5, -0.5, 2.0], np.float32).repeat(16)
    write_wav(tmp_path / "a.wav", samples)
    sound = open_sound(tmp_path / "a.wav")
    assert np.allclose(sound.mono(0, sound.duration_ms), np.clip(samples, -1, 1), atol=1e-4)


# ------------------------------------------------------------------------------ what is said


@pytest.mark.parametrize(
    ("say", "value", "words"),
    [
        (numerals.number, 0, "null"),
        (numerals.number, 21, "tjueen"),
        (numerals.number, 100, "hundre"),
        (numerals.number, 340, "tre hundre og førti"),
        (numerals.ordinal, 12, "tolvte"),
        (numerals.ordinal, 30, "trettiende"),
        (numerals.ordinal, 31, "trettiførste"),
        (numerals.year, 1987, "nitten åttisju"),
        (numerals.year, 2000, "to tusen"),
        (numerals.year, 2009, "to tusen og ni"),
        (numerals.year, 2014, "tjue fjorten"),
        (numerals.pair, 7, "null sju"),
    ],
)
def test_numbers_are_said_as_in_norwegian(say, value: int, words: str) -> None:
    assert say(value) == words


def test_a_template_sentence_is_written_with_digits_and_said_with_words() -> None:
    draw = random.Random(1)
    sentences = [grammar.sentence(draw) for _ in range(2000)]
    for sentence in sentences:
        assert not re.search(r"[{}|_]", grammar.written(sentence) + grammar.spoken(sentence))
        assert not re.search(r"\d", grammar.spoken(sentence))
        assert grammar.written(sentence)[-1] in ".?"
    assert any(re.search(r"\d", grammar.written(sentence)) for sentence in sentences)


@pytest.mark.parametrize(
    ("sentence", "pieces"),
    [
        ("For kort.", []),
        ("Vi møtes i dag.", ["Vi møtes i dag."]),
        (
            "en to tre fire fem seks sju åtte ni ti, elleve tolv tretten fjorten femten seksten sytten?",
            [
                "En to tre fire fem seks sju åtte ni ti.",
                "Elleve tolv tretten fjorten femten seksten sytten?",
            ],
        ),
    ],
)
def test_a_long_sentence_is_cut_at_its_commas(sentence: str, pieces: list[str]) -> None:
    assert texts.split_long(sentence) == pieces


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [("Vi møtes i dag.", True), ("Se s. 5.", False), ("NRK sier det.", False), ("Vi - alle - gikk.", False)],
)
def test_only_plain_sentences_are_spoken(sentence: str, plain: bool) -> None:
    assert texts.is_plain(sentence) is plain


def test_other_texts_give_their_frequent_sentences_and_held_out_ones_are_never_trained(
    tmp_path: Path,
) -> None:
    rows = [
        "# text = ...",
        *(f"{i}\t{form}\t_" for i, form in enumerate(["zyx", "møtes", "i", "dag", "|"], 1)),
    ]
    (tmp_path / "a.conll.gz").write_bytes(gzip.compress(("\n".join(rows) + "\n\n").encode()))
    (tmp_path / "b.txt").write_text(
        "Zyx møtes her i dag (i går).\nQvw kommer aldri på besøk.", encoding="utf-8"
    )
    lists = texts.sentence_lists(
        treebank=[tmp_path / "a.conll.gz"], prose=[tmp_path / "b.txt"], templates=200, min_count=2, seed=1
    )
    assert len(set(lists.train[:200])) == 200
    # "zyx" stands in two sentences, "qvw" in one.
    assert "Zyx møtes i dag." in lists.train[200:]
    assert not any("Qvw" in sentence for sentence in lists.train)
    assert len(lists.held_out) == 300
    assert not set(lists.held_out) & set(lists.train)


# ------------------------------------------------------------------------------ figures and documents


def test_words_are_compared_without_case_and_punctuation() -> None:
    assert normalised(" Ja,  i NETTVERKET – «først»! ") == "ja i nettverket først"


def test_word_starts_are_compared_where_both_have_the_word() -> None:
    truth = [("ja", 0.0), ("vi", 0.5), ("møtes", 1.0)]
    assert start_errors(truth, [("vi", 0.6), ("måtte", 0.8), ("møtes", 0.9)]) == pytest.approx((0.1, 0.1))


def test_every_command_of_the_recipe_exists() -> None:
    recipe = (ROOT / "models/training/whisper/README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^python -m models\.training\.whisper (.+)$", recipe, re.MULTILINE)
    names = {parser().parse_args(shlex.split(command)).run.__name__.strip("_") for command in commands}
    assert names == {"texts", "synth", "encoder", "decoder", "export", "sample", "interviews", "evaluate"}


@pytest.mark.parametrize("name", ["embedded-nb.pt", "silero_vad_v6.onnx"])
def test_the_card_states_the_digest_of_each_model_that_ships(name: str) -> None:
    card = (ROOT / "models/embedded/README.md").read_text(encoding="utf-8")
    digest = hashlib.sha256((ROOT / "models/embedded" / name).read_bytes()).hexdigest()
    (row,) = (line for line in card.splitlines() if line.startswith(f"| `{name}`"))
    assert f"`{digest}`" in row


def test_the_sample_script_marks_every_number_with_how_it_is_said() -> None:
    script = (ROOT / "models/training/whisper/sample_script.txt").read_text(encoding="utf-8")
    lines = [line[3:] for line in script.splitlines() if line[:2] in ("I:", "R:")]
    assert len(lines) == 34
    assert not any(re.search(r"\d", grammar.spoken(line)) for line in lines)


def test_an_utterance_is_a_frozen_value(corpus: Corpus) -> None:
    utterance: Utterance = corpus.utterances[0]
    with pytest.raises(AttributeError):
        utterance.frames = 1  # type: ignore[misc]
