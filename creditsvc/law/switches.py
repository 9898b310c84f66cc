"""Reading a rulebook as if some of what is switched off were on: for cases and drafts.

A place switches something on for good by deleting its line `off` and adopting the rulebook.
"""

from collections.abc import Collection, Iterable

from creditsvc.law.reading import RulebookError, Text


def switch_on(
    documents: Iterable[Text], supervision: Text, wanted: Collection[str]
) -> tuple[list[Text], Text]:
    """The instruments' *documents* and *supervision* without the `off` of those *wanted*.

    They are instruments, rules, or lines on supervision. What is on already stays so. Raises RulebookError for an id that is not there, and for a rule that
    is off only because its instrument is.
    """
    known: set[str] = set()
    read = [_document(document, wanted, known) for document in documents]
    lines = supervision.need("lines")
    opened = Text([_opened(each, wanted, known) for each in lines.items], lines.place, lines.name)
    for name in sorted(set(wanted) - known):
        raise RulebookError(
            "instruments/",
            1,
            f"没有可以启用的文件或规则“{name}”",
            f"there is no instrument or rule “{name}” to switch on",
        )
    fields = {**supervision.fields, "lines": opened}
    return read, Text(fields, supervision.place, supervision.name)


def _document(document: Text, wanted: Collection[str], known: set[str]) -> Text:
    head, rules = document.need("instrument"), document.get("rules")
    fields = {**document.fields, "instrument": _opened(head, wanted, known)}
    if rules is not None:
        shut = fields["instrument"].get("off") is not None
        for entry in rules.items if shut else []:
            _reachable(entry, head.need("id").text, wanted)
        opened = [_opened(entry, wanted, known) for entry in rules.items]
        fields["rules"] = Text(opened, rules.place, rules.name)
    return Text(fields, document.place, document.name)


def _opened(entry: Text, wanted: Collection[str], known: set[str]) -> Text:
    """*entry* without its line `off`, if it is wanted; its id is *known* from now on."""
    name = entry.need("id").text
    known.add(name)
    if name not in wanted:
        return entry
    kept = {key: value for key, value in entry.fields.items() if key != "off"}
    return Text(kept, entry.place, entry.name)


def _reachable(entry: Text, instrument: str, wanted: Collection[str]) -> None:
    name = entry.need("id").text
    if name in wanted:
        raise entry.error(
            f"规则“{name}”随文件“{instrument}”停用，请启用该文件",
            f"rule “{name}” is off because its instrument is: switch on “{instrument}”",
        )
