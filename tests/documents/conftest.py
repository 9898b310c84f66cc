"""The shipped law, templates and filled specimens that the tests of this room look at."""

from io import BytesIO

import docx
import pytest
from due_process import Office

from creditsvc.app import read_templates, read_words
from creditsvc.documents import specimens
from creditsvc.documents.domain import Given
from creditsvc.documents.gathering import Asked, Desk
from creditsvc.documents.service import write
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


@pytest.fixture
def asked(runtime, clock, templates):
    """The text of a document, as it would be written now."""

    def ask(of, key, template, **said):
        desk = Desk(
            laws=Office(runtime, clock).laws, calendar=Office(runtime, clock).calendar,
            templates=templates, base_url="https://credit.example.cn",
            authority="虚构区应急管理局", now=clock.now(),
        )  # fmt: skip
        given = Given(said={"number": "虚文1号", **said})
        with runtime.work.read() as session:
            content = write(session, desk, Asked(of=of, key=key, file=f"{template}.docx"), given)
        return "\n".join(each.text for each in docx.Document(BytesIO(content)).paragraphs)

    return ask
