"""The files of a rulebook into one compiled law, or an error with file and line."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from creditsvc.kernel.canonical import digest
from creditsvc.law.course_reading import read_course
from creditsvc.law.duty_text import read_duties
from creditsvc.law.instruments import Vocabulary, read_instrument
from creditsvc.law.kinds import kinds_of
from creditsvc.law.measure_reading import read_measures
from creditsvc.law.orders import read_classes, read_display
from creditsvc.law.parsing import parse, text_of
from creditsvc.law.principles import read_two_dates
from creditsvc.law.procedures import read_procedures, read_publications
from creditsvc.law.reading import RulebookError, Text
from creditsvc.law.rulebook import DisplayOrder, Instrument, Law, ListKind, Rule
from creditsvc.law.rules import read_rule
from creditsvc.law.schemes import read_schemes
from creditsvc.law.switches import switch_on

Files: TypeAlias = Mapping[str, str]  # texts by path inside the rulebook, parts joined by /

_FILES = (
    "kinds", "lists", "records", "procedures", "publication", "supervision", "two_dates",
    "base_list", "measures",
)  # fmt: skip
_FOLDERS = ("instruments", "tiers")
# Not in every rulebook: what is not there says nothing, and counts for nothing in the digest.
_OPTIONAL = ("steps", "service")
_LOCAL = "procedures"  # a folder: local files on procedure
_ENTERPRISE = "enterprise"  # rules about persons find nothing against the enterprise
_NOTHING: Collection[str] = frozenset()


def load(source: Path | Files, switched_on: Collection[str] = _NOTHING) -> Law:
    """The rulebook in a directory, or in files as they were kept, compiled. Raises RulebookError.

    *switched_on*: ids of instruments, rules and lines on supervision read as if the line `off` did not stand there.
    """
    files = files_of(source) if isinstance(source, Path) else source
    documents = {name: _one(files, name) for name in _FILES}
    folders = {name: _many(files, name) for name in _FOLDERS}
    folders["instruments"], documents["supervision"] = switch_on(
        folders["instruments"], documents["supervision"], switched_on
    )
    kinds = kinds_of(documents["kinds"])
    lists = _lists(documents["lists"])
    words = Vocabulary(kinds=kinds, lists=lists)
    schemes = read_schemes(folders["tiers"], documents["records"], words)
    more = {name: _one(files, name) for name in _OPTIONAL if f"{name}.yaml" in files}
    local, procedures = _found(files, _LOCAL), read_procedures(documents["procedures"])
    instruments, found, orders = _instruments(folders["instruments"], words)
    rules = tuple(sorted(found, key=lambda rule: rule.id))
    displays = sorted(orders, key=lambda order: order.instrument.in_force.from_)
    return Law(
        digest=digest(_content({**documents, **more}, folders, local)),
        kinds=kinds,
        lists=lists,
        instruments=instruments,
        rules=rules,
        in_use=tuple(rule for rule in rules if rule.off is None and rule.about == _ENTERPRISE),
        classes=read_classes(documents["records"], kinds),
        displays=tuple(order for order in displays if order.instrument.off is None),
        displays_off=tuple(order for order in displays if order.instrument.off is not None),
        schemes=schemes,
        duties=read_duties(documents["supervision"], words, schemes),
        procedures=procedures,
        publications=read_publications(documents["publication"], lists),
        two_dates=read_two_dates(documents["two_dates"]),
        measures=read_measures(documents["measures"], documents["base_list"], lists, instruments),
        course=read_course(more.get("steps"), more.get("service"), local, procedures, lists),
    )


def files_of(directory: Path) -> dict[str, str]:
    """The text of each file of the rulebook in *directory*, by its path there. Raises RulebookError."""
    paths = [directory / f"{name}.yaml" for name in (*_FILES, *_OPTIONAL)]
    paths += [
        path for name in (*_FOLDERS, _LOCAL) for path in sorted((directory / name).glob("*.yaml"))
    ]
    return {
        path.relative_to(directory).as_posix(): text_of(path, directory)
        for path in paths
        if path.is_file()
    }


def _one(files: Files, name: str) -> Text:
    path = f"{name}.yaml"
    if path not in files:
        raise RulebookError(path, 1, "缺少这个文件", "this file is missing")
    return parse(files[path], path)


def _many(files: Files, name: str) -> list[Text]:
    found = _found(files, name)
    if not found:
        raise RulebookError(f"{name}/", 1, "没有任何文件", "there is no file")
    return found


def _found(files: Files, name: str) -> list[Text]:
    paths = sorted(path for path in files if path.startswith(f"{name}/"))
    return [parse(files[path], path) for path in paths]


def _content(
    documents: Mapping[str, Text], folders: Mapping[str, list[Text]], local: Iterable[Text]
) -> dict[str, object]:
    """What the digest is taken of: the content alone, not names of files, order of keys or comments."""
    content: dict[str, object] = {name: document.plain() for name, document in documents.items()}
    for name, several in folders.items():
        content[name] = sorted((document.plain() for document in several), key=digest)
    if below := sorted((document.plain() for document in local), key=digest):
        content["local_procedures"] = below
    return content


def _lists(document: Text) -> dict[str, ListKind]:
    lists: dict[str, ListKind] = {}
    for name, entry in document.fields.items():
        entry.only("zh", "en", "polarity", "weight")
        polarity = entry.need("polarity")
        if polarity.text not in ("adverse", "favourable"):
            raise polarity.error("应为 adverse 或 favourable", "polarity is adverse or favourable")
        title = {"zh": entry.need("zh").text, "en": entry.need("en").text}
        lists[name] = ListKind(
            id=name, title=title, polarity=polarity.text, weight=_weight(entry, polarity.text)
        )
    return lists


def _weight(entry: Text, polarity: str) -> int:
    """How heavy an adverse list is; a favourable one weighs nothing."""
    weight = entry.get("weight")
    if polarity == "adverse":
        return entry.need("weight").positive
    if weight is not None:
        raise weight.error("只有不利名单才写 weight", "weight belongs to adverse lists only")
    return 0


def _instruments(
    documents: Iterable[Text], words: Vocabulary
) -> tuple[dict[str, Instrument], list[Rule], list[DisplayOrder]]:
    instruments: dict[str, Instrument] = {}
    rules: dict[str, Rule] = {}
    displays: list[DisplayOrder] = []
    for document in documents:
        instrument = read_instrument(document, words)
        if instrument.id in instruments:
            raise instrument.place.error(
                f"文件编号“{instrument.id}”重复", f"instrument id “{instrument.id}” is used twice"
            )
        instruments[instrument.id] = instrument
        for entry in document.fields["rules"].items if "rules" in document.fields else []:
            rule = read_rule(entry, instrument, document, words)
            if rule.id in rules:
                first = rules[rule.id].place
                raise rule.place.error(
                    f"规则编号“{rule.id}”重复，首见于 {first.file}:{first.line}",
                    f"rule id “{rule.id}” is used twice, first at {first.file}:{first.line}",
                )
            rules[rule.id] = rule
        if "display" in document.fields:
            displays.append(read_display(document.fields["display"], instrument))
    _check_overlays(instruments)
    return instruments, list(rules.values()), displays


def _check_overlays(instruments: Mapping[str, Instrument]) -> None:
    for each in instruments.values():
        if each.overlay is not None and each.overlay.instrument not in instruments:
            known = "、".join(instruments), ", ".join(instruments)
            raise each.place.error(
                f"overlays 所指的文件“{each.overlay.instrument}”不存在；现有：{known[0]}",
                f"overlays names no instrument “{each.overlay.instrument}”; there are: {known[1]}",
            )
