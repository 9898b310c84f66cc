"""Who hangs on a module: whoever imports it, and whoever imports those."""

import ast
from functools import cache
from pathlib import Path

from making import ROOT

_FOLDERS = (ROOT / "creditsvc",)


@cache
def imports() -> dict[str, dict[str, set[str]]]:
    """By module of ours, the modules of ours that it imports, with the names."""
    files = [path for folder in _FOLDERS for path in sorted(folder.rglob("*.py"))]
    names = {_name(path): path for path in files}
    found: dict[str, dict[str, set[str]]] = {}
    for name, path in names.items():
        found[name] = {}
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(each, ast.Import):
                for alias in each.names:
                    found[name].setdefault(alias.name, set())
            elif isinstance(each, ast.ImportFrom) and each.module:
                for alias in each.names:
                    inner = f"{each.module}.{alias.name}"
                    found[name].setdefault(inner if inner in names else each.module, set()).add(
                        alias.name
                    )
    return {name: {k: v for k, v in each.items() if k in names} for name, each in found.items()}


@cache
def dependants(module: str) -> frozenset[str]:
    """*module* and every module of ours that imports it, directly or not."""
    found, fresh = {module}, {module}
    while fresh:
        fresh = {name for name, each in imports().items() if fresh & set(each)} - found
        found |= fresh
    return frozenset(found)


@cache
def module_level_users(module: str, constant: str) -> bool:
    """Whether another module of ours makes something of *constant* while it is imported."""
    for name, each in imports().items():
        if constant in each.get(module, ()) and _uses(name, constant):
            return True
    return False


@cache
def _uses(name: str, constant: str) -> bool:
    """Whether *constant* stands in the module outside of a plain function."""
    body = ast.parse(_path(name).read_text(encoding="utf-8")).body
    inert = (ast.Import, ast.ImportFrom, ast.FunctionDef)
    return any(
        isinstance(part, ast.Name) and part.id == constant
        for statement in body
        if not isinstance(statement, inert)
        for part in ast.walk(statement)
    )


@cache
def users(module: str, constant: str) -> tuple[tuple[str, range], ...]:
    """Where a constant of *module* is named: modules and lines."""
    where = [name for name, each in imports().items() if constant in each.get(module, ())]
    return tuple(
        (name, range(part.lineno, part.lineno + 1))
        for name in (module, *where)
        for part in ast.walk(ast.parse(_path(name).read_text(encoding="utf-8")))
        if isinstance(part, ast.Name) and part.id == constant
    )


def constant_at(module: str, line: int) -> str | None:
    """The constant that is assigned in that line."""
    for each in ast.parse(_path(module).read_text(encoding="utf-8")).body:
        if each.lineno <= line <= (each.end_lineno or 0):
            match each:
                case (
                    ast.Assign(targets=[ast.Name(id=name)])
                    | ast.AnnAssign(target=ast.Name(id=name))
                ):
                    return name
    return None


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _path(name: str) -> Path:
    path = ROOT / Path(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
