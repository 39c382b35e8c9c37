"""How likely it is that somebody is recognised in what the study says now: counts, and a page of them.

The three risks are those of the Article 29 Working Party (Opinion 05/2014, WP216) and Datatilsynet's guide
(*Anonymisering av personopplysninger*, 2015): singling out, linkability, inference. Each is looked at for an
outsider, who has what is published and a search engine, and for a colleague, who knows the places of work and
who was asked. That a combination which fewer than five share is rare is from NSD's *kontroll av anonymitet*
and a university's checklist (named in the report); that a sample of fewer than twenty is always small is our
own.

Nothing here judges a text as anonymous; people do, and sign.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import combinations
from pathlib import Path
from typing import Literal, get_args

from pipeline.anonymise.hints import KINDS, Hint, Kind, hints
from pipeline.anonymise.numbers import number_at
from pipeline.anonymise.reading import Reading
from pipeline.anonymise.replace import Policy
from pipeline.artefacts.anonymised import AnonymisedTranscript, Profile
from pipeline.artefacts.entity import Entity, EntityRegistry, Mention, Mentions, Operator
from pipeline.artefacts.finding import IdentifierType
from pipeline.artefacts.respondent import Respondent
from pipeline.messages import say_in

#: A combination that fewer respondents share, and a sample that is smaller, are warned of.
K, SMALL_SAMPLE = 5, 20

#: Combinations of so many columns are looked through for the smallest one that singles out; then all.
LARGEST_COMBINATION = 4

#: So many turns of an interview are listed for one kind of hint.
MOST_PLACES = 40

#: About one in so many inhabitants is of one exact age: the population of a country of 0 to 80 year olds.
AGES = 80

Facet = Literal["age", "work", "place", "family"]

#: What together points at one person although each is common (NSD: geography and occupation; case 7).
_FACETS: dict[IdentifierType, Facet] = {
    IdentifierType.AGE: "age",
    IdentifierType.TITLE: "work",
    IdentifierType.ORG: "work",
    IdentifierType.PLACE: "place",
    IdentifierType.DISTRICT: "place",
}

#: So many facets in one interview are a bundle.
BUNDLE = 3

#: What people have not decided about.
_OPEN = ("suggested", "look_again")

_INHABITANTS = re.compile(
    r"(\d{1,3}(?:[\s .]\d{3})+|\d+)\s*(?:innbyggere|innbyggarar|innbyggjarar|innb\.?|inhabitants)", re.I
)


def inhabitants_of(frame: Sequence[str]) -> int | None:
    """How many live where the study is, if the frame says so: «Storvik kommune har 4 200 innbyggere».

    Of several numbers the smallest.
    """
    found = [int(re.sub(r"\D", "", number)) for line in frame for number in _INHABITANTS.findall(line)]
    return min(found, default=None)


@dataclass(frozen=True)
class Standing:
    """One respondent. `columns` are the names of what is told of them in `respondents.csv`.

    `shared` is k: how many in the sample have the same in all columns, this one included. `alone` is a
    smallest set of columns that nobody else shares, `()` where there is none. `kept` and `coarser` count
    mentions that stand as they were said, or more generally, by type. `bundle` are facets that stand as they
    were said, `bundle_shared` how many interviews have the same ones. `spoken_of` is how many others'
    interviews mention this respondent. `special` counts undecided facts of art. 9, `strangers` those of them
    that are not known to be the respondent's own, `roles` people whose role is undecided.
    """

    interview: str
    columns: tuple[str, ...]
    shared: int
    alone: tuple[str, ...] = ()
    kept: Mapping[IdentifierType, int] = field(default_factory=dict)
    coarser: Mapping[IdentifierType, int] = field(default_factory=dict)
    bundle: tuple[Facet, ...] = ()
    bundle_shared: int = 0
    hints: Mapping[Kind, int] = field(default_factory=dict)
    spoken_of: int = 0
    special: int = 0
    strangers: int = 0
    roles: int = 0
    replaced: bool = False


@dataclass(frozen=True)
class Risk:
    """What `assess` found. `measures` counts mentions by type and operator.

    `linked` is how many identities stand in more than one interview, `uniform` how many groups have the same
    in another column, so that who knows the one knows the other. `young` counts ages and lengths below 18
    that stand as they were said, and all of them. `consent` are interviews and why their text should not be
    handed on, a key of the message catalogue.
    """

    profile: Profile
    respondents: tuple[Standing, ...]
    hints: tuple[Hint, ...]
    measures: Mapping[tuple[IdentifierType, Operator], int]
    linked: int
    uniform: int
    young: tuple[int, int]
    inhabitants: int | None
    consent: tuple[tuple[str, str], ...] = ()

    @property
    def size(self) -> int:
        """How many respondents there are."""
        return len(self.respondents)

    @cached_property
    def rare(self) -> tuple[Standing, ...]:
        """Those whose combination fewer than five share."""
        return tuple(one for one in self.respondents if one.shared < K)

    @cached_property
    def singled_out(self) -> tuple[Standing, ...]:
        """Those whom a combination of columns tells from all others."""
        return tuple(one for one in self.respondents if one.alone)

    @cached_property
    def bundles(self) -> tuple[Standing, ...]:
        """Those of whom too much stands together."""
        return tuple(one for one in self.respondents if len(one.bundle) >= BUNDLE)

    def places(self, *kinds: Kind) -> int:
        """How many hints of these kinds there are."""
        return sum(hint.kind in kinds for hint in self.hints)

    def counted(self, *operators: Operator) -> int:
        """How many mentions one of these operators was used on."""
        return sum(times for (_, operator), times in self.measures.items() if operator in operators)

    def sum_of(self, what: Literal["special", "strangers", "roles", "spoken_of"]) -> int:
        """The sum over all respondents."""
        return sum(getattr(one, what) for one in self.respondents)


# ---------------------------------------------------------------------- counting


def assess(
    respondents: Sequence[Respondent],
    anonymised: Sequence[AnonymisedTranscript],
    mentions: Sequence[Mentions],
    registry: EntityRegistry,
    policy: Policy,
    frame: Sequence[str] = (),
    consent: Sequence[tuple[str, str]] = (),
) -> Risk:
    """Count what remains. Pure.

    Args:
        respondents: what tables say, one for each interview.
        anonymised: the de-identified interviews that there are.
        mentions: of all interviews, also those that have no de-identified text yet.
        registry: who is who.
        policy: what stands instead of what.
        frame: what readers know anyway, as study.toml has it.
        consent: interviews whose consent speaks against handing on, and the reason's key.
    """
    entities = {entity.id: entity for entity in registry.entities}
    sample = _Sample(
        told={one.interview: dict(_told(one)) for one in respondents},
        found={
            one.interview: tuple(
                m for m in one.mentions if m.status != "rejected" and m.entity_id in entities
            )
            for one in mentions
        },
        hinted={one.interview: hints(one) for one in anonymised},
        entities=entities,
        policy=policy,
    )
    return Risk(
        profile=policy.profile,
        respondents=tuple(_standing(sample, one.interview) for one in respondents),
        hints=tuple(hint for found in sample.hinted.values() for hint in found),
        measures=Counter((m.type, sample.operator(m)) for found in sample.found.values() for m in found),
        linked=_linked(sample),
        uniform=_uniform(sample),
        young=_young(sample),
        inhabitants=inhabitants_of(frame),
        consent=tuple(consent),
    )


def _told(one: Respondent) -> Iterator[tuple[str, str]]:
    for name, value in (("group", one.group), ("subgroup", one.subgroup), ("label", one.label), *one.bands):
        if value.strip():
            yield name, " ".join(value.casefold().split())


@dataclass(frozen=True)
class _Sample:
    """All that is counted, by interview: what is told of its respondent, mentions, hints."""

    told: Mapping[str, Mapping[str, str]] = field(repr=False)
    found: Mapping[str, Sequence[Mention]] = field(repr=False)
    hinted: Mapping[str, Sequence[Hint]]
    entities: Mapping[str, Entity] = field(repr=False)
    policy: Policy

    def operator(self, mention: Mention) -> Operator:
        return self.policy.operator(self.entities[mention.entity_id])

    @cached_property
    def sharing(self) -> Callable[[tuple[str, ...]], Mapping[tuple[str, ...], int]]:
        """How many have the same in these columns; what is not told of somebody is like nobody's."""

        @cache
        def shared(columns: tuple[str, ...]) -> Mapping[tuple[str, ...], int]:
            return Counter(
                tuple(one[name] for name in columns)
                for one in self.told.values()
                if one.keys() >= set(columns)
            )

        return shared

    def like(self, interview: str, columns: tuple[str, ...]) -> int:
        """How many have the same in these columns as this one."""
        own = self.told[interview]
        return self.sharing(columns)[tuple(own[name] for name in columns)]

    @cached_property
    def facets(self) -> Mapping[str, Mapping[Facet, frozenset[str]]]:
        """What stands as it was said: by interview and facet, whose mentions; a family is like any other."""
        return {interview: self._facets(interview) for interview in self.told}

    def _facets(self, interview: str) -> dict[Facet, frozenset[str]]:
        kept: dict[Facet, set[str]] = defaultdict(set)
        for mention in self.found.get(interview, ()):
            facet = _FACETS.get(mention.type)
            if facet and self.operator(mention) == "keep":
                kept[facet].add(mention.entity_id)
        if any(hint.kind == "family" for hint in self.hinted.get(interview, ())):
            kept["family"].add("")
        return {facet: frozenset(kept[facet]) for facet in get_args(Facet) if facet in kept}

    @cached_property
    def speaks_of(self) -> Mapping[str, frozenset[str]]:
        """The interviews whose respondents an interview mentions."""
        return {
            interview: frozenset(
                one for entity in {m.entity_id for m in found} for one in self.entities[entity].respondent_of
            )
            for interview, found in self.found.items()
        }


