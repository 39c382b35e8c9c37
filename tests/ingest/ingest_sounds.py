"""Sounds for the tests of `ingest`, made with PyAV, and ears to hear what came out."""

import io
import wave
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np

#: name -> (muxer, encoder, samples a second). What dictaphones and telephones make, and then some.
FORMATS = {
    "wav": ("wav", "pcm_s16le", 44_100),
    "wav24": ("wav", "pcm_s24le", 48_000),
    "wav8": ("wav", "pcm_u8", 8_000),
    "adpcm": ("wav", "adpcm_ima_wav", 22_050),
    "mp3": ("mp3", "libmp3lame", 44_100),
    "mp4": ("mp4", "aac", 44_100),
    "m4a": ("ipod", "aac", 44_100),
    "alac": ("ipod", "alac", 44_100),
    "aac": ("adts", "aac", 44_100),
    "flac": ("flac", "flac", 44_100),
    "opus": ("ogg", "libopus", 48_000),
    "webm": ("webm", "libopus", 48_000),
    "wma": ("asf", "wmav2", 44_100),
    "amr": ("amr", "libopencore_amrnb", 8_000),
    "3gp": ("3gp", "libopencore_amrnb", 8_000),
    "aiff": ("aiff", "pcm_s16be", 44_100),
    "caf": ("caf", "pcm_s16le", 44_100),
    "w64": ("w64", "pcm_s16le", 44_100),
    "au": ("au", "pcm_s16be", 44_100),
    "mpegts": ("mpegts", "aac", 44_100),
}


def tones(*hertz: float, seconds: float, rate: int) -> np.ndarray:
    """A tone in each channel, shape `(frames, channels)`."""
    time = np.arange(int(rate * seconds)) / rate
    return np.stack([8000 * np.sin(2 * np.pi * tone * time) for tone in hertz], axis=1).astype(np.int16)


@cache
def sound(
    kind: str = "wav",
    *hertz: float,
    seconds: float = 2.0,
    rate: int | None = None,
    picture: str | None = None,
) -> bytes:
    """A file of this format with a tone in each channel (one of 440 Hz, if nothing is said).

    `picture` names an encoder that a picture goes in by: as a cover (png, mjpeg) or as a film of one frame.
    """
    muxer, encoder, usual_rate = FORMATS[kind]
    rate = rate or usual_rate
    hertz = hertz or (440.0,)
    layout = "stereo" if len(hertz) == 2 else "mono"
    target = io.BytesIO()
    with av.open(target, "w", format=muxer) as container:
        stream = container.add_stream(encoder, rate=rate, layout=layout)
        if muxer == "asf":
            stream.bit_rate = 64_000
        film = add_picture(container, picture) if picture else []
        samples = np.ascontiguousarray(tones(*hertz, seconds=seconds, rate=rate).reshape(1, -1))
        whole = av.AudioFrame.from_ndarray(samples, format="s16", layout=layout)
        whole.sample_rate = rate
        stream.codec_context.open()
        size = stream.codec_context.frame_size or 1024
        cutter = av.AudioResampler(stream.codec_context.format, layout, rate, frame_size=size)
        container.mux(film)
        for frame in [*cutter.resample(whole), *cutter.resample(None), None]:
            container.mux(stream.encode(frame))
    return target.getvalue()


def picture(muxer: str, encoder: str) -> bytes:
    """A picture, or a film of one frame, without sound."""
    target = io.BytesIO()
    with av.open(target, "w", format=muxer) as container:
        container.mux(add_picture(container, encoder))
    return target.getvalue()


def add_picture(container: av.container.OutputContainer, encoder: str) -> list[av.Packet]:
    """A stream of one picture; its packets, to be written when all streams are there."""
    stream = container.add_stream(encoder, rate=25)
    stream.width = stream.height = 32
    stream.pix_fmt = {"png": "rgb24", "mjpeg": "yuvj420p"}.get(encoder, "yuv420p")
    if encoder in ("png", "mjpeg"):
        stream.disposition = av.stream.Disposition.attached_pic
    frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
    frame = frame.reformat(format=stream.pix_fmt)
    frame.pts, frame.time_base = 0, Fraction(1, 25)
    return [*stream.encode(frame), *stream.encode(None)]


def heard(path: Path) -> np.ndarray:
    """The samples of a working copy, shape `(frames, channels)`."""
    with wave.open(str(path), "rb") as wav:
        assert (wav.getframerate(), wav.getsampwidth()) == (16_000, 2)
        return np.frombuffer(wav.readframes(wav.getnframes()), "<i2").reshape(-1, wav.getnchannels())


def pitch(samples: np.ndarray) -> float:
    """The strongest frequency in one channel at 16 kHz, in hertz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * 16_000 / len(samples))
