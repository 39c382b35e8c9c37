"""`study.toml`: what a study has chosen, read with errors that name line and column.

A new section is one frozen dataclass of settings and one line in `Settings`; reading, template, digest
and errors follow from it. Beside the type of a setting stand its rule and the comment that explains it
in a new file. Only the standard library: `renskriv status` starts with this.
"""

import bisect
import codecs
import contextlib
import hashlib
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol, get_args

from pipeline.errors import PipelineError
from pipeline.messages import say

Language = Literal["nb", "nn", "auto"]
Style = Literal["verbatim", "clean"]
Dialect = Literal["normalised", "kept"]
Profile = Literal["work", "publish"]
#: How archive guides ask for replacements to be marked (UK Data Service).
Marking = Literal["brackets", "seg"]

Instead = Literal["keep", "generalise", "surrogate", "placeholder", "remove"]

#: The title of a study that has not been given one.
UNTITLED = "Studie uten tittel"

#: Longest file that is read, in bytes; longest line and longest text of one setting, in characters.
MAX_BYTES = 100_000
MAX_LINE = 4000  # tomllib's memory grows with the square of the parts of a dotted key
MAX_TEXT = 1000


class Rule(Protocol):
    """What the value of a setting may be."""

    def read(self, value: object) -> object:
        """The value to keep of what TOML gave.

        Raises:
            ValueError: the value is not allowed.
        """

    def allowed(self) -> str:
        """What is allowed, in words, from the catalogue."""


@dataclass(frozen=True)
class Text:
    """One line of text, white space at its ends taken away; empty only where `blank` allows it."""

    blank: bool = False

    def read(self, value: object) -> str:
        """See `Rule`."""
        if not isinstance(value, str) or len(value) > MAX_TEXT or value != _one_line(value):
            raise ValueError("not one line of text")
        if not (self.blank or value.strip()):
            raise ValueError("empty")
        return value.strip()

    def allowed(self) -> str:
        """See `Rule`."""
        return say("settings.allowed.text_or_none" if self.blank else "settings.allowed.text", most=MAX_TEXT)


@dataclass(frozen=True)
class Choice:
    """One of some words."""

    words: tuple[str, ...]

    def read(self, value: object) -> object:
        """See `Rule`."""
        if value not in self.words:
            raise ValueError("none of the words")
        return value

    def allowed(self) -> str:
        """See `Rule`."""
        return say("settings.allowed.choice", words=", ".join(f'"{word}"' for word in self.words))


@dataclass(frozen=True)
class YesNo:
    """True or false."""

    def read(self, value: object) -> bool:
        """See `Rule`."""
        if not isinstance(value, bool):
            raise ValueError("neither true nor false")  # noqa: TRY004 (one kind of refusal)
        return value

    def allowed(self) -> str:
        """See `Rule`."""
        return say("settings.allowed.yes_no")


@dataclass(frozen=True)
class Whole:
    """A whole number in `[low, high]`; with `auto` also the word "auto", kept as None."""

    low: int
    high: int
    auto: bool = False

    def read(self, value: object) -> int | None:
        """See `Rule`."""
        if self.auto and value == "auto":
            return None
        if type(value) is not int or not self.low <= value <= self.high:
            raise ValueError("not a whole number in range")
        return value

    def allowed(self) -> str:
        """See `Rule`."""
        key = "settings.allowed.whole_or_auto" if self.auto else "settings.allowed.whole"
        return say(key, low=self.low, high=self.high)


@dataclass(frozen=True)
class PerInterview:
    """A whole number in `[low, high]` for some interviews by id, kept as (id, number) in order of ids."""

    low: int
    high: int

    def read(self, value: object) -> tuple[tuple[str, int], ...]:
        """See `Rule`."""
        if not isinstance(value, dict):
            raise ValueError("not a table")  # noqa: TRY004 (one kind of refusal)
        for interview, number in value.items():
            if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", interview):
                raise ValueError("not the id of an interview")
            if type(number) is not int or not self.low <= number <= self.high:
                raise ValueError("not a whole number in range")
        return tuple(sorted(value.items()))

    def allowed(self) -> str:
        """See `Rule`."""
        return say("settings.allowed.per_interview", low=self.low, high=self.high)


