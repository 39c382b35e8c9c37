"""What a delivered file is, and why some are refused."""

import errno
import hashlib
import io
import os
import socket
import struct
import wave
from pathlib import Path

import av
import numpy as np
import pytest
from ingest_sounds import FORMATS, picture, sound

from pipeline.errors import PipelineError
from pipeline.ingest import probe as probe_module
from pipeline.ingest.decode import decode
from pipeline.ingest.probe import Probe, is_sound_name, opened, probe, sha256_of
from pipeline.messages import say

HLS = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:2.0,\n{}\n#EXT-X-ENDLIST\n"
CONCAT = "ffconcat version 1.0\nfile {}\n"
DASH = (
    '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
    'mediaPresentationDuration="PT2S"><Period><AdaptationSet mimeType="audio/mp4"><Representation id="1" '
    'bandwidth="1"><BaseURL>{}</BaseURL></Representation></AdaptationSet></Period></MPD>'
)
SDP = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio {} RTP/AVP 0\n"

#: Names that a program may trip over. The first part of some is a command to ffmpeg, or to a shell.
NAMES = (
    "samtale på Ås med Ærlig Øystein.wav",
    "intervju 🎙️🇳🇴.wav",
    "to\nlinjer.wav",
    "..wav",
    "a..b.wav",
    "-y.wav",
    "concat:a.wav|b.wav",
    "file:intervju.wav",
    "%03d.wav",
    "$(reboot); 'x' \"y\".wav",
    "\x1b[31mrød\u202e.wav",
    os.fsdecode(b"Bj\xf8rg.wav"),
)


def refused(path: Path) -> str:
    """Probe and decode refuse the file alike, in one line, with a hint, and leave nothing behind."""
    target = path.with_name("audio.wav.tmp")
    with pytest.raises(PipelineError) as looked:
        probe(path)
    with pytest.raises(PipelineError) as decoded:
        decode([path], target)
    assert looked.value.message == decoded.value.message
    assert "\n" not in looked.value.message
    assert looked.value.hint
    assert not target.exists()
    return looked.value.message


@pytest.mark.parametrize(
    ("kind", "container", "codec"),
    [
        ("wav", "wav", "pcm_s16le"),
        ("mp3", "mp3", "mp3"),
        ("m4a", "mov,mp4,m4a,3gp,3g2,mj2", "aac"),
        ("flac", "flac", "flac"),
        ("opus", "ogg", "opus"),
        ("wma", "asf", "wmav2"),
        ("amr", "amr", "amr_nb"),
        ("webm", "matroska,webm", "opus"),
    ],
)
def test_a_file_is_judged_by_what_is_in_it_and_not_by_its_name(tmp_path, kind, container, codec):
    for name in ("opptak", "opptak.txt", "opptak.m3u8", "opptak.wav"):
        path = tmp_path / name
        path.write_bytes(sound(kind))
        found = probe(path)
        assert (found.container, found.codec) == (container, codec)
        assert (found.sample_rate_hz, found.channels) == (FORMATS[kind][2], 1)
        assert found.duration_ms == pytest.approx(2000, abs=100)


def test_ffmpeg_is_never_told_the_name(tmp_path):
    path = tmp_path / "Ola Nordmann.wav"
    path.write_bytes(sound())
    with opened(path) as (container, _):
        assert "Ola" not in container.name


@pytest.mark.parametrize("error", [av.error.PatchWelcomeError, av.error.PermissionError, av.error.EOFError])
def test_whatever_ffmpeg_gives_up_with_is_said_of_the_file_and_not_of_the_disk(tmp_path, error):
    path = tmp_path / "opptak.wav"
    path.write_bytes(sound())
    with pytest.raises(PipelineError) as told, opened(path):
        raise error(1, "secret")
    assert told.value.message == say("ingest.not_a_recording", name="opptak.wav")


def test_a_probe_says_what_the_file_says(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(sound("wav", 300.0, 500.0, seconds=1.5))
    assert probe(path) == Probe("wav", "pcm_s16le", 44_100, 2, 1500)


def test_the_digest_is_that_of_the_bytes_whatever_the_name(tmp_path):
    data = os.urandom(3_000_000)
    (tmp_path / "a.mp3").write_bytes(data)
    (tmp_path / "b.wav").write_bytes(data)
    assert sha256_of(tmp_path / "a.mp3") == sha256_of(tmp_path / "b.wav") == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("name", "promises"),
    [
        ("a.mp3", True),
        ("A.WAV", True),
        ("intervju.del1.M4A", True),
        ("opptak.ds2", True),
        ("film.mp4", True),
        ("notater.docx", False),
        ("les meg.txt", False),
        ("mp3", False),
        (".mp3", False),
        ("liste.m3u8", False),
        ("a.mp3.tmp", False),
    ],
)
def test_only_some_names_promise_sound(name, promises):
    assert is_sound_name(Path("audio_in") / name) is promises


