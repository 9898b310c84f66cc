"""What the OpenAPI document says of look-ups beside their shapes: headers, parameters, refusals."""

from typing import Any

from creditsvc.lookup.bids_schemas import BidIn

CODE = {
    "in": "path",
    "name": "uscc",
    "required": True,
    "schema": {"type": "string"},
    "description": "统一社会信用代码（小写、全角亦可）/ unified social credit code; lower case and"
    " full width are read as well",
    "example": "91999999000000001X",
}
PURPOSE = {
    "in": "header",
    "name": "Purpose",
    "required": True,
    "schema": {"type": "string", "pattern": "^[a-z0-9][a-z0-9._:-]{0,63}$"},
    "description": "查询用途，须为约定的用途之一 / why it is asked: one of the purposes agreed",
}
KNOWN_AT = {
    "in": "query",
    "name": "known_at",
    "schema": {"type": "string"},
    "description": "按当时所知作答：行为编号或带时区的时刻 / as it was known: an act number, or an"
    " instant, which means the last act at or before it",
}
VALID_AT = {
    "in": "query",
    "name": "valid_at",
    "schema": {"type": "string"},
    "description": "哪一时刻的状态：日期（指当日结束时，今天则为此刻）或带时区的时刻 / the moment asked"
    " about: a day (the end of that day in Beijing; today: now) or an instant; none to come",
}
ON = {
    "in": "query",
    "name": "on",
    "schema": {"type": "string", "format": "date"},
    "description": "评估日，默认今天 / the day to assess, today if absent; none to come",
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "schema": {"type": "string"},
    "description": "手中答复的 ETag / the ETag of the answer in hand; never matched by `*`",
}
_SECURITY = "oauth2"


def _problem(says: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/ProblemOut"}
    return {"description": says, "content": {"application/problem+json": {"schema": schema}}}


CANNOT_SAY = {
    "description": "不能作答（不表示未列入）/ nothing can be said, which is not *not listed*",
    "headers": {"Retry-After": {"schema": {"type": "integer"}}},
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["status"],
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "string", "enum": ["cannot_say"]},
                    "http_status": {"type": "integer"},
                    "detail": {"type": "string"},
                },
            }
        }
    },
}
QUOTA: dict[str, Any] = {
    "RateLimit-Policy": {
        "schema": {"type": "string"},
        "description": "合同有配额时：q 次，每 w 秒 / where the contract has a quota: q look-ups in w seconds",
        "example": '"lookups";q=1000;w=3600',
    },
    "RateLimit": {
        "schema": {"type": "string"},
        "description": "本时段还剩 r 次，t 秒后重计 / r look-ups are left, and t seconds until it begins anew",
        "example": '"lookups";r=998;t=1200',
    },
}
REFUSALS: dict[str, Any] = {
    "400": _problem("缺少用途 / the purpose is missing"),
    "401": _problem("令牌缺失、无效、过期或已作废 / no token, or one that is not valid"),
    "403": _problem("用途未约定，或令牌没有权限 / purpose not agreed, or scope missing"),
    "422": _problem("代码或参数有误，field 指出是哪个 / a code or parameter is wrong; see field"),
    "429": {
        **_problem("本时段的配额不够 / the quota of this window does not suffice"),
        "headers": {"Retry-After": {"schema": {"type": "integer"}}, **QUOTA},
    },
    "503": CANNOT_SAY,
}
_ETAG = {"ETag": {"schema": {"type": "string"}}, "Vary": {"schema": {"type": "string"}}}


def _security(scope: str) -> list[dict[str, list[str]]]:
    return [{_SECURITY: [scope]}]


CREDIT_DOC: dict[str, Any] = {
    "parameters": [CODE, PURPOSE, IF_NONE_MATCH, VALID_AT, KNOWN_AT],
    "security": _security("credit.read"),
    "responses": {
        "304": {
            "description": "手中的答复仍然有效 / the answer in hand still holds",
            "headers": {**_ETAG, **QUOTA},
        },
        **REFUSALS,
    },
}
EVIDENCE_NUMBER = {
    "schema": {"type": "string"},
    "description": "证据编号，可在 /public/receipts 查验 / the number under which it can be checked",
}
RECEIPT_DOC: dict[str, Any] = {
    "parameters": [CODE, PURPOSE, VALID_AT, KNOWN_AT],
    "security": _security("credit.read"),
    "responses": {
        "200": {
            "description": "紧凑 JWS（ES256）；声明中的 answer 即查询答复 / a compact JWS (ES256); its claim"
            " `answer` is the answer of the look-up",
            "headers": {"Evidence-Number": EVIDENCE_NUMBER, **QUOTA},
            "content": {"application/jose": {"schema": {"type": "string"}}},
        },
        **REFUSALS,
    },
}
REPORT_DOC: dict[str, Any] = {
    "parameters": [CODE, PURPOSE, VALID_AT, KNOWN_AT],
    "security": _security("credit.read"),
    "responses": {
        "200": {
            "description": "PDF/A，带 PAdES 签名 / PDF/A with a PAdES signature",
            "headers": {"Evidence-Number": EVIDENCE_NUMBER, **QUOTA},
            "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        },
        **REFUSALS,
        "503": _problem(
            "不能作答，或没有报告证书 / nothing can be said, or no certificate to seal with"
        ),
    },
}
BATCH_DOC: dict[str, Any] = {
    "parameters": [PURPOSE],
    "security": _security("credit.batch"),
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["identifiers"],
                    "additionalProperties": False,
                    "properties": {
                        "identifiers": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 10_000,
                            "items": {"type": "string"},
                        }
                    },
                }
            }
        },
    },
    "responses": REFUSALS,
}
ASSESSMENT_DOC: dict[str, Any] = {
    "parameters": [
        CODE,
        {
            **PURPOSE,
            "required": False,
            "description": "机器须填；人员依职权（记为 ex_officio）/ required of machines; people act by"
            " office, logged as ex_officio",
        },
        ON,
        KNOWN_AT,
    ],
    "security": _security("assessments.read"),
    "responses": REFUSALS,
}
BID_DOC: dict[str, Any] = {
    "parameters": [PURPOSE],
    "security": _security("credit.read"),
    "requestBody": {"required": True, "content": {"application/json": {"schema": BidIn}}},
    "responses": REFUSALS,
}
BID_AGAIN_DOC: dict[str, Any] = {
    "parameters": [
        {
            "in": "path",
            "name": "number",
            "required": True,
            "schema": {"type": "string"},
            "description": "存证编号 / the evidence number",
        },
        PURPOSE,
    ],
    "security": _security("credit.read"),
    "responses": {**REFUSALS, "404": _problem("没有给过本合作方 / not given to this partner")},
}
