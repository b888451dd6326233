from __future__ import annotations

import copy
import inspect
import pickle
import re

import pytest

from onrecord import errors
from onrecord.errors import InputError, ModelError, OnrecordError, UsageError

CLASSES = [c for c in vars(errors).values() if inspect.isclass(c) and issubclass(c, OnrecordError)]
INPUT_ERRORS = [c for c in CLASSES if issubclass(c, InputError)]


def drawn():
    """Each class of the drawing in the docstring with the one it hangs on."""
    parents = {}
    trail = []
    for line in errors.__doc__.splitlines():
        found = re.match(r"    ([│├└─ ]*)([A-Z]\w+)(?:  |$)", line)
        if found:
            depth = len(found[1]) // 4
            trail[depth:] = [found[2]]
            parents[found[2]] = trail[depth - 1] if depth else "Exception"
    return parents


def test_the_tree_is_drawn_as_it_is():
    assert drawn() == {c.__name__: c.__base__.__name__ for c in CLASSES}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda c: c.__name__)
def test_every_error_says_when_it_is_raised(kind):
    assert kind.__doc__.strip().endswith(".")


@pytest.mark.parametrize("kind", INPUT_ERRORS, ids=lambda c: c.__name__)
@pytest.mark.parametrize("through", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy], ids=["pickle", "copy"])
def test_an_input_error_names_the_input_the_problem_and_the_advice_wherever_it_travels(kind, through):
    error = through(kind("a.txt", "It is empty.", "Give words."))
    assert type(error) is kind
    assert (error.origin, error.problem, error.advice) == ("a.txt", "It is empty.", "Give words.")
    assert str(error) == "a.txt: It is empty. Give words."


@pytest.mark.parametrize("kind", [OnrecordError, UsageError, ModelError], ids=lambda c: c.__name__)
def test_the_others_travel_too(kind):
    error = pickle.loads(pickle.dumps(kind("Choose another.")))
    assert (type(error), str(error)) == (kind, "Choose another.")
