"""Mutants of the modules that make schemas: what they make, against the schemas that are kept.

These modules do nothing but make them, while they are imported and once more when asked; so they are
imported anew, and no rulebook is read again.
"""

import importlib
import json
import sys
from pathlib import Path

from children import DECLARATION, SURVIVED, TESTS, Verdict
from instead import Instead
from making import ROOT, Mutant

_MODULES = "creditsvc.law.schema"
_KEPT = ROOT / "config" / "law" / "schema"
_TEST = "tests/law/test_law_schema.py::test_the_schema_is_one_and_the_file_that_is_kept_is_current"


def makes_schemas(module: str) -> bool:
    """Whether that module makes schemas."""
    return module.startswith(_MODULES)


def by_schemas(mutant: Mutant, _: Path) -> Verdict:
    """What becomes of a mutant that makes schemas; called in a process of its own."""
    if mutant.declares:
        return Verdict(outcome=DECLARATION)
    law = importlib.import_module("lawbooks").LAW
    for name in [each for each in sys.modules if makes_schemas(each)]:
        del sys.modules[name]
    sys.meta_path.insert(0, Instead(mutant.module, mutant.source))
    try:
        made = importlib.import_module(_MODULES).schemas(law)
    except Exception as error:  # noqa: BLE001 - any failure is noticed
        return Verdict(outcome=TESTS, by=f"{error!r:.80}")
    kept = {
        path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8"))
        for path in _KEPT.iterdir()
    }
    return Verdict(outcome=SURVIVED) if made == kept else Verdict(outcome=TESTS, by=_TEST)
