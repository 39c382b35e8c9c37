"""Forms of titles and compounds by their head."""

import pytest

from pipeline.anonymise.titles import Form, title_of


@pytest.mark.parametrize(
    ("word", "lemma", "form"),
    [
        ("rektoren", "rektor", Form.DEFINITE),
        ("rektorens", "rektor", Form.DEFINITE),
        ("rektorar", "rektor", Form.PLURAL),
        ("leiaren", "leiar", Form.DEFINITE),
        ("øvesøster", "oversøster", Form.BARE),
        ("oversystera", "oversøster", Form.DEFINITE),
        ("legen", "lege", Form.DEFINITE),
        ("legane", "lege", Form.PLURAL),
        ("kommunaldirektørn", "kommunaldirektør", Form.DEFINITE),
        ("sykepleiera", "sykepleier", Form.PLURAL),
        ("oppvekstsjefen", "oppvekstsjef", Form.DEFINITE),
        ("nettverksleiaren", "nettverksleiar", Form.DEFINITE),
        ("vannverksjefen", "vannverksjef", Form.DEFINITE),
        ("ppt-leder", "ppt-leder", Form.BARE),
        ("verneombudet", "verneombud", Form.DEFINITE),
        ("lensmannen", "lensmann", Form.DEFINITE),
        ("lensmenn", "lensmann", Form.PLURAL),
        ("vaktmeistaren", "vaktmeistar", Form.DEFINITE),
    ],
)
def test_a_title_is_known_in_all_its_forms(word: str, lemma: str, form: Form) -> None:
    found = title_of(word)
    assert found is not None
    assert found.form is form
    assert found.lemma in (lemma, lemma.replace("ar", "er"))


@pytest.mark.parametrize(
    "word", ["elev", "statsforvalteren", "mor", "bremser", "dagen", "tillitsvalgt", "problemene", "sommer"]
)
def test_other_words_are_no_titles(word: str) -> None:
    assert title_of(word) is None
