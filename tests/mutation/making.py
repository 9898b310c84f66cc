"""Faults put into the program on purpose: a mutant is one module with one small change.

mutmut says what to change; here each change becomes a whole source. Only the statement that holds it
is written anew, which costs a hundredth of writing the module.
"""

from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import libcst

ROOT = Path(__file__).parents[2]
with chdir(ROOT):  # mutmut reads its settings where it is imported
    from mutmut.mutation import file_mutation as mutmut

ROOMS = ("law", "kernel")
# Names of types, declarations of values and imports decide nothing while the program runs.
_DECLARATIONS = ("@dataclass", "from ", "import ", "__all__", "class ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """The change of that *number* in a module, in the order of mutmut.

    *line* tells where; *before* and *after* are what stands there; *source* is the whole module;
    *lines* are those of the function around it, none where it stands in no function.
    """

    module: str
    number: int
    line: int
    before: str
    after: str
    source: str
    lines: range

    @property
    def name(self) -> str:
        """How it is called in lists."""
        return f"{self.module}:{self.number}"

    @property
    def declares(self) -> bool:
        """Whether it changes a declaration alone, which no test can notice."""
        return self.before.startswith(_DECLARATIONS) or "TypeAlias" in self.before

    @property
    def respells(self) -> bool:
        """Whether it writes a text in other cases alone; judged last, since it tells least."""
        return self.before != self.after and self.before.lower() == self.after.lower()


def modules() -> list[str]:
    """The modules that are mutated."""
    found = (path for room in ROOMS for path in sorted((ROOT / "creditsvc" / room).glob("*.py")))
    return [f"creditsvc.{path.parent.name}.{path.stem}" for path in found]


def path_of(module: str) -> Path:
    """The file of a module."""
    return ROOT / Path(*module.split(".")).with_suffix(".py")


def mutants_of(module: str) -> Iterator[Mutant]:
    """Every mutant of *module*."""
    code = path_of(module).read_text(encoding="utf-8")
    tree, mutations, *_ = mutmut.create_mutations(str(path_of(module)), code)
    places = _Places(tree)
    for number, each in enumerate(mutations, start=1):
        source = places.with_change(each)
        old, new = code.splitlines(), source.splitlines()
        at = next(
            (n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), 0
        )
        yield Mutant(
            module=module,
            number=number,
            line=at + 1,
            before=old[at].strip(),
            after=new[at].strip() if new[at : at + 1] else "",
            source=source,
            lines=places.lines_of(each.contained_by_top_level_function),
        )


class _Places:
    """Which statement of a module holds each part of it."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._codes = [tree.code_for_node(each) for each in tree.body]
        whole = "".join(self._codes)
        self._head, _, self._tail = tree.code.partition(whole)
        self._statement = {id(part): n for n, each in enumerate(tree.body) for part in _walk(each)}
        self._positions = libcst.metadata.MetadataWrapper(tree, unsafe_skip_copy=True).resolve(
            libcst.metadata.PositionProvider
        )

    def with_change(self, mutation: Any) -> str:
        """The source with it."""
        old, new = mutation.original_node, mutation.mutated_node
        at = self._statement[id(old)]
        changed: Any = mutmut.deep_replace(self._tree.body[at], old, new)
        codes = [*self._codes[:at], self._tree.code_for_node(changed), *self._codes[at + 1 :]]
        return "".join((self._head, *codes, self._tail))

    def lines_of(self, function: Any) -> range:
        """Where a function stands, decorators included; nothing for no function."""
        if function is None or function not in self._positions:
            return range(0)
        place = self._positions[function]
        return range(place.start.line, place.end.line + 1)


def _walk(node: Any) -> Iterator[Any]:
    yield node
    for child in node.children:
        yield from _walk(child)
