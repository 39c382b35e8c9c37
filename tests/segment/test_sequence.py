"""The order of talk as a hidden Markov model, against all paths written out."""

from itertools import product

import numpy as np
import pytest

from pipeline.segment.confidence import calibrated
from pipeline.segment.evidence import OUTSIDE, Unit, Worded
from pipeline.segment.sequence import Order, _places, _steps, probabilities

THEMES = (Worded("1", "En", ("?",)), Worded("2", "To", ("?",)), Worded(OUTSIDE, "", ()))
UNITS = tuple(Unit(n, 0, 1, opens, opens, "x") for n, opens in enumerate((True, False, True, False)))


def test_probabilities_are_the_sums_over_all_paths() -> None:
    order = Order()
    evidence = np.random.default_rng(7).normal(size=(4, 3))
    seen = np.exp(evidence + _places(4, THEMES, order))
    begin = np.array([0.3, 0.02, 0.6])
    sums = np.zeros((4, 3))
    for path in product(range(3), repeat=4):
        chance = begin[path[0]] * seen[0, path[0]]
        for t in range(1, 4):
            chance *= _steps(3, order, opens=UNITS[t].opens)[path[t - 1], path[t]] * seen[t, path[t]]
        for t in range(4):
            sums[t, path[t]] += chance
    expected = sums / sums.sum(axis=1, keepdims=True)
    assert probabilities(evidence, UNITS, THEMES, order) == pytest.approx(expected)


@pytest.mark.parametrize("opens", [True, False])
@pytest.mark.parametrize("count", [2, 3, 12])
def test_every_step_goes_somewhere(count: int, *, opens: bool) -> None:
    steps = _steps(count, Order(), opens=opens)
    assert steps.sum(axis=1) == pytest.approx(1.0)
    assert (steps >= 0).all()


def test_interviewers_change_the_theme_more_often_than_answers_do() -> None:
    asking, answering = (_steps(4, Order(), opens=opens) for opens in (True, False))
    assert (np.diag(asking) < np.diag(answering)).all()


def test_the_next_theme_is_likelier_but_any_may_follow() -> None:
    steps = _steps(6, Order(), opens=True)
    away = steps[1, [0, 3, 4, 5]]
    assert (steps[1, 2] > away).all()
    assert (away > 0).all()


def test_no_talk_has_no_probabilities() -> None:
    assert probabilities(np.zeros((0, 3)), (), THEMES, Order()).shape == (0, 3)


def test_confidence_grows_with_the_chance_and_stays_a_probability() -> None:
    values = [calibrated(chance / 20) for chance in range(21)]
    assert values == sorted(values)
    assert 0 < values[0] < values[-1] < 1
