"""What the application log may hold of a failure: its place, never the values it met."""

import io
import json

import pytest
from builders import a_code

from creditsvc.app import create_app
from creditsvc.web import logs
from creditsvc.web.guard import GUARD


@pytest.fixture
def logged():
    """Lines of the log since the test began; the log is set up as the service does."""
    stream = io.StringIO()
    logs.configure(stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_failure_is_a_bare_500_and_its_log_line_names_no_value(runtime, logged):
    app = create_app(runtime)  # one of its own, as it gets a route more

    def broken(uscc):
        secret = f"token-of-{uscc}"
        raise LookupError(len(secret))

    setattr(broken, GUARD, "open: a test")
    app.add_url_rule("/broken/<uscc>", view_func=broken)
    answer = app.test_client().get(f"/broken/{a_code(7)}")
    assert answer.status_code == 500
    assert answer.content_type == "application/problem+json"
    assert "LookupError" not in answer.text
    line = logged()[-1]
    assert line["route"] == "/broken/<uscc>"
    assert line["request_id"] == answer.json["request_id"]
    assert a_code(7) not in json.dumps(line)
    assert "LookupError" in line["exception"]
