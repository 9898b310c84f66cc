"""The schemas for editors: current, as strict as the loader in words, and kept by every file that ships."""

import json
import re
from copy import deepcopy
from functools import cache

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from lawbooks import LAW, SHIPPED
from test_law_broken import KINDS

from creditsvc.cli.main import main
from creditsvc.law import coverage, loader
from creditsvc.law.casebook import as_json
from creditsvc.law.parsing import parse, text_of
from creditsvc.law.reading import Text
from creditsvc.law.schema import schemas

SCHEMAS = schemas(LAW)
FILES = sorted(path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*.yaml"))
FOLDERS = {"instruments": "instrument", "tiers": "tiers"}
# Kinds of broken rulebooks that are a matter of structure: an editor must show them.
STRUCTURE = re.compile(
    r"unknown_(word|section|condition|fact|value_|comparison|kind|sector|sector_group|list|rank|provenance"
    r"|subject|penalty_need|day_of_window|end|start_of_term|polarity|fact_type|record_class|class_title"
    r"|tier_list|publication_list|effect|count)$"
    r"|missing_(article|issuer|title_in_english|provenance|class_title)$"
    r"|off_|basis_without_rank|zero_|negative_floor|two_conditions|day_in_words|window_|figure_in_words"
    r"|two_units|region_(that|as)|empty_(sectors|all|comparison)|list_for|mapping_for|sector_flag|discretion_in"
)


def _name(file):
    folder, _, rest = file.rpartition("/")
    return FOLDERS.get(folder) or rest.removesuffix(".yaml")


@cache
def _validator(file):
    return Draft202012Validator(SCHEMAS[_name(file)])


@cache
def _plain_of(file):
    return as_json(parse((SHIPPED / file).read_text(encoding="utf-8"), file).plain())


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_one_and_the_file_that_is_kept_is_current(name):
    Draft202012Validator.check_schema(SCHEMAS[name])
    kept = (SHIPPED / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert json.loads(kept) == SCHEMAS[name], "run: creditsvc law schema --to config/law/schema"


@pytest.mark.parametrize("file", FILES)
def test_each_file_keeps_its_schema_and_begins_by_naming_it(file):
    text = (SHIPPED / file).read_text(encoding="utf-8")
    up = "../" * file.count("/")
    line = f"# yaml-language-server: $schema={up}schema/{_name(file)}.schema.json"
    assert text.splitlines()[0] == line
    faults = [
        f"{each.json_path}: {each.message}"
        for each in _validator(file).iter_errors(_plain_of(file))
    ]
    assert faults == []


@pytest.fixture(scope="module")
def asked_words():
    """What words the loader allows, each with a place in a shipped file where it allows them."""
    paths, found, only = {}, {}, Text.only

    def walk(entry, path, file):
        if isinstance(entry.value, dict):
            paths[id(entry.value)] = path
            for key, each in entry.value.items():
                walk(each, (*path, key), file)
        elif isinstance(entry.value, list):
            for number, each in enumerate(entry.value):
                walk(each, (*path, number), file)

    documents = []

    def parsed(text, name):
        documents.append(parse(text, name))
        walk(documents[-1], (), name)
        return documents[-1]

    def noted(self, *allowed):
        path = paths.get(id(self.value), ())
        found.setdefault((_name(self.place.file), allowed), (self.place.file, path))
        return only(self, *allowed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "parse", parsed)
        patch.setattr(Text, "only", noted)
        patch.setattr(coverage, "read", lambda path, base: parsed(text_of(path, base), path.name))
        loader.load(SHIPPED)
        coverage.read_coverage(SHIPPED)
    return [(allowed, *place) for (_, allowed), place in found.items()]


def _refused_words(file, path, word):
    """Which words the schema does not know at *path* once *word* is written there."""
    document = deepcopy(_plain_of(file))
    target = document
    for step in path:
        target = target[step]
    target.setdefault(word, None)
    faults = list(_validator(file).iter_errors(document))
    names = set()
    while faults:
        fault = faults.pop()
        faults += fault.context
        if fault.validator == "additionalProperties" and tuple(fault.absolute_path) == path:
            names |= set(re.findall(r"'([^']+)'", fault.message))
    return names


def test_the_schema_knows_the_words_that_the_loader_knows_and_no_other(asked_words):
    assert len(asked_words) > 25
    for allowed, file, path in asked_words:
        assert _refused_words(file, path, "nonsense") == {"nonsense"}, (file, path)
        for word in allowed:
            assert word not in _refused_words(file, path, word), (file, path, word)


@pytest.mark.parametrize("kind", [name for name in KINDS if STRUCTURE.match(name)])
def test_what_is_broken_in_structure_does_not_keep_its_schema(kind):
    (change,) = KINDS[kind]["changes"]
    file = change["file"]
    text = (SHIPPED / file).read_text(encoding="utf-8")
    broken = change.get("text") or text.replace(change["replaces"], change["by"], 1)
    assert not _validator(file).is_valid(as_json(parse(broken, file).plain()))


def test_every_word_has_its_meaning_in_both_languages():
    def titles(schema):
        if isinstance(schema, dict):
            yield from (each.get("title", "") for each in (schema.get("properties") or {}).values())
            for each in schema.values():
                yield from titles(each)
        elif isinstance(schema, list):
            for each in schema:
                yield from titles(each)

    told = [title for name in SCHEMAS for title in titles(SCHEMAS[name])]
    assert len(told) > 200
    assert all(re.search(r"[一-龥].* / [A-Za-z]", title) for title in told), told


def test_a_schema_is_printed_by_name_and_all_of_them_by_none():
    one = CliRunner().invoke(main, ["law", "schema", "tiers"])
    assert json.loads(one.stdout) == SCHEMAS["tiers"]
    every = CliRunner().invoke(main, ["law", "schema"])
    assert json.loads(every.stdout) == SCHEMAS


def test_an_unknown_schema_is_refused_with_those_there_are():
    run = CliRunner().invoke(main, ["law", "schema", "tears"])
    assert (run.exit_code, run.stdout) == (2, "")
    assert "use one of: base_list, coverage, instrument" in run.stderr


def test_schemas_are_written_into_a_folder(tmp_path):
    run = CliRunner().invoke(main, ["law", "schema", "--to", str(tmp_path)])
    assert run.exit_code == 0
    kept = {path.name: path.read_bytes() for path in (SHIPPED / "schema").iterdir()}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == kept