def _standing(sample: _Sample, interview: str) -> Standing:
    own, entities = sample.found.get(interview, ()), sample.entities
    columns, facets = tuple(sample.told[interview]), sample.facets[interview]
    special = [m for m in own if m.type is IdentifierType.SPECIAL and m.status in _OPEN]
    people = {m.entity_id for m in own if m.type is IdentifierType.PERSON}
    return Standing(
        interview=interview,
        columns=columns,
        shared=sample.like(interview, columns),
        alone=_smallest_alone(sample, interview),
        kept=Counter(m.type for m in own if sample.operator(m) == "keep"),
        coarser=Counter(m.type for m in own if sample.operator(m) == "generalise"),
        bundle=tuple(facets),
        bundle_shared=sum(_have_in_common(facets, other) for other in sample.facets.values())
        if facets
        else 0,
        hints=Counter(hint.kind for hint in sample.hinted.get(interview, ())),
        spoken_of=sum(interview in whom for other, whom in sample.speaks_of.items() if other != interview),
        special=len(special),
        strangers=sum(not _own(sample, m, interview) for m in special),
        roles=sum(entities[one].role == "undecided" for one in people),
        replaced=interview in sample.hinted,
    )


def _have_in_common(own: Mapping[Facet, frozenset[str]], other: Mapping[Facet, frozenset[str]]) -> bool:
    return all(whose & other.get(facet, frozenset()) for facet, whose in own.items())


