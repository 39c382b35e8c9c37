"""What may point at somebody without a name, in Bokmål, Nynorsk and dialect. All of it is invented."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from pipeline.anonymise.hints import KINDS, Hint, hints
from pipeline.artefacts.anonymised import AnonymisedTranscript, AnonymisedTurn

WARNED: list[tuple[str, str]] = [
    ("only", "hun er den eneste mannlige jordmora i fylket"),
    ("only", "ho var den einaste som sa nei"),
    ("only", "jeg var den første samiske ordføreren"),
    ("only", "Han vart den yngste skulesjefen nokon gong"),
    ("only", "æ e den eneste her som kan det"),
    ("only", "eg er den fyrste som tok over etter faren"),
    ("only", "det er ingen andre her som gjør det"),
    ("only", "han er landets eldste i den stillingen"),
    ("only", "hun er den eneste kvinnelige [lederen] i [en by]"),
    ("prize", "det var han som vant NM i bryting"),
    ("prize", "ho fekk ein pris for arbeidet"),
    ("prize", "vi ble kåret til årets arbeidsplass"),
    ("prize", "han fikk kongens fortjenstmedalje"),
    ("press", "jeg sto i avisa etterpå"),
    ("press", "ho var på Dagsrevyen med det"),
    ("press", "da kom vi på forsida"),
    ("press", "eg skreiv ein kronikk om det"),
    ("press", "dæm va på nrk heile gjengen"),
    ("quote", "lokalavisa skrev «her er det ingen som vil ta ansvar» dagen etter"),
    ("quote", "eg la ut «no er det nok for oss alle» på Facebook"),
    ("event", "det var rett etter brannen i 2014"),
    ("event", "i 2020 vart kommunane slått saman, altså kommunesamanslåinga"),
    ("event", "skredet [vinteren 2011] tok skolen"),
    ("event", "streiken i fjor høst"),
    ("distance", "det er tjue minutter fra [en by] over fjellet"),
    ("distance", "ei øy med 300 innbyggere"),
    ("distance", "eg bur ti minutt unna"),
    ("distance", "æ tar buss fem te jobb"),
    ("distance", "vi tar ferja over til byen"),
    ("distance", "det ligger innerst i fjorden"),
    ("distance", "langs E39 der"),
    ("family", "jeg har tre sønner som går her"),
    ("family", "mannen min jobber også der"),
    ("family", "ho er gift med naboen"),
    ("family", "eg har fire ungar"),
    ("child", "sønnen er fjorten og liker det"),
    ("child", "ei tolvåring på trinnet"),
    ("child", "hun er åtte år gammel"),
    ("child", "klassen 7B, den var tung"),
    ("child", "han går i sjuende klasse"),
    ("dialect", "æ veit itj ka det e"),
    ("dialect", "det va dokker som sa det"),
]

CALM = [
    "det eneste som hjelper, er tid",
    "første gang jeg tenkte over det",
    "den eneste måten er å ringe",
    "de første årene gikk greit",
    "det var det første som slo meg",
    "vi leser aviser og ser på tv",
    "prisen på strøm er høy",
    "hun sa «ja det er greit for meg» og gikk",
    "det tok tjue minutter",
    "i 2019 begynte vi med nettverk",
    "vi er tolv ansatte",
    "eg veit ikkje kva det er",
    "«ja»",
    "",
]


def found_in(*texts: str) -> tuple[Hint, ...]:
    turns = tuple(
        AnonymisedTurn(id=f"t{number}", speaker="S1", role="respondent", text=text)
        for number, text in enumerate(texts, 1)
    )
    return hints(AnonymisedTranscript(interview="intervju-01", language="nb", text_digest="", turns=turns))


@pytest.mark.parametrize(("kind", "text"), WARNED)
def test_it_warns_of(kind: str, text: str) -> None:
    assert kind in {hint.kind for hint in found_in(text)}


@pytest.mark.parametrize(("kind", "text"), WARNED)
def test_it_warns_whatever_the_letter_case(kind: str, text: str) -> None:
    assert kind in {hint.kind for hint in found_in(text.upper())}
    assert kind in {hint.kind for hint in found_in(text.lower())}


@pytest.mark.parametrize("text", CALM)
def test_it_is_calm_about(text: str) -> None:
    assert found_in(text) == ()


def test_every_kind_is_tried() -> None:
    assert {kind for kind, _ in WARNED} == set(KINDS)


def test_a_hint_says_where_it_stands() -> None:
    [only, prize] = found_in("ja", "han er den eneste mannen her, og han vant NM")
    assert (only.interview, only.turn_id, only.number) == ("intervju-01", "t2", 2)
    assert (only.kind, prize.kind) == ("only", "prize")
    assert "han er den eneste mannen her, og han vant NM"[only.start : only.end] == "eneste mannen"


def test_hints_of_one_kind_do_not_overlap_and_stand_in_order() -> None:
    said = [text for _, text in WARNED]
    found = found_in(*said, " ".join(said))
    assert list(found) == sorted(found, key=lambda hint: (hint.number, hint.start, KINDS.index(hint.kind)))
    by_kind: dict[tuple[str, int], list[Hint]] = {}
    for hint in found:
        by_kind.setdefault((hint.kind, hint.number), []).append(hint)
    assert all(disjoint(group) for group in by_kind.values())


def disjoint(group: Sequence[Hint]) -> bool:
    return all(one.end <= other.start for one, other in pairwise(group))


def test_a_long_text_without_an_end_is_searched_in_a_moment() -> None:
    said = "jeg har har fikk vant sto eneste første " * 2000
    assert [hint.kind for hint in found_in(said + "og nrk kom")] == []
    assert [hint.kind for hint in found_in(said + "og nrk skrev")] == ["press"]
