"""Puts a mutant into the running program: a function gets the other code, a constant the other value.

What was worked out from it before (a compiled rulebook, a cache) is worked out again. What cannot be
reached so (a class, a default, something that another module builds while it is imported) is left to
`anew`, which imports it all again.
"""

import ast
import functools
import gc
import importlib
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from closure import dependants, module_level_users
from making import ROOT, Mutant, path_of

_OPTIMIZED = 1  # of co_flags: code of a function, not of a class
_CACHES = type(cache(lambda: None))
# Expensive, and hung on one module of ours alone.
_KEPT_CACHES = {"regions": "creditsvc.kernel.regions", "parse": "creditsvc.law.parsing"}
# What was parsed holds its methods, not what they said: it need not be parsed again.
_ALL_METHODS = "creditsvc.law.reading"


class Ungraftable(Exception):  # noqa: N818 - no error: it says that another judge is needed
    """The change lies where the running program cannot be changed."""


class Program:
    """The functions and caches of the running program, found once before any change."""

    def __init__(self) -> None:
        self._functions: dict[str, list[FunctionType]] = {}
        self._caches: list[Any] = []
        for each in gc.get_objects():
            if isinstance(each, FunctionType):
                self._functions.setdefault(each.__code__.co_filename, []).append(each)
            elif isinstance(each, _CACHES) and _is_ours(each):
                self._caches.append(each)
        self._laws = list(_laws())

    def graft(self, mutant: Mutant) -> bool:
        """Change the program and forget what was worked out from it. False if nothing changed.

        Raises Ungraftable.
        """
        file = str(path_of(mutant.module))
        old, new = compiled_of(mutant.module), compile(mutant.source, file, "exec")
        pairs: list[tuple[CodeType, CodeType]] = []
        frames_alike = _differing(old, new, pairs)
        if not pairs and frames_alike:
            return False
        for was, becomes in pairs:
            self._swap(file, was, becomes)
        if not frames_alike:
            _rebind(mutant)
        self._forget(mutant.module)
        return True

    def _swap(self, file: str, was: CodeType, becomes: CodeType) -> None:
        found = [each for each in self._functions.get(file, ()) if each.__code__ == was]
        if not found or any(each.__code__.co_freevars != becomes.co_freevars for each in found):
            raise Ungraftable
        for each in found:
            each.__code__ = becomes

    def compile_again(self) -> None:
        """Compile the rulebooks that modules of tests hold."""
        for place, name in self._laws:
            _assign_again(place, name)

    def _forget(self, module: str) -> None:
        hang_on_it = dependants(module)
        for each in self._caches:
            kept = _KEPT_CACHES.get(each.__name__)
            hangs = each.__module__ in hang_on_it or not each.__module__.startswith("creditsvc")
            if (kept in hang_on_it and module != _ALL_METHODS) if kept else hangs:
                each.cache_clear()


def _is_ours(each: Any) -> bool:
    file = getattr(sys.modules.get(each.__module__ or ""), "__file__", None)
    return file is not None and ROOT in Path(file).parents


@cache
def compiled_of(module: str) -> CodeType:
    """The module as it is, compiled."""
    return compile(path_of(module).read_text(encoding="utf-8"), str(path_of(module)), "exec")


def _differing(old: CodeType, new: CodeType, pairs: list[tuple[CodeType, CodeType]]) -> bool:
    """Whether the frames of module and classes are alike; adds the functions that are not to *pairs*."""
    if _bare(old) != _bare(new) or len(old.co_consts) != len(new.co_consts):
        return False
    alike = True
    for was, becomes in zip(old.co_consts, new.co_consts, strict=True):
        if not isinstance(was, CodeType) or not isinstance(becomes, CodeType):
            alike = alike and _same_constant(was, becomes)
        elif was.co_flags & _OPTIMIZED:
            if not same(was, becomes):
                pairs.append((was, becomes))
        else:
            alike = _differing(was, becomes, pairs) and alike
    return alike


def same(was: CodeType, becomes: CodeType) -> bool:
    """Whether both do the same, wherever they stand."""
    if _bare(was) != _bare(becomes) or len(was.co_consts) != len(becomes.co_consts):
        return False
    return all(
        same(*pair)
        if isinstance(pair[0], CodeType) and isinstance(pair[1], CodeType)
        else _same_constant(*pair)
        for pair in zip(was.co_consts, becomes.co_consts, strict=True)
    )


def _same_constant(was: object, becomes: object) -> bool:
    return repr(was) == repr(becomes) or (isinstance(was, frozenset) and was == becomes)


def _bare(code: CodeType) -> CodeType:
    return code.replace(co_consts=(), co_linetable=b"", co_firstlineno=1)


def _rebind(mutant: Mutant) -> None:
    """Assign a constant of the module again, and what the module makes of it."""
    module = sys.modules[mutant.module]
    body = ast.parse(mutant.source).body
    at = next(
        n for n, each in enumerate(body) if each.lineno <= mutant.line <= (each.end_lineno or 0)
    )
    changed: set[str] = set()
    for each in body[at:]:
        read = {part.id for part in ast.walk(each) if isinstance(part, ast.Name)}
        if each is not body[at] and not (
            isinstance(each, ast.Assign | ast.AnnAssign) and read & changed
        ):
            if not isinstance(each, ast.FunctionDef) and read & changed:
                raise Ungraftable
            continue
        name = _assigned(each)
        if module_level_users(mutant.module, name):
            raise Ungraftable
        _exec(module, each, name)
        changed.add(name)


def _assigned(statement: ast.stmt) -> str:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case _:
            raise Ungraftable


def _exec(module: ModuleType, statement: ast.stmt, name: str) -> None:
    """Run an assignment again and give the new value to whoever holds the old one."""
    was = module.__dict__[name]
    exec(compile(ast.Module([statement], []), module.__file__ or "", "exec"), module.__dict__)
    for other in list(sys.modules.values()):
        held = getattr(other, "__dict__", {})
        if held.get(name) is was and other is not module and _is_local(other):
            held[name] = module.__dict__[name]


def _is_local(module: ModuleType) -> bool:
    return ROOT in Path(getattr(module, "__file__", None) or "/").parents


def _laws() -> Iterator[tuple[ModuleType, str]]:
    """Where modules of tests hold a compiled rulebook, in the order in which they were imported."""
    kind = importlib.import_module("creditsvc.law.rulebook").Law
    for module in list(sys.modules.values()):
        if not _is_local(module):
            continue
        for name, value in list(vars(module).items()):
            if isinstance(value, kind) and _statement(module, name) is not None:
                yield module, name


@functools.cache
def _statement(module: ModuleType, name: str) -> ast.stmt | None:
    for each in ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8")).body:
        if isinstance(each, ast.Assign) and any(
            getattr(t, "id", None) == name for t in each.targets
        ):
            return each
    return None


def _assign_again(module: ModuleType, name: str) -> None:
    statement = _statement(module, name)
    if statement is not None:
        _exec(module, statement, name)