def _smallest_alone(sample: _Sample, interview: str) -> tuple[str, ...]:
    own = tuple(sample.told[interview])
    for size in range(1, min(LARGEST_COMBINATION, len(own)) + 1):
        for columns in combinations(own, size):
            if sample.like(interview, columns) == 1:
                return columns
    return own if own and sample.like(interview, own) == 1 else ()


def _own(sample: _Sample, mention: Mention, interview: str) -> bool:
    """Whether what is said is known to be said of the respondent."""
    person = sample.entities.get(sample.entities[mention.entity_id].person or "")
    return person is not None and interview in person.respondent_of


def _linked(sample: _Sample) -> int:
    """Identities that a reader can follow from one interview to another."""
    stands_in: dict[str, set[str]] = defaultdict(set)
    for interview, found in sample.found.items():
        for mention in found:
            if sample.operator(mention) in ("placeholder", "surrogate", "keep"):
                stands_in[mention.entity_id].add(interview)
    return sum(len(interviews) > 1 for interviews in stands_in.values())


def _uniform(sample: _Sample) -> int:
    """Groups of at least two in which everybody has the same in another column."""
    members: dict[tuple[str, str], list[Mapping[str, str]]] = defaultdict(list)
    for told in sample.told.values():
        for column, value in told.items():
            members[column, value].append(told)
    return sum(
        len(group) > 1
        and any(
            name != column and all(one.get(name) == value for one in group)
            for name, value in group[0].items()
        )
        for (column, _), group in members.items()
    )


