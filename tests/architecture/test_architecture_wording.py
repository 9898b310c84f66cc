"""What the libraries at the edge say, people read in Chinese first, whichever field or address it is about."""

import pytest
from marshmallow import Schema
from webargs.flaskparser import FlaskParser

from creditsvc.web import wording

STANDS_FOR_ANY = "不合规格 / "


def schemas(kind=Schema):
    for one in kind.__subclasses__():
        yield one
        yield from schemas(one)


def sentences(field):
    """What *field*, its parts and its validators may say, their places filled in."""
    said = list(field.error_messages.values())
    for judge in field.validators:
        said += [getattr(judge, name, None) for name in dir(judge) if name.startswith("message_") and name[8:] in {"min", "max", "all", "equal"}]  # fmt: skip
        said.append(getattr(judge, "error", None))
    for part in ("inner", "value_field", "key_field"):
        if getattr(field, part, None):
            said += sentences(getattr(field, part))
    filled = {"min": 1, "max": 9, "equal": 3, "choices": "a, b", "input": "x", "awareness": "aware", "obj_type": "datetime"}  # fmt: skip
    return [one.format(**filled) for one in said if one]


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_every_sentence_of_every_field_is_said_in_chinese_first(app):
    ours = [one for one in set(schemas()) if one.__module__.startswith("creditsvc.")]
    assert len(ours) > 200
    said = {
        text for one in ours for field in one._declared_fields.values() for text in sentences(field)
    }
    said |= {*Schema._default_error_messages.values(), FlaskParser.DEFAULT_VALIDATION_MESSAGE}
    assert "Must be one of: a, b." in said
    for text in said:
        told = wording.of_field(text)
        assert wording.CHINESE.search(told.partition(" / ")[0]), text
        assert not told.startswith(STANDS_FOR_ANY), text


def test_what_is_chinese_already_stays_and_what_nobody_foresaw_is_said_to_be_wrong():
    assert wording.of_field("须为 a、b 之一 / one of a, b") == "须为 a、b 之一 / one of a, b"
    assert wording.of_field("Something new.") == "不合规格 / Something new."
    assert wording.of_field("Must be one of: a, b.") == "须为其中之一：a, b / Must be one of: a, b."
    assert wording.of_status(418, "I'm a teapot").startswith("请求不能办理 / ")


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(
    ("method", "path", "status", "word"),
    [
        ("GET", "/v1/nothing", 404, "没有这个地址"),
        ("DELETE", "/v1/board", 405, "不接受该方法"),
        ("POST", "/v1/proceedings", 422, "请求不合规格"),
    ],
)
def test_an_error_of_the_framework_is_told_in_both_languages(
    client, clerk, method, path, status, word
):
    told = client.open(path, method=method, json={}, headers=clerk.person("handler", "handler"))
    assert told.status_code == status
    assert word in told.json["detail"].partition(" / ")[0]
    assert all(wording.CHINESE.search(one["detail"]) for one in told.json.get("errors", []))
