"""Sentences spoken by espeak-ng, called in-process because only its library reports the times of words."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .grammar import spoken, written
from .sound import RATE_HZ, Array

_UNIT = re.compile(r"(?:\{[^}]*\}|\S)+")

# Names and numbers of espeak-ng's speak_lib.h.
_LIBRARY = "libespeak-ng.so.1"
_OUTPUT_SYNCHRONOUS, _EVENT_END, _EVENT_WORD = 2, 0, 1
_PARAMETER_RATE, _PARAMETER_PITCH, _PARAMETER_RANGE = 1, 3, 4
_POSITION_CHARACTER, _TEXT_UTF8 = 1, 1


class _Event(ctypes.Structure):
    """espeak_EVENT."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True)
class Manner:
    """How something is said: a variant of the Norwegian voice, words a minute, pitch and its range."""

    variant: str
    speed: int
    pitch: int
    spread: int = 50


@dataclass(frozen=True)
class Spoken:
    """A spoken sentence."""

    samples: Array = field(repr=False)
    written: tuple[str, ...]  # words
    spoken: tuple[str, ...]  # the same, as they are said
    starts: tuple[float, ...]  # of the words, s

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.samples) / RATE_HZ


class Speaker:
    """The espeak-ng library, which may be opened once in a process."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(_LIBRARY)
        self._rate_hz = int(self._library.espeak_Initialize(_OUTPUT_SYNCHRONOUS, 500, None, 0))
        self._pieces: list[Array] = []
        self._words: list[tuple[int, int]] = []  # position in the text, ms
        self._callback = _CALLBACK(self._receive)  # espeak-ng keeps no reference
        self._library.espeak_SetSynthCallback(self._callback)

    def say(self, marked: str, manner: Manner) -> Spoken:
        """Speak one marked sentence; silence at its end is cut off.

        Raises:
            ValueError: espeak-ng has no such variant.
        """
        import soxr  # type: ignore[import-not-found, unused-ignore]

        units = _UNIT.findall(marked)
        forms = [spoken(unit) for unit in units]
        raw, word_events = self._synthesise(" ".join(forms), manner)
        loud = np.flatnonzero(np.abs(raw) > 0.003)
        end = (int(loud[-1]) if len(loud) else 0) + int(0.02 * self._rate_hz)
        samples: Array = soxr.resample(raw[:end], self._rate_hz, RATE_HZ).astype(np.float32)
        starts = _starts(forms, word_events, len(samples) / RATE_HZ)
        return Spoken(samples, tuple(written(unit) for unit in units), tuple(forms), starts)

    def _synthesise(self, text: str, manner: Manner) -> tuple[Array, list[tuple[int, int]]]:
        """Samples at espeak-ng's own rate, and where in the text and when (ms) it began a word."""
        voice = f"nb+{manner.variant}"
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {voice}")
        for parameter, value in (
            (_PARAMETER_RATE, manner.speed),
            (_PARAMETER_PITCH, manner.pitch),
            (_PARAMETER_RANGE, manner.spread),
        ):
            self._library.espeak_SetParameter(parameter, value, 0)
        self._pieces.clear()
        self._words.clear()
        raw = text.encode()
        self._library.espeak_Synth(raw, len(raw) + 1, 0, _POSITION_CHARACTER, 0, _TEXT_UTF8, None, None)
        self._library.espeak_Synchronize()
        return np.concatenate(self._pieces).astype(np.float32) / 32768.0, list(self._words)

    def _receive(self, wave: Any, count: int, events: Any) -> int:
        """Take what espeak-ng hands over: samples and an array of events that ends with an end mark."""
        if wave and count > 0:
            self._pieces.append(np.ctypeslib.as_array(wave, shape=(count,)).copy())
        index = 0
        while events[index].type != _EVENT_END:
            if events[index].type == _EVENT_WORD:
                self._words.append((events[index].text_position - 1, events[index].audio_position))
            index += 1
        return 0


def _starts(forms: list[str], events: list[tuple[int, int]], duration: float) -> tuple[float, ...]:
    """Start of each word in seconds; espeak-ng reports some words together, their times are interpolated."""
    ends = np.cumsum([len(form) + 1 for form in forms])
    offsets = [0, *ends[:-1].tolist()]
    times: dict[int, float] = {}
    for position, ms in events:
        word = int(np.searchsorted(offsets, position, side="right")) - 1
        times.setdefault(word, ms / 1000)
    known = [(offset, times[word]) for word, offset in enumerate(offsets) if word in times]
    places, seconds = zip(*known, (int(ends[-1]), duration), strict=True)
    return tuple(
        times.get(word, float(np.interp(offset, places, seconds))) for word, offset in enumerate(offsets)
    )
