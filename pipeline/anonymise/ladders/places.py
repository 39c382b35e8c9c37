"""Places: the county, then the part of the country. What the study hides elsewhere is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pipeline.anonymise.gazetteer import gazetteer
from pipeline.anonymise.ladders.rung import Rung, rows

_ADDRESS = re.compile(
    r"\d|\b(?:gnr|bnr|postboks|oppgang)\b"
    r"|\w(?:gate|gata|gaten|gt|vei|veien|veg|vegen|allé|alleen|alléen|smau|smauet|stredet|torget|plass)\b"
)


@cache
def _counties() -> Mapping[str, tuple[str, ...]]:
    return {name.casefold(): tuple(counties.split("|")) for name, counties in rows("place_counties.tsv")}


@cache
def _regions() -> Mapping[str, str]:
    """County to part of the country, with its preposition."""
    return {name.casefold(): region for name, region in rows("county_regions.tsv")}


#: Parts of the country as Nynorsk writes them.
_NYNORSK = {"på Østlandet": "på Austlandet", "i Midt-Norge": "i Midt-Noreg", "i Nord-Norge": "i Nord-Noreg"}


def place(name: str, rung: Rung, *, reason: str = "") -> str:
    """A place's rung: an address, a municipality, a county, or a small place; where in Norway, if known."""
    low = " ".join(name.casefold().split())
    where, hint = _in_county(low)
    kind = gazetteer().places.get(where, "")
    if not kind and (_ADDRESS.search(low) or reason == "address"):
        return rung.say("en adresse", "ei adresse")
    counties = (hint,) if hint else _counties().get(where, ())
    regions = {_regions()[one.casefold()] for one in counties if one.casefold() in _regions()}
    if kind == "county":
        regions = {_regions()[where]} if where in _regions() else set()
    region = rung.may(regions.pop()) if len(regions) == 1 else ""
    region = _NYNORSK.get(region, region) if rung.language == "nn" else region
    told = hint or where in map(str.casefold, counties)  # the county is part of the name
    county = "" if told or len(counties) != 1 else rung.may(f"i {counties[0]}")
    county = county or region
    if kind == "county":
        said = rung.pick(f"et fylke {region}", "et fylke", f"eit fylke {region}", "eit fylke")
    elif kind == "municipality":
        said = rung.pick(
            f"en kommune {county}", f"en kommune {region}", f"ein kommune {county}", f"ein kommune {region}"
        )
    elif kind == "town":
        said = rung.pick(
            f"et lite sted {region}", f"et sted {region}", f"ein liten stad {region}", f"ein stad {region}"
        )
    else:
        said = rung.say("et sted", "ein stad")
    return said.strip()


def _in_county(low: str) -> tuple[str, str]:
    """A place and the county that its name says: `sande i vestfold`."""
    where, _, county = low.rpartition(" i ")
    if where and county in _regions():
        return where, county.title().replace(" Og ", " og ")
    known = gazetteer().places
    for word in (low, low.removesuffix(" kommune"), low.removesuffix("s")):
        if word in known:
            return word, ""
    return low, ""