@dataclass(frozen=True)
class Lines:
    """A list of up to `most` lines of text, none of them empty."""

    most: int = 100

    def read(self, value: object) -> tuple[str, ...]:
        """See `Rule`."""
        if not isinstance(value, list) or len(value) > self.most:
            raise ValueError("not a short list")
        return tuple(Text().read(line) for line in value)

    def allowed(self) -> str:
        """See `Rule`."""
        return say("settings.allowed.lines", most=self.most)


@dataclass(frozen=True)
class Named:
    """Lines of text by name, kept as (name, text) in the order of the file; `inner` in tables by id.

    A name is a word of letters, digits, full stops, underscores and hyphens.
    """

    inner: bool = False

    def read(self, value: object) -> tuple[tuple[str, Any], ...]:
        """See `Rule`."""
        if not isinstance(value, dict):
            raise ValueError("not a table")  # noqa: TRY004 (one kind of refusal)
        if not all(re.fullmatch(r"[\w.-]{1,63}", name) for name in value):
            raise ValueError("not a name")
        one = Named() if self.inner else Text(blank=True)
        return tuple((name, one.read(content)) for name, content in value.items())

    def allowed(self) -> str:
        """See `Rule`."""
        return say("settings.allowed.named_in" if self.inner else "settings.allowed.named")


@dataclass(frozen=True)
class Number:
    """A number in `[low, high]`, kept as a float."""

    low: int
    high: int

    def read(self, value: object) -> float:
        """See `Rule`."""
        if type(value) not in (int, float) or not self.low <= value <= self.high:  # type: ignore[operator]
            raise ValueError("not a number in range")
        return float(value)  # type: ignore[arg-type]

    def allowed(self) -> str:
        """See `Rule`."""
        return say("settings.allowed.number", low=self.low, high=self.high)


@dataclass(frozen=True)
class TranscribeSettings:
    """How sound becomes text. `model` "" is no model chosen; `voices` None is found per interview.

    `voices_in` is the number of voices in the interviews that are not as the others.
    """

    engine: Annotated[str, Text(), "Programmet som kjenner igjen talen."] = "openai-whisper"
    model: Annotated[
        str,
        Text(blank=True),
        "Talemodellen: et navn fra `renskriv models list`, eller stien til en modell på maskinen.\n"
        "Tom betyr at ingen er valgt; da sier `renskriv transcribe` hvilke som finnes.\n"
        "I stier: bruk / eller enkle anførselstegn ('C:\\modeller\\min-modell').",
    ] = ""
    beam: Annotated[
        int, Whole(1, 20), "Hvor mange tolkninger som holdes åpne (1–20). Flere er litt bedre og tregere."
    ] = 5
    voices: Annotated[
        int | None, Whole(1, 4, auto=True), 'Antall stemmer i et intervju: "auto", eller et tall fra 1 til 4.'
    ] = None
    voices_in: Annotated[
        tuple[tuple[str, int], ...],
        PerInterview(1, 4),
        "Intervjuer som har et annet antall stemmer enn de andre, for eksempel { intervju-03 = 3 }.",
    ] = ()

    def voices_of(self, interview: str) -> int | None:
        """How many voices this interview has, None where it is to be found."""
        return dict(self.voices_in).get(interview, self.voices)


@dataclass(frozen=True)
class RulesSettings:
    """The study's transcription rules, printed in the head of every transcript."""

    style: Annotated[
        Style,
        Choice(get_args(Style)),
        '"verbatim": ordrett. "clean": lett renset for gjentakelser og fyllord.',
    ] = "verbatim"
    dialect: Annotated[
        Dialect,
        Choice(get_args(Dialect)),
        '"normalised": dialekt skrives på målformen ovenfor. "kept": dialektord beholdes.',
    ] = "normalised"
    pauses: Annotated[bool, YesNo(), "Skal pauser markeres? true (ja) eller false (nei)."] = True
    laughter: Annotated[bool, YesNo(), "Skal latter markeres? true (ja) eller false (nei)."] = True


