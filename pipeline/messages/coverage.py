"""Messages about coverage of the guide and agreement between coders: key -> (Norwegian, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "coverage.themes": (
        "Temaene i {interviews} intervjuer: avsnitt, respondentens ord, og respondentens del av praten.",
        "The themes in {interviews} interviews: passages, the respondent's words, and their part of the talk.",
    ),
    "coverage.theme": (
        "{name}: i {interviews} av {all} intervjuer, {passages} avsnitt, {words} ord, {percent} %",
        "{name}: in {interviews} of {all} interviews, {passages} passages, {words} words, {percent} %",
    ),
    "coverage.silent": (
        "{name}: i {interviews} av {all} intervjuer",
        "{name}: in {interviews} of {all} interviews",
    ),
    "coverage.outside": ("Utenfor guiden", "Outside the guide"),
    "coverage.unplaced": ("Uplassert", "Unplaced"),
    "coverage.missing": (
        "Ikke spurt i {count} av {all} ({interviews}): {theme} {question}",
        "Not asked in {count} of {all} ({interviews}): {theme} {question}",
    ),
    "coverage.agreement.none": (
        "Det er ingenting ennå som begge har kategorisert.",
        "There is nothing yet that both have coded.",
    ),
    "coverage.agreement.turn": (
        "Samme hovedtema i {percent} % av {units} utsagn som begge har kategorisert. Krippendorffs alfa "
        "{alpha} (per utsagn). Bare den ene har kategorisert {one_only}.",
        "The same main theme in {percent} % of {units} turns that both have coded. Krippendorff's alpha "
        "{alpha} (by turn). {one_only} were coded by one of them only.",
    ),
    "coverage.agreement.character": (
        "Samme hovedtema i {percent} % av {units} tegn som begge har kategorisert. Krippendorffs alfa "
        "{alpha} (per tegn). Bare den ene har kategorisert {one_only}.",
        "The same main theme in {percent} % of {units} characters that both have coded. Krippendorff's alpha "
        "{alpha} (by character). {one_only} were coded by one of them only.",
    ),
    "coverage.agreement.theme": (
        "{theme}: Cohens kappa {kappa} (den første {first}, den andre {second}, begge {both})",
        "{theme}: Cohen's kappa {kappa} (the first {first}, the second {second}, both {both})",
    ),
    "coverage.agreement.settle": (
        "Uenighet å avgjøre: {count}",
        "Disagreements to settle: {count}",
    ),
    "coverage.machine": (
        "Dere og maskinen («den første» er dere):",
        "You and the machine ('the first' is you):",
    ),
}
