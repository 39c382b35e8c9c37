"""The finder with the name model that ships, loaded once."""

import pytest

from pipeline.anonymise.find import Finder
from pipeline.runner import finder_of


@pytest.fixture(scope="session")
def finder() -> Finder:
    return finder_of("")