@dataclass(frozen=True)
class ReviewSettings:
    """How people check transcripts. `rewind_s`: seconds that playback steps back after a pause."""

    rounds: Annotated[int, Whole(1, 5), "Hvor mange ganger hver utskrift skal kontrolleres (1–5)."] = 2
    rewind_s: Annotated[
        float, Number(0, 5), "Hvor mange sekunder avspillingen går tilbake etter en pause (0–5)."
    ] = 1.5


@dataclass(frozen=True)
class AnonymiseSettings:
    """How names are found. `language_model` "" is the model that ships."""

    language_model: Annotated[
        str,
        Text(blank=True),
        "Språkmodellen som ser navn i teksten. Tom: den som følger med.\n"
        "Ellers navnet på en installert pakke (nb_core_news_lg), eller stien til mappen med en modell\n"
        "(spaCy eller transformer) på maskinen.",
    ] = ""
    profile: Annotated[
        Profile,
        Choice(get_args(Profile)),
        'Hvem teksten er for. "work": dere som forsker. "publish": alle; minst like strengt.',
    ] = "work"
    frame: Annotated[
        tuple[str, ...],
        Lines(),
        'Det leserne vet fra før, og som blir stående i teksten, for eksempel ["Storvik kommune"].\n'
        "Det sies øverst i hver avidentifisert tekst.",
    ] = ()
    marking: Annotated[
        Marking,
        Choice(get_args(Marking)),
        'Hvordan det som er byttet ut, er merket. "brackets": i [hakeparenteser]. "seg": også i en kopi\n'
        "for arkiv (XML, TEI), der det står i <seg>.",
    ] = "brackets"


@dataclass(frozen=True)
class OperatorSettings:
    """What stands instead of each type of identifier; the words are those of `anonymise/operators/`."""

    person: Annotated[Instead, Choice(get_args(Instead)), "Navn på personer."] = "placeholder"
    title: Annotated[
        Instead, Choice(get_args(Instead)), "Stillinger som én person har (rektor, kommunaldirektøren)."
    ] = "generalise"
    district: Annotated[Instead, Choice(get_args(Instead)), "Bydeler og strøk."] = "generalise"
    place: Annotated[Instead, Choice(get_args(Instead)), "Kommuner, steder og adresser."] = "generalise"
    org: Annotated[Instead, Choice(get_args(Instead)), "Arbeidsplasser, skoler, foreninger."] = "placeholder"
    date: Annotated[Instead, Choice(get_args(Instead)), "Datoer og årstall."] = "generalise"
    age: Annotated[Instead, Choice(get_args(Instead)), "Alder og nøyaktig ansiennitet."] = "generalise"
    special: Annotated[Instead, Choice(get_args(Instead)), "Helse, tro, politikk og annet i GDPR art. 9."] = (
        "generalise"
    )
    phone: Annotated[Instead, Choice(get_args(Instead)), "Telefonnummer."] = "placeholder"
    email: Annotated[Instead, Choice(get_args(Instead)), "E-postadresser."] = "placeholder"
    national_id: Annotated[Instead, Choice(get_args(Instead)), "Fødselsnummer og D-nummer."] = "placeholder"
    id: Annotated[Instead, Choice(get_args(Instead)), "Saksnummer, kontonummer, bilskilt, brukernavn."] = (
        "placeholder"
    )


@dataclass(frozen=True)
class KeySettings:
    """The link key: `recipient` is public; `file` "" is beside the study's folder."""

    recipient: Annotated[
        str, Text(blank=True), "Mottakeren (age1…) som `renskriv key create` har laget. Tom: ingen nøkkel."
    ] = ""
    file: Annotated[
        str,
        Text(blank=True),
        "Hvor den krypterte koblingsnøkkelen skrives. Tom: ved siden av studiens mappe.",
    ] = ""


