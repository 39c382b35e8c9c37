"""Recordings become one working copy."""

import errno
import io
import os
import random
import stat
import sys
import tempfile
import tracemalloc
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_sounds import FORMATS, heard, pitch, sound, tones

from pipeline.artefacts.sound import open_sound
from pipeline.errors import PipelineError
from pipeline.ingest import decode as decode_module
from pipeline.ingest.decode import Decoded, decode
from pipeline.ingest.probe import probe, sha256_of
from pipeline.messages import say

SAMPLE = Path(__file__).parents[2] / "audio_in" / "intervju.mp3"


def written(folder: Path, *files: bytes) -> list[Path]:
    """Files in a folder, in order."""
    paths = [folder / f"del {number}.bin" for number in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    return paths


def plain(samples: np.ndarray, rate: int = 16_000) -> bytes:
    """A 16-bit WAV of these samples, shape `(frames, channels)`."""
    target = io.BytesIO()
    with wave.open(target, "wb") as wav:
        wav.setparams((samples.shape[1], 2, rate, 0, "NONE", "none"))
        wav.writeframes(samples.astype("<i2").tobytes())
    return target.getvalue()


@pytest.mark.parametrize("kind", FORMATS)
def test_a_tone_stays_that_tone_and_keeps_its_length_in_every_format(tmp_path, kind):
    (source,) = written(tmp_path, sound(kind, 440.0, seconds=3))
    decoded = decode([source], tmp_path / "audio.wav")
    samples = heard(tmp_path / "audio.wav")
    assert decoded.duration_ms == pytest.approx(3000, abs=100)
    assert decoded.duration_ms == len(samples) // 16
    assert (decoded.channels, samples.shape[1]) == (1, 1)
    assert pitch(samples[:, 0]) == pytest.approx(440, abs=1)
    assert decoded.parts[0].corrupt_packets == 0


def test_the_result_says_what_was_delivered_and_what_was_made(tmp_path):
    first, second = written(tmp_path, sound("mp3", seconds=1), sound("wav", 300.0, 500.0, seconds=2))
    target = tmp_path / "audio.wav"
    decoded = decode([first, second], target)
    assert decoded.sha256 == sha256_of(target)
    assert decoded.duration_ms == open_sound(target).duration_ms == 3000
    one, two = decoded.parts
    assert (one.delivered_name, one.sha256) == ("del 0.bin", sha256_of(first))
    assert (one.size_bytes, one.container, one.codec) == (first.stat().st_size, "mp3", "mp3")
    assert (two.sample_rate_hz, two.channels, two.duration_ms) == (44_100, 2, 2000)
    assert "del 0" not in repr(decoded)


def test_a_result_cannot_be_changed(tmp_path):
    decoded = decode(written(tmp_path, sound()), tmp_path / "audio.wav")
    with pytest.raises(AttributeError):
        decoded.channels = 2
    assert isinstance(decoded, Decoded)


def test_the_same_recording_gives_the_same_bytes(tmp_path):
    paths = written(tmp_path, sound("mp3"), sound("opus"))
    assert decode(paths, tmp_path / "a.wav").sha256 == decode(paths, tmp_path / "b.wav").sha256


def test_parts_follow_each_other_in_the_order_given(tmp_path):
    low, high = written(tmp_path, sound("mp3", 300.0), sound("flac", 900.0))
    decode([high, low, high], tmp_path / "audio.wav")
    samples = heard(tmp_path / "audio.wav")[:, 0]
    thirds = np.array_split(samples, 3)
    assert [round(pitch(third), -1) for third in thirds] == [900, 300, 900]


def test_nothing_to_decode_is_a_mistake_of_the_caller(tmp_path):
    with pytest.raises(ValueError, match="nothing"):
        decode([], tmp_path / "audio.wav")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(100, 40_000), st.sampled_from([8_000, 11_025, 16_000, 44_100])),
        min_size=1,
        max_size=4,
    ),
    st.integers(0, 2**32 - 1),
)
def test_joined_parts_are_the_parts_one_after_the_other(parts, seed):
    noise = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = written(
            folder,
            *(plain(noise.integers(-9000, 9000, (frames, 1)), rate) for frames, rate in parts),
        )
        alone = []
        for path in paths:
            decode([path], folder / "one.wav")
            alone.append(heard(folder / "one.wav"))
        joined = decode(paths, folder / "all.wav")
        assert np.array_equal(heard(folder / "all.wav"), np.concatenate(alone))
        lengths = sum(part.duration_ms for part in joined.parts)
        assert lengths == joined.duration_ms == open_sound(folder / "all.wav").duration_ms
        for part, (frames, rate) in zip(joined.parts, parts, strict=True):
            assert part.duration_ms == pytest.approx(frames * 1000 / rate, abs=3)