@pytest.mark.parametrize(
    ("data", "key"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param("Kjære deg, dette er et brev.\n".encode() * 400, "not_a_recording", id="text"),
        pytest.param(b"\x00" * 50_000, "not_a_recording", id="zeros"),
        pytest.param(b"%PDF-1.7\n" + bytes(range(256)) * 40, "not_a_recording", id="pdf"),
        pytest.param(b"RIFF", "not_a_recording", id="four bytes of a wav"),
        pytest.param(sound("m4a")[:8000], "not_a_recording", id="half an m4a, whose index comes last"),
        pytest.param(b"\x03ds2" + bytes(3000), "ds2", id="DS2"),
        pytest.param(b"\x03enc" + bytes(3000), "ds2", id="encrypted DS2"),
        pytest.param(picture("mp4", "mpeg4"), "no_sound", id="film without sound"),
        pytest.param(picture("matroska", "mpeg4"), "no_sound", id="mkv without sound"),
        pytest.param(picture("image2pipe", "png"), "not_a_recording", id="png"),
        pytest.param(picture("image2pipe", "mjpeg"), "not_a_recording", id="jpeg"),
        pytest.param(
            sound("wav").replace(b"fmt \x10\x00\x00\x00\x01\x00", b"fmt \x10\x00\x00\x00\x99\x99"),
            "codec",
            id="unknown codec",
        ),
    ],
)
def test_what_is_no_recording_is_refused_and_named(tmp_path, data, key):
    path = tmp_path / "opptak.mp3"
    path.write_bytes(data)
    assert refused(path) == say(f"ingest.{key}", name="opptak.mp3")


def test_the_way_out_of_ds2_is_wav(tmp_path):
    path = tmp_path / "opptak.ds2"
    path.write_bytes(b"\x03ds2" + bytes(3000))
    with pytest.raises(PipelineError) as error:
        probe(path)
    assert "WAV" in error.value.hint


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path):
    (tmp_path / "mappe.wav").mkdir()
    os.mkfifo(tmp_path / "rør.wav")
    assert refused(tmp_path / "borte.wav") == say("ingest.missing", name="borte.wav")
    assert refused(tmp_path / "mappe.wav") == say("ingest.not_a_file", name="mappe.wav")
    assert refused(tmp_path / "rør.wav") == say("ingest.not_a_file", name="rør.wav")
    with pytest.raises(PipelineError, match="borte"):
        sha256_of(tmp_path / "borte.wav")


