"""The shipped law, templates and filled specimens that the tests of this room look at."""

import pytest

from creditsvc.app import read_templates, read_words
from creditsvc.documents import specimens
from creditsvc.documents.templates import Templates
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.settings import ROOT


@pytest.fixture(scope="session")
def words():
    return read_words(ROOT / "config")


@pytest.fixture(scope="session")
def templates() -> Templates:
    return read_templates(ROOT / "config")


@pytest.fixture(scope="session")
def pages(words, templates):
    """A filled page of each template."""
    return specimens.pages(words[Law], words[Calendar], templates)