@given(st.integers(1, 40_000), st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_samples_that_need_no_change_are_not_changed(frames, seed):
    samples = np.random.default_rng(seed).integers(-32_768, 32_768, (frames, 1)).astype(np.int16)
    with tempfile.TemporaryDirectory() as name:
        decode(written(Path(name), plain(samples)), Path(name) / "audio.wav")
        assert np.array_equal(heard(Path(name) / "audio.wav"), samples)


# ---------------------------------------------------------------- channels

STEREO, TWIN, MONO = (300.0, 700.0), (440.0, 440.0), (440.0,)


@pytest.mark.parametrize(
    ("parts", "channels"),
    [
        ([STEREO], 2),
        ([STEREO, STEREO], 2),
        ([TWIN], 1),
        ([MONO], 1),
        ([STEREO, MONO], 1),
        ([MONO, STEREO], 1),
        ([STEREO, TWIN], 1),
        ([TWIN, STEREO], 1),
    ],
)
@pytest.mark.parametrize("kind", ["wav", "mp3", "opus"])
def test_there_are_two_channels_if_every_part_has_two_different_ones(tmp_path, kind, parts, channels):
    paths = written(tmp_path, *(sound(kind, *hertz) for hertz in parts))
    target = tmp_path / "audio.wav"
    decoded = decode(paths, target)
    samples = heard(target)
    assert decoded.channels == samples.shape[1] == channels
    assert decoded.duration_ms == len(samples) // 16 == pytest.approx(2000 * len(parts), abs=100 * len(parts))
    assert decoded.sha256 == sha256_of(target)
    assert target.stat().st_size == 44 + samples.size * 2


def test_each_voice_stays_in_its_channel(tmp_path):
    decode(written(tmp_path, sound("m4a", *STEREO)), tmp_path / "audio.wav")
    left, right = heard(tmp_path / "audio.wav").T
    assert (pitch(left), pitch(right)) == (pytest.approx(300, abs=1), pytest.approx(700, abs=1))


@pytest.mark.parametrize(("noise", "channels"), [(0, 1), (20, 1), (2000, 2)])
def test_channels_that_differ_by_a_whisper_are_one(tmp_path, noise, channels):
    both = tones(440, 440, seconds=2.5, rate=16_000).astype(float)
    both[:, 1] += np.random.default_rng(0).normal(0, 1, len(both)) * noise
    decoded = decode(written(tmp_path, plain(both)), tmp_path / "audio.wav")
    samples = heard(tmp_path / "audio.wav")
    assert decoded.channels == channels
    if channels == 1:
        assert np.abs(samples[:, 0] - both.mean(axis=1)).max() <= 1


def test_a_voice_in_one_channel_only_is_kept(tmp_path):
    both = tones(440, 440, seconds=1, rate=16_000)
    both[:, 1] = 0
    assert decode(written(tmp_path, plain(both)), tmp_path / "audio.wav").channels == 2


# ---------------------------------------------------------------- pictures, joints, damage


@pytest.mark.parametrize(
    ("kind", "encoder"),
    [("mp3", "mjpeg"), ("mp3", "png"), ("mp4", "mjpeg"), ("mp4", "mpeg4"), ("wma", "mpeg4")],
)
def test_pictures_and_covers_do_not_disturb(tmp_path, kind, encoder):
    decoded = decode(written(tmp_path, sound(kind, picture=encoder)), tmp_path / "audio.wav")
    assert decoded.duration_ms == pytest.approx(2000, abs=100)
    assert decoded.parts[0].corrupt_packets == 0
    assert pitch(heard(tmp_path / "audio.wav")[:, 0]) == pytest.approx(440, abs=1)


def test_an_mp3_that_changes_its_form_on_the_way_is_read_to_its_end(tmp_path):
    joined = sound("mp3", 440.0) + sound("mp3", *STEREO, rate=22_050)
    decoded = decode(written(tmp_path, joined), tmp_path / "audio.wav")
    assert decoded.duration_ms == pytest.approx(4000, abs=200)


@pytest.mark.parametrize("kind", ["wav", "mp3", "flac", "opus", "amr", "wma", "aac", "webm"])
def test_half_a_file_gives_half_the_sound(tmp_path, kind):
    data = sound(kind, seconds=10)
    decoded = decode(written(tmp_path, data[: len(data) // 2]), tmp_path / "audio.wav")
    assert decoded.duration_ms == pytest.approx(5000, abs=1000)
    assert decoded.parts[0].duration_ms == decoded.duration_ms
    assert decoded.parts[0].corrupt_packets <= 1  # the one that the cut went through


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF], ids=["zero", "all"])
def test_a_wav_whose_recorder_died_before_it_wrote_the_length_is_read(tmp_path, size):
    data = plain(tones(440, seconds=2, rate=16_000))
    data = data[:40] + size.to_bytes(4, "little") + data[44:]
    assert decode(written(tmp_path, data), tmp_path / "audio.wav").duration_ms == 2000


@pytest.mark.parametrize("kind", ["mp3", "aac", "mp4", "amr", "opus", "webm", "flac"])
def test_damaged_stretches_are_left_out_and_counted(tmp_path, kind):
    data = bytearray(sound(kind, seconds=20))
    noise = random.Random(3)
    for start in (len(data) // 3, len(data) // 2):
        data[start : start + 900] = noise.randbytes(900)
    decoded = decode(written(tmp_path, bytes(data)), tmp_path / "audio.wav")
    assert decoded.parts[0].corrupt_packets > 0
    assert 9000 < decoded.duration_ms < 20_100


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(plain(np.zeros((0, 1))), id="no samples"),
        pytest.param(sound("flac").partition(b"\xff\xf8")[0], id="flac that ends with its head"),
        pytest.param(b"#!AMR\n" + b"\x7f" * 4000, id="nothing but damage"),
    ],
)
def test_a_recording_without_any_sound_is_refused(tmp_path, data):
    good, empty = written(tmp_path, sound(), data)
    with pytest.raises(PipelineError) as error:
        decode([good, empty], tmp_path / "audio.wav")
    assert error.value.message == say("ingest.silent", name="del 1.bin")
    assert not (tmp_path / "audio.wav").exists()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["wav", "mp3", "mp4", "flac", "opus", "wma", "amr", "webm"]), st.data())