@dataclass(frozen=True)
class SegmentSettings:
    """How passages get their themes."""

    unplaced_below: Annotated[
        float, Number(0, 1), "Under denne sikkerheten (0–1) får et avsnitt ikke tema, men venter på dere."
    ] = 0.4
    embeddings: Annotated[
        str,
        Text(blank=True),
        "Mappen med en setningsmodell på maskinen (nb-sbert-base). Tom: ingen; den trengs ikke.",
    ] = ""
    coders: Annotated[
        int, Whole(1, 2), "Hvor mange som koder hvert intervju uavhengig av hverandre (1 eller 2)."
    ] = 1


@dataclass(frozen=True)
class Settings:
    """All settings of a study; what the file leaves out has its default."""

    title: Annotated[str, Text(), "Studiens tittel."] = UNTITLED
    language: Annotated[
        Language,
        Choice(get_args(Language)),
        'Målformen i utskriftene: "nb" (bokmål), "nn" (nynorsk), eller "auto" (velges per intervju).',
    ] = "nb"
    transcribe: Annotated[TranscribeSettings, "Fra lyd til tekst."] = TranscribeSettings()
    rules: Annotated[RulesSettings, "Utskriftsregler. De står øverst i hver utskrift."] = RulesSettings()
    review: Annotated[ReviewSettings, "Gjennomlytting og kontroll."] = ReviewSettings()
    anonymise: Annotated[AnonymiseSettings, "Avidentifisering."] = AnonymiseSettings()
    work: Annotated[
        OperatorSettings,
        "Hva som står i stedet i tekst for dere som forsker. keep: ingenting endres; generalise: noe mer\n"
        "allment; surrogate: et annet navn; placeholder: [Person 3]; remove: [fjernet].",
    ] = OperatorSettings()
    publish: Annotated[OperatorSettings, "Det samme i tekst for alle. Aldri mildere enn ovenfor."] = (
        OperatorSettings(special="remove", date="remove")
    )
    key: Annotated[KeySettings, "Koblingsnøkkelen."] = KeySettings()
    segment: Annotated[SegmentSettings, "Temaer."] = SegmentSettings()
    research_questions: Annotated[
        tuple[tuple[str, str], ...], Named(), 'Problemstillinger, for eksempel { p1 = "Hvordan …?" }.'
    ] = ()
    respondents: Annotated[
        tuple[tuple[str, tuple[tuple[str, str], ...]], ...],
        Named(inner=True),
        "Hva tabeller og sitater sier om respondentene, for eksempel\n"
        '{ intervju-01 = { group = "oppvekst", subgroup = "skole", label = "en rektor" } }.',
    ] = ()


