"""Of what a name is the name: what stands around it, how it ends, and what is called so elsewhere."""

import pytest
from pictures import drawn, surfaces

from pipeline.anonymise.find import Finder
from pipeline.artefacts.finding import IdentifierType as T


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        # firms and associations
        ("Kaffen var fra Lotvik & Partnere, tror jeg.", "Lotvik & Partnere", T.ORG),
        ("Så fikk vi penger fra Stiftelsen Torunns Gave i fjor.", "Stiftelsen Torunns Gave", T.ORG),
        ("Det sto i Vefsna Blad dagen etter.", "Vefsna Blad", T.ORG),
        ("Vi spilte kamp i Langfjellhallen hver søndag.", "Langfjellhallen", T.ORG),
        ("Firmaet heter Torvald Data, og de var greie.", "Torvald Data", T.ORG),
        ("Vi hadde møtene våre i Ebeneser den vinteren.", "Ebeneser", T.ORG),
        ("Han ble lagt inn på Haukeland samme kveld.", "Haukeland", T.ORG),
        # places
        ("Han bor alene på Torvaldsøya hele året.", "Torvaldsøya", T.PLACE),
        ("Vi gikk til de gamle i Kvernelandsdalen hele vinteren.", "Kvernelandsdalen", T.PLACE),
        ("Vi har hytte på Torvaldsnøy, og der er det stille.", "Torvaldsnøy", T.PLACE),
        ("Garden heter Nordre Fjellvang og ligger høyt.", "Nordre Fjellvang", T.PLACE),
    ],
)
def test_a_name_is_of_the_kind_that_the_sentence_says(finder: Finder, text: str, name: str, kind: T) -> None:
    found = {text[m.start : m.end]: m.type for m in finder.mentions([text], "nb")}
    assert found.get(name) is kind


def test_where_somebody_comes_from_is_no_person_though_the_family_is_called_so(finder: Finder) -> None:
    text = "ja han heter lars strand og han er fra strand også"
    kinds = [m.type for m in finder.mentions([text], "nb") if text[m.start : m.end] == "strand"]
    assert kinds
    assert T.PERSON not in kinds


def test_initials_of_somebody_named_in_full_are_a_person(finder: Finder) -> None:
    turns = ["Det var Kåre Terje Myrvold som satt der.", "KT er ingen enkel mann. Men KT leser ting."]
    text = "\n".join(turns)
    found = [m.type for m in finder.mentions(turns, "nb") if text[m.start : m.end] == "KT"]
    assert found == [T.PERSON, T.PERSON]


@pytest.mark.parametrize(
    ("recogniser", "picture"),
    [
        ("title", "Far min va' [skomakar] heile livet."),
        ("title", "Han e' [vaktmeister] på skulen."),
        ("title", "Jeg var lenge på sjøen. [Maskinist] i tjueto år."),
        ("title", "Så hadde vi en [fruktsjef] som bestemte alt."),
        ("title", "Jeg så ham. Det va' kransar overalt."),
        ("organisation", "vi fikk en vogn av [brødrene bakkejord stiftelse] i fjor"),
        ("organisation", "vi øvde på søk og redning hele natta"),
        ("organisation", "Han fører MK «[Fjordørna]» over fjorden."),
        ("organisation", "Hun tok kurs på [RX-skolen] i Grimstad i fjor."),
        ("organisation", "Jeg er født på sykehuset i Grimstad, jeg."),
        ("organisation", "Jeg gikk på [Lærerskolen i Grimstad] først."),
        ("organisation", "det er vår redning kan du si"),
        ("organisation", "Garden ligger mellom Varhaug og Undheim, oppe i høyden."),
    ],
)
def test_heads_and_titles_take_what_is_drawn_and_nothing_else(recogniser: str, picture: str) -> None:
    text, expected = drawn(picture)
    assert surfaces(recogniser, text) == expected
