"""Faults put into the program on purpose: a mutant is one module with one small change.

mutmut says what to change; here each change becomes a whole source, so that a process imports it in
place of the module, and what runs at import runs under it too.
"""

from contextlib import chdir
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
with chdir(ROOT):  # mutmut reads its settings where it is imported
    from mutmut.mutation import file_mutation as mutmut

ROOMS = ("kernel", "law")
# Names of types, declarations of values and imports decide nothing while the program runs.
_DECLARATIONS = ("@dataclass", "from ", "import ", "__all__", "class ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a module. *line* tells where; *before* and *after* are what stands there."""

    line: int
    before: str
    after: str
    source: str

    @property
    def declares(self) -> bool:
        """Whether it changes a declaration alone, which no test can notice."""
        return self.before.startswith(_DECLARATIONS) or "TypeAlias" in self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """The change of that *number* in a module, in the order of mutmut."""

    module: str
    number: int
    tree: Any = field(repr=False, compare=False)
    mutation: Any = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """How it is called in lists."""
        return f"{self.module}:{self.number}"

    def change(self) -> Change:
        """What it changes."""
        old, new = self.mutation.original_node, self.mutation.mutated_node
        changed: Any = mutmut.deep_replace(self.tree, old, new)
        lines, others = self.tree.code.splitlines(), changed.code.splitlines()
        at = next(
            (n for n, pair in enumerate(zip(lines, others, strict=False)) if pair[0] != pair[1]), 0
        )
        return Change(
            line=at + 1, before=lines[at].strip(), after=others[at].strip(), source=changed.code
        )


def modules() -> list[str]:
    """The modules that are mutated."""
    found = (path for room in ROOMS for path in sorted((ROOT / "creditsvc" / room).glob("*.py")))
    return [f"creditsvc.{path.parent.name}.{path.stem}" for path in found]


def path_of(module: str) -> Path:
    """The file of a module."""
    return ROOT / Path(*module.split(".")).with_suffix(".py")


@cache
def mutants_of(module: str) -> tuple[Mutant, ...]:
    """Every mutant of *module*."""
    code = path_of(module).read_text(encoding="utf-8")
    tree, mutations, *_ = mutmut.create_mutations(str(path_of(module)), code)
    return tuple(
        Mutant(module=module, number=number, tree=tree, mutation=each)
        for number, each in enumerate(mutations, start=1)
    )
