"""A short run of the fuzzing of the API; CREDITSVC_TEST_FUZZ_SECONDS makes it a long one."""

import os

from fuzzing import fuzz, house

SECONDS = int(os.environ.get("CREDITSVC_TEST_FUZZ_SECONDS", "0"))


def test_no_request_brings_a_5xx_or_an_answer_that_is_not_described(tmp_path):
    with house(tmp_path) as (app, clerk):
        found = fuzz(app, clerk, seed=1, examples=1, seconds=SECONDS or None)
    assert found.faults == {}
    assert found.errors == []
    assert len(found.operations) > 170
    assert found.requests > len(found.operations)