def _young(sample: _Sample) -> tuple[int, int]:
    """Ages and lengths below 18: how many stand as they were said, and how many there are."""
    met = {m.entity_id for found in sample.found.values() for m in found if m.type is IdentifierType.AGE}
    young = [entity for entity in map(sample.entities.__getitem__, met) if _below_18(entity.name)]
    return sum(sample.policy.operator(entity) == "keep" for entity in young), len(young)


def _below_18(words: str) -> bool:
    reading = Reading(re.sub(r"-?åring\w*", " åring", words.casefold()))
    said = (number_at(reading, index) for index in range(len(reading.words)))
    return any(number is not None and number.value < 18 for number in said)


# ---------------------------------------------------------------------- showing


def risk_html(risk: Risk, registry: EntityRegistry, policy: Policy, language: str = "nb") -> str:
    """The report as one file that prints and needs no network and no script.

    No word of an interview or a table stands in it: interviews by id, turns by number, columns by name. A
    column whose name is a form of somebody or something that is replaced is called by its number.
    """
    import jinja2

    def say(key: str, **values: object) -> str:
        return say_in(language, key, **values)

    hidden = _originals(registry, policy)

    def columns(names: Sequence[str]) -> str:
        known = {name: say(f"risk.column.{name}") for name in ("group", "subgroup", "label")}
        return ", ".join(
            known.get(name) or (say("risk.column.hidden", number=number) if hidden(name) else name)
            for number, name in enumerate(names, 1)
        )

    def types(counted: Mapping[IdentifierType, int]) -> str:
        return ", ".join(
            f"{say(f'risk.type.{kind.value}')} {counted[kind]}"
            for kind in IdentifierType
            if counted.get(kind)
        )

    where = [(kind, _places(risk.hints, kind)) for kind in KINDS]
    page = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("risk.html")
    return page.render(
        risk=risk,
        say=say,
        language=language,
        columns=columns,
        types=types,
        facets=lambda names: ", ".join(say(f"risk.facet.{name}") for name in names),
        where=[(kind, places) for kind, places in where if places],
        warnings=tuple(_warnings(risk)),
        measures=[
            (kind, {operator: risk.measures.get((kind, operator), 0) for operator in _OPERATORS})
            for kind in IdentifierType
            if any(kind is counted for counted, _ in risk.measures)
        ],
        operators=_OPERATORS,
        k=K,
        small=SMALL_SAMPLE,
        ages=AGES,
    )


_OPERATORS: tuple[Operator, ...] = ("placeholder", "surrogate", "generalise", "remove", "keep")


def _warnings(risk: Risk) -> Iterator[str]:
    """The keys of what a reader must see first."""
    checks = {
        "consent": bool(risk.consent),
        "small": risk.size < SMALL_SAMPLE,
        "rare": bool(risk.rare),
        "alone": bool(risk.singled_out),
        "bundle": bool(risk.bundles),
        "only": risk.places("only") > 0,
        "public": risk.places("prize", "press", "quote", "event") > 0,
        "child": risk.places("child") > 0 or risk.young[0] > 0,
        "special": risk.sum_of("special") > 0,
        "roles": risk.sum_of("roles") > 0,
        "spoken_of": risk.sum_of("spoken_of") > 0,
        "missing": not all(one.replaced for one in risk.respondents),
    }
    return (f"risk.warn.{name}" for name, holds in checks.items() if holds)


def _places(found: Sequence[Hint], kind: Kind) -> list[tuple[str, tuple[int | str, ...]]]:
    """The numbers of the turns by interview; after so many, three dots."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for hint in found:
        if hint.kind == kind:
            numbers[hint.interview].append(hint.number)
    return [
        (interview, (*unique[:MOST_PLACES], *(("…",) if len(unique) > MOST_PLACES else ())))
        for interview, unique in ((name, list(dict.fromkeys(turns))) for name, turns in numbers.items())
    ]


def _originals(registry: EntityRegistry, policy: Policy) -> Callable[[str], object]:
    """Tells whether a text holds a form of somebody or something that is replaced."""
    forms = [
        form.strip()
        for entity in registry.entities
        if policy.operator(entity) != "keep"
        for form in (entity.name, *entity.aliases)
        if form.strip()
    ]
    return re.compile("|".join(map(re.escape, forms)) if forms else r"(?!)", re.IGNORECASE).search
