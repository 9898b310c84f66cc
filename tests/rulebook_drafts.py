"""Drafts of the rulebook in the tests' register, and the two people who adopt one."""

import shutil
from pathlib import Path

from due_process import a_person

from creditsvc.findings import adoption
from creditsvc.findings.rulebooks import Laws, Rulebook
from creditsvc.settings import ROOT
from creditsvc.web.runtime import Runtime

ORDER11 = "instruments/order11.yaml"
RULE = "  - id: WS11-6-2\n"


def a_draft(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy of the shipped rulebook where, in a file, what must stand there reads otherwise."""
    book = folder / "draft"
    shutil.rmtree(book, ignore_errors=True)
    shutil.copytree(ROOT / "config" / "law", book)
    for file, old, new in changes:
        text = (book / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {file}"
        (book / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return book


def without_rule(folder: Path, start: str = RULE) -> Path:
    """A draft from which the rule that begins with *start* is gone."""
    text = (ROOT / "config" / "law" / ORDER11).read_text(encoding="utf-8")
    at = text.index(start)
    rule = text[at : text.index("  - id: ", at + 1)]
    return a_draft(folder, (ORDER11, rule, ""))


def stricter(folder: Path) -> Path:
    """A draft in which three accidents are needed where two were."""
    text = (ROOT / "config" / "law" / ORDER11).read_text(encoding="utf-8")
    at = text.index(RULE)
    rule = text[at : text.index("  - id: ", at + 1)]
    assert "at_least: 2" in rule
    return a_draft(folder, (ORDER11, rule, rule.replace("at_least: 2", "at_least: 3")))


def with_another_term(folder: Path) -> Path:
    """A draft in which an entry lasts 24 months where it lasted 36."""
    return a_draft(folder, (ORDER11, "months: 36", "months: 24"))


def adopted(runtime: Runtime, directory: Path) -> str:
    """*directory* adopted by two officers; its digest."""
    laws, rulebook = runtime.part(Laws), Rulebook.read(directory)
    with runtime.work.act(a_person("officer")) as act:
        adoption.propose(act, laws, rulebook, document_no=None, reason=None)
    with runtime.work.act(a_person("officer2")) as act:
        adoption.adopt(act, laws, rulebook.law.digest)
    return rulebook.law.digest