def test_whatever_is_changed_in_a_file_it_is_read_or_refused(kind, data):
    whole = bytearray(sound(kind, seconds=1))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=20)):
        whole[place] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "audio.wav"
        try:
            decoded = decode(written(Path(name), bytes(whole)), target)
        except PipelineError:
            assert not target.exists()
        else:
            assert decoded.duration_ms == open_sound(target).duration_ms
            assert decoded.sha256 == sha256_of(target)


# ---------------------------------------------------------------- progress, disk, memory


def test_progress_is_told_second_by_second_over_all_parts(tmp_path):
    told = []
    decoded = decode(
        written(tmp_path, sound("mp3", seconds=3), sound("wav", seconds=2)),
        tmp_path / "audio.wav",
        told.append,
    )
    assert told == sorted(told)
    assert told[-1] == decoded.duration_ms
    assert all(b - a <= 1000 for a, b in zip([0, *told], told, strict=False))


def test_the_working_copy_is_on_the_disk_when_decode_returns(tmp_path, monkeypatch):
    target = tmp_path / "audio.wav"
    synced = []
    monkeypatch.setattr(os, "fsync", lambda _: synced.append(sha256_of(target)))
    for hertz in (STEREO, TWIN):
        assert decode(written(tmp_path, sound("wav", *hertz)), target).sha256 == synced[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="no modes")
def test_the_working_copy_is_for_the_user_alone(tmp_path):
    decode(written(tmp_path, sound()), tmp_path / "audio.wav")
    assert stat.S_IMODE((tmp_path / "audio.wav").stat().st_mode) == 0o600


class Full(io.FileIO):
    """A file on a disk with room for only so many bytes."""

    room = 0

    def write(self, data):
        if self.tell() + len(data) > self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


@pytest.mark.parametrize("room", [0, 20, 44, 50_000])
def test_a_full_disk_is_named_and_no_half_file_stays(tmp_path, monkeypatch, room):
    monkeypatch.setattr(Full, "room", room)
    monkeypatch.setattr(decode_module, "open", lambda path, *_, **__: Full(path, "w+"), raising=False)
    target = tmp_path / "audio.wav"
    with pytest.raises(PipelineError) as error:
        decode(written(tmp_path, sound(seconds=10)), target)
    assert error.value.message == say("common.disk_full", path=target)
    assert not target.exists()


def test_a_disk_that_is_full_only_at_the_sync_is_full(tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PipelineError) as error:
        decode(written(tmp_path, sound()), tmp_path / "audio.wav")
    assert error.value.message == say("common.disk_full", path=tmp_path / "audio.wav")
    assert not (tmp_path / "audio.wav").exists()


def test_more_than_a_wav_can_hold_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(decode_module, "LONGEST_BYTES", 3 * 32_000)
    one, two = written(tmp_path, sound(seconds=2), sound(seconds=2))
    assert decode([one], tmp_path / "audio.wav").duration_ms == 2000
    with pytest.raises(PipelineError) as error:
        decode([one, two], tmp_path / "audio.wav")
    assert error.value.message == say("ingest.too_long", name="del 1.bin")
    assert not (tmp_path / "audio.wav").exists()


@pytest.mark.parametrize(("channels", "long"), [(1, 60), (2, 10)])
def test_an_hour_needs_no_more_memory_than_a_minute(tmp_path, channels, long):
    def peak(minutes: int) -> int:
        source, target = tmp_path / "lang.wav", tmp_path / "audio.wav"
        size = minutes * 60 * 8000 * 2 * channels
        head = plain(np.zeros((0, channels)), 8000)
        source.write_bytes(head[:40] + size.to_bytes(4, "little"))
        os.truncate(source, 44 + size)  # sparse: takes no room
        tracemalloc.start()
        try:
            assert decode([source], target).duration_ms == minutes * 60_000
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            target.unlink()

    assert peak(long) < peak(1) + 200_000


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample recording is not in this checkout")
def test_the_sample_interview_is_read_whole(tmp_path):
    decoded = decode([SAMPLE], tmp_path / "audio.wav")
    assert decoded.duration_ms == pytest.approx(probe(SAMPLE).duration_ms, abs=100)
    assert (decoded.channels, decoded.parts[0].corrupt_packets) == (1, 0)
