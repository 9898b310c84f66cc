"""What the libraries at the edge say in English alone, said in Chinese first. Words, no rule."""

import re
from collections.abc import Mapping

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# By the status of an error that comes from the framework and not from a room.
STATUSES: Mapping[int, str] = {
    400: "请求有误，请检查后重新提交",
    403: "不允许这样做",
    404: "没有这个地址，请核对路径（接口目录见 /docs）",
    405: "这个地址不接受该方法，可用的方法见 Allow 头",
    406: "不能以所要求的格式答复",
    408: "请求没有按时送完，请重新提交",
    411: "请求须写明长度",
    413: "请求过大，请分次提交",
    414: "地址过长",
    415: "不接受这种内容类型，请核对 Content-Type",
    417: "不支持所要求的 Expect",
    422: "请求不合规格",
    428: "请求须写明所依据的版本（If-Match）",
    429: "请求过于频繁，请稍后再试",
    431: "请求头过大",
}
# What marshmallow and its validators say of a field: the pattern of the sentence, and the same in Chinese.
_SENTENCES = tuple(
    (re.compile(english, re.DOTALL), chinese)
    for english, chinese in (
        (r"Missing data for required field\.", "必填"),
        (r"Unknown field\.", "不认识的字段，请核对拼写"),
        (r"Field may not be null\.", "不能为空值"),
        (r"Not a valid string\.", "须为文本"),
        (r"Not a valid utf-8 string\.", "须为 UTF-8 文本"),
        (r"Not a valid integer\.", "须为整数"),
        (r"Number too large\.", "数字过大"),
        (r"Not a valid boolean\.", "须为 true 或 false"),
        (r"Not a valid date\.", "须为日期，例如 2026-03-01"),
        (r".* cannot be formatted as a date(?:time)?\.", "须为日期或时刻，例如 2026-03-01"),
        (r"Not a valid datetime\.", "须为时刻，例如 2026-03-01T08:00:00+08:00"),
        (r"Not a valid (?:aware|naive) .*\.", "须为带时区的时刻，例如 2026-03-01T08:00:00+08:00"),
        (r"Not a valid UUID\.", "须为编号（UUID）"),
        (r"Not a valid list\.", "须为数组"),
        (r"Not a valid mapping type\.", "须为对象"),
        (r"Invalid (?:input )?type\.", "须为对象"),
        (r"Invalid value\.", "值不合规格"),
        (r"Invalid JSON body\.", "请求体不是 JSON"),
        (r"Length must be between (\S+) and (\S+)\.", r"长度须为 \1 至 \2"),
        (r"Length must be (\S+)\.", r"长度须为 \1"),
        (r"Longer than maximum length (\S+)\.", r"过长，最多 \1"),
        (r"Shorter than minimum length (\S+)\.", r"过短，至少 \1"),
        (r"Must be one of: (.*)\.", r"须为其中之一：\1"),
        (
            r"Must be greater than or equal to (\S+) and less than or equal to (\S+)\.",
            r"须在 \1 至 \2 之间",
        ),
        (r"Must be greater than or equal to (\S+)\.", r"不得小于 \1"),
        (r"Must be less than or equal to (\S+)\.", r"不得大于 \1"),
        (r"String does not match expected pattern\.", "格式不对"),
    )
)


def of_field(text: str) -> str:
    """What is said of a field, Chinese first; as it is where it is Chinese already."""
    if CHINESE.search(text):
        return text
    for english, chinese in _SENTENCES:
        found = english.fullmatch(text)
        if found:
            return f"{found.expand(chinese)} / {text}"
    return f"不合规格 / {text}"


def of_status(status: int, english: str) -> str:
    """An HTTP error's sentence, Chinese first."""
    if CHINESE.search(english):
        return english
    return f"{STATUSES.get(status, '请求不能办理')} / {english}"