def test_a_file_that_may_not_be_opened_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "låst.wav"
    path.write_bytes(sound())

    def forbidden(*_args, **_kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    assert refused(path) == say("ingest.unreadable", name="låst.wav")


class Breaking(io.BytesIO):
    """A file on a stick that is pulled out, or in front of a user who gives up, after some reads."""

    def __init__(self, data, reads, error):
        super().__init__(data)
        self.reads, self.error = reads, error

    def read(self, size=-1):
        self.reads -= 1
        if self.reads < 0:
            raise self.error
        return super().read(size)


@pytest.mark.parametrize("reads", [1, 2, 4, 10])
@pytest.mark.parametrize("kind", ["wav", "mp3", "m4a", "flac", "opus", "wma"])
def test_a_disk_that_fails_on_the_way_is_no_short_recording(tmp_path, monkeypatch, capfd, kind, reads):
    path = tmp_path / "opptak"
    data = sound(kind, seconds=60)
    path.write_bytes(data)
    monkeypatch.setattr(Path, "open", lambda *_: Breaking(data, reads, OSError(errno.EIO, "secret")))
    with pytest.raises(PipelineError) as error:
        decode([path], tmp_path / "audio.wav")
    assert error.value.message == say("ingest.unreadable", name="opptak")
    assert not (tmp_path / "audio.wav").exists()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("reads", [1, 2, 10])
def test_an_interrupt_while_ffmpeg_reads_is_not_lost(tmp_path, monkeypatch, reads):
    path = tmp_path / "opptak.mp3"
    data = sound("mp3", seconds=60)
    path.write_bytes(data)
    monkeypatch.setattr(Path, "open", lambda *_: Breaking(data, reads, KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        decode([path], tmp_path / "audio.wav")
    assert not (tmp_path / "audio.wav").exists()


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_is_only_a_name(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(sound())
    part = decode([path], tmp_path / "ut.tmp").parts[0]
    assert part.delivered_name == name.encode("utf-8", "backslashreplace").decode()
    assert part.model_validate_json(part.model_dump_json()) == part
    path.write_bytes(b"")
    message = refused(path)
    assert message.isprintable()


def test_a_way_through_a_folder_above_is_a_way_like_any_other(tmp_path, monkeypatch):
    (tmp_path / "mappe").mkdir()
    (tmp_path / "a.wav").write_bytes(sound())
    monkeypatch.chdir(tmp_path / "mappe")
    assert probe(Path("../a.wav")).duration_ms == 2000


def test_a_message_shows_the_name_and_not_the_folders(tmp_path):
    (tmp_path / "hemmelig").mkdir()
    assert "hemmelig" not in refused(tmp_path / "hemmelig" / "a.wav")


@pytest.mark.parametrize("name", ["opptak.mp3", "opptak.m3u8", "opptak.ffconcat", "opptak.mpd", "opptak.sdp"])
@pytest.mark.parametrize("playlist", [HLS, CONCAT, DASH, SDP], ids=["hls", "concat", "dash", "sdp"])
def test_a_playlist_is_refused(tmp_path, name, playlist):
    (tmp_path / "nabo.ts").write_bytes(sound("mpegts"))
    path = tmp_path / name
    path.write_text(playlist.format("5004" if playlist is SDP else "nabo.ts"))
    assert refused(path) == say("ingest.not_a_recording", name=name)


@pytest.mark.parametrize(
    ("name", "playlist"), [("opptak.m3u8", HLS), ("opptak.mp3", CONCAT)], ids=["hls", "concat"]
)
def test_a_playlist_reads_no_neighbour_even_if_its_format_were_let_in(tmp_path, monkeypatch, name, playlist):
    (tmp_path / "nabo.ts").write_bytes(sound("mpegts"))
    path = tmp_path / name
    path.write_text(playlist.format("nabo.ts"))
    with av.open(str(path)) as followed:  # the playlist is a real one: opened by name, it leads to the sound
        assert sum(frame.samples for frame in followed.decode(audio=0)) > 80_000
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(probe_module, "CONTAINERS", (*probe_module.CONTAINERS, "concat", "hls"))
    refused(path)


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("name", "playlist", "scheme"), [("opptak.m3u8", HLS, "http"), ("opptak.mp3", CONCAT, "tcp")]
)
def test_a_playlist_opens_no_connection_even_if_its_format_were_let_in(
    tmp_path, monkeypatch, name, playlist, scheme
):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        path = tmp_path / name
        path.write_text(playlist.format(f"{scheme}://127.0.0.1:{server.getsockname()[1]}/a.ts"))
        with pytest.raises(av.error.FFmpegError):  # a real one: a careless reader connects
            av.open(str(path), timeout=0.2, options={"protocol_whitelist": "file,http,tcp", "safe": "0"})
        server.accept()[0].close()
        for containers in (probe_module.CONTAINERS, (*probe_module.CONTAINERS, "concat", "hls")):
            monkeypatch.setattr(probe_module, "CONTAINERS", containers)
            refused(path)
        with pytest.raises(TimeoutError):
            server.accept()


def test_no_container_on_the_list_is_unknown_to_this_ffmpeg_or_names_other_files():
    known = {name for listed in av.formats_available for name in listed.split(",")}
    assert set(probe_module.CONTAINERS) <= known
    naming = {"hls", "concat", "dash", "sdp", "rtsp", "image2", "imf", "webm_dash_manifest", "avi", "lavfi"}
    assert not naming & set(probe_module.CONTAINERS)


def test_titles_in_latin_1_do_not_disturb(tmp_path):
    path = tmp_path / "a.wav"
    title = b"Bj\xf8rg p\xe5 \xc5s\0"
    info = b"INFOINAM" + struct.pack("<I", len(title)) + title
    path.write_bytes(sound() + b"LIST" + struct.pack("<I", len(info)) + info)
    with pytest.raises(UnicodeDecodeError):
        av.open(str(path))
    assert probe(path).duration_ms == 2000


def test_nothing_is_printed_about_a_damaged_file_even_if_others_turned_ffmpegs_log_on(tmp_path, capfd):
    path = tmp_path / "a.mp3"
    data = bytearray(sound("mp3"))
    data[6000:9000] = bytes(3000)
    path.write_bytes(data)
    av.logging.restore_default_callback()
    with av.open(str(path)) as careless:
        careless.streams.audio[0].codec_context.thread_count = 1
        with pytest.raises(av.error.InvalidDataError):
            list(careless.decode(audio=0))
    assert capfd.readouterr().err
    decode([path], tmp_path / "audio.wav")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("channels", [1, 2, 3, 4, 6, 8])
def test_any_usual_number_of_channels_is_read(tmp_path, channels):
    path = tmp_path / "a.wav"
    noise = np.random.default_rng(1).integers(-9000, 9000, (8000, channels)).astype("<i2")
    with wave.open(str(path), "wb") as wav:
        wav.setparams((channels, 2, 8000, 0, "NONE", "none"))
        wav.writeframes(noise.tobytes())
    assert probe(path).channels == channels
    decoded = decode([path], tmp_path / "audio.wav")
    assert decoded.channels == (2 if channels == 2 else 1)
    assert decoded.duration_ms == pytest.approx(1000, abs=2)


def test_a_recording_is_opened_for_reading_only_and_left_as_it_was(tmp_path, monkeypatch):
    source = tmp_path / "inn" / "a.mp3"
    source.parent.mkdir()
    source.write_bytes(sound("mp3"))
    before = (source.read_bytes(), source.stat().st_mtime_ns, sorted(source.parent.iterdir()))
    modes = []
    real = Path.open
    monkeypatch.setattr(Path, "open", lambda self, mode="r", *a: modes.append(mode) or real(self, mode, *a))
    decode([source], tmp_path / "audio.wav")
    monkeypatch.undo()
    assert set(modes) == {"rb"}
    assert (source.read_bytes(), source.stat().st_mtime_ns, sorted(source.parent.iterdir())) == before