def read_settings(path: Path) -> Settings:
    """The settings in a `study.toml` (UTF-8, with or without a byte order mark).

    Raises:
        PipelineError: no such file, not readable, not TOML, an unknown key or section, or a value that is
            not allowed; names the file, and where there is one the line, the column and the key.
    """
    file = _File(_printable(path.name), _source(path))
    for number, line in enumerate(file.source.split("\n"), start=1):
        if len(line) > MAX_LINE:
            raise file.error("extreme", number, 1)
    try:
        table = tomllib.loads(file.source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _broken(file, error) from None
    settings: Settings = _read(file, Settings, table, ())
    return settings


def settings_digest(settings: Settings, keys: Sequence[str]) -> str:
    """SHA-256 (hex) over the values of these keys ("language", "transcribe.beam"), in whatever order.

    Raises:
        KeyError: there is no setting of this name; a bug.
    """
    values = _values(settings)
    chosen = {key: values[key] for key in keys}
    return hashlib.sha256(json.dumps(chosen, sort_keys=True).encode()).hexdigest()


def render(settings: Settings) -> str:
    """A `study.toml` with these settings, each under a Norwegian comment; `read_settings` gives them back."""
    return "# Innstillinger for studien. En linje som mangler, har verdien som står i en ny fil.\n" + "".join(
        f"{line}\n" for line in _rendered(settings)
    )


def template(title: str = UNTITLED) -> str:
    """The text of a new `study.toml`: all defaults under this title, put on one line where it was not."""
    return render(Settings(title=_one_line(title)[:MAX_TEXT].strip() or UNTITLED))


@dataclass(frozen=True)
class _Place:
    """Where a key or the header of a section stands in the file; line and column from 1."""

    path: tuple[str, ...]
    line: int
    column: int


@dataclass(frozen=True)
class _File:
    """The name to show and the text of a `study.toml`, lines ended by newlines alone."""

    name: str
    source: str

    def error(self, message: str, line: int, column: int, /, **values: object) -> PipelineError:
        what = say(f"settings.{message}", **values)
        return PipelineError(
            say("settings.at", file=self.name, line=line, column=column, what=what),
            hint=say(f"settings.{message}.hint", **values),
        )

    def error_at(self, message: str, path: tuple[str, ...], /, **values: object) -> PipelineError:
        """An error on a key's own line, else that of the section or inline table that holds it."""
        places = tuple(_places(self.source))
        for length in range(len(path), 0, -1):
            for place in places:
                if place.path[:length] == path[:length]:
                    return self.error(message, place.line, place.column, **values)
        return self.error(message, 1, 1, **values)


def _source(path: Path) -> str:
    name = _printable(path.name)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise PipelineError(say("settings.missing", file=name), hint=say("settings.missing.hint")) from None
    except OSError:
        raise PipelineError(
            say("settings.unreadable", file=name), hint=say("settings.unreadable.hint", file=name)
        ) from None
    if len(data) > MAX_BYTES:
        raise PipelineError(say("settings.large", file=name), hint=say("settings.large.hint"))
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode().replace("\r\n", "\n")
        raise _File(name, good).error("encoding", *_line_and_column(good, len(good))) from None


def _broken(file: _File, error: tomllib.TOMLDecodeError | RecursionError) -> PipelineError:
    """What to say when `tomllib` gave up."""
    if isinstance(error, RecursionError):
        return file.error("extreme", _first_extreme_line(file.source), 1)
    named = re.search(r"\(at line (\d+), column (\d+)\)$", str(error))
    end = _line_and_column(file.source, len(file.source))
    line, column = (int(named[1]), int(named[2])) if named else end
    first: dict[tuple[str, ...], int] = {}
    with contextlib.suppress(tomllib.TOMLDecodeError):
        for place in _places(file.source):
            if place.line == line and place.path in first:
                key = _shown(place.path)
                return file.error("twice", line, place.column, key=key, first=first[place.path])
            first.setdefault(place.path, place.line)
    return file.error("syntax", line, column)


def _first_extreme_line(source: str) -> int:
    """The line at which `tomllib` meets a nesting deeper than Python's stack."""
    lines = source.split("\n")

    def extreme(count: int) -> bool:
        try:
            tomllib.loads("\n".join(lines[:count]))
        except tomllib.TOMLDecodeError:
            return False
        except RecursionError:
            return True
        return False

    return bisect.bisect_left(range(1, len(lines)), True, key=extreme) + 1


_PART = r"""(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_KEY = rf"(?P<key>{_PART}(?:[ \t]*\.[ \t]*{_PART})*)"
_HEADER = re.compile(rf"[ \t]*\[\[?[ \t]*{_KEY}[ \t]*\]")
_PAIR = re.compile(rf"[ \t]*{_KEY}[ \t]*=")
#: A piece of a value; texts and comments are one piece, so that nothing in them counts.
_PIECE = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*|[^"'\#\[\]{}\n]+|.''',
    re.DOTALL,
)


def _places(source: str) -> Iterator[_Place]:
    """Every key and header of a section, in order. Keys inside inline tables are not looked for.

    Raises:
        tomllib.TOMLDecodeError: a quoted key is broken; only where `tomllib` refuses the source, too.
    """
    under: tuple[str, ...] = ()
    position = 0
    while position < len(source):
        header = _HEADER.match(source, position)
        found = header or _PAIR.match(source, position)
        if found:
            path = _path(found["key"])
            under = path if header else under
            line, column = _line_and_column(source, found.start("key"))
            yield _Place(path if header else under + path, line, column)
            position = found.end()
        position = _next_line(source, position)


def _next_line(source: str, position: int) -> int:
    """Where the line after this value begins, which may go over several."""
    depth = 0
    for piece in _PIECE.finditer(source, position):
        match piece[0]:
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
            case "\n" if depth <= 0:
                return piece.end()
    return len(source)


def _path(key: str) -> tuple[str, ...]:
    """The parts of a dotted key, unquoted by `tomllib` itself."""
    path: list[str] = []
    rest: Any = tomllib.loads(f"{key} = 0")
    while isinstance(rest, dict):
        [(name, rest)] = rest.items()
        path.append(name)
    return tuple(path)


@dataclass(frozen=True)
class _Part:
    """A field of `Settings` or of a section of it. Without a rule it is a section, of the class `kind`."""

    name: str
    kind: Any
    rule: Rule | None
    about: str


def _parts(kind: Any) -> dict[str, _Part]:
    parts = {}
    for one in fields(kind):
        inner, *rule, about = get_args(one.type)
        parts[one.name] = _Part(one.name, inner, rule[0] if rule else None, about)
    return parts


def _read(file: _File, kind: Any, table: dict[str, Any], path: tuple[str, ...]) -> Any:
    parts = _parts(kind)
    values: dict[str, object] = {}
    for name, value in table.items():
        inner = (*path, name)
        if name not in parts:
            raise _unknown(file, parts, inner, is_table=isinstance(value, dict))
        part = parts[name]
        if part.rule:
            try:
                values[name] = part.rule.read(value)
            except ValueError:
                allowed = part.rule.allowed()
                raise file.error_at("value", inner, key=_shown(inner), allowed=allowed) from None
        elif isinstance(value, dict):
            values[name] = _read(file, part.kind, value, inner)
        else:
            raise file.error_at("section", inner, key=name)
    return kind(**values)


def _unknown(file: _File, parts: dict[str, _Part], path: tuple[str, ...], *, is_table: bool) -> PipelineError:
    """Name the nearest key of the same section, else the nearest of any, else all of the section's."""
    from difflib import get_close_matches

    key = f"[{_shown(path)}]" if is_table else _shown(path)
    name = path[-1][:40].lower()
    here = {
        part.name: _shown((*path[:-1], part.name)) if part.rule else f"[{part.name}]"
        for part in parts.values()
    }
    elsewhere = {known.rpartition(".")[2]: known for known in _values(Settings())}
    for names in (here, elsewhere):
        for match in get_close_matches(name, names, n=1):
            return file.error_at("unknown", path, key=key, near=names[match])
    return file.error_at("unknown_no_near", path, key=key, known=", ".join(here.values()))


def _values(settings: Settings) -> dict[str, object]:
    """All values by their dotted keys."""
    values: dict[str, object] = {}
    for name, value in asdict(settings).items():
        if isinstance(value, dict):
            values |= {f"{name}.{inner}": content for inner, content in value.items()}
        else:
            values[name] = value
    return values


def _rendered(values: Any) -> Iterator[str]:
    """The lines of a section; single values come before sections, as TOML needs it."""
    for part in sorted(_parts(values).values(), key=lambda part: part.rule is None):
        value = getattr(values, part.name)
        yield ""
        yield from (f"# {line}" for line in part.about.split("\n"))
        if part.rule:
            empty = "[]" if isinstance(part.rule, Lines) else "{}"
            yield f"{part.name} = {empty if value == () else _toml(value)}"
        else:
            yield f"[{part.name}]"
            yield from _rendered(value)


def _toml(value: object) -> str:
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, tuple):
        inner = ", ".join(f"{_toml_key(name)} = {_toml(one)}" for name, one in value)
        return f"{{ {inner} }}" if inner else "{}"
    # JSON's text, whole number, float and truth value are TOML's too
    return json.dumps("auto" if value is None else value, ensure_ascii=False)


def _toml_key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)


def _one_line(text: str) -> str:
    """The text with a space for every control character, line separator and lone surrogate."""
    return "".join(" " if unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"} else one for one in text)


def _shown(path: tuple[str, ...]) -> str:
    """A key as it is shown, shortened."""
    text = _printable(".".join(path))
    return text if len(text) <= 60 else text[:59] + "…"


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


def _line_and_column(text: str, position: int) -> tuple[int, int]:
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
