"""The yardstick: a bare Flask view that answers some 480 bytes of JSON, and does nothing else."""

from flask import Flask, Response, jsonify

app = Flask("bench.base")
ANSWER = {
    "uscc": "91999999MA0000001X",
    "name": "虚构甲煤业有限公司",
    "status": "not_listed",
    "tier": "B",
    "tier_reason": "有尚在公示期内的一般失信记录 / a record of the general class is on display",
    "under_objection": False,
    "listings": [],
    "records": [{"class": "general", "article": "第十五条", "last_day": "2027-05-03"}],
    "next_change_at": "2027-05-03T16:00:00.000000Z",
    "as_of": "2026-11-20T04:00:00.000000Z",
    "data_version": 12345,
}


@app.get("/")
def answer() -> Response:
    """The same every time, and made anew every time."""
    return jsonify(ANSWER)
