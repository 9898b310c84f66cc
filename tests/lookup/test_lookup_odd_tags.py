"""An ETag in another form than it was given out matches nothing, in the log as in the answer."""

import pytest
from builders import a_code, an_event
from lookup_house import a_bank, the_log


@pytest.mark.parametrize(
    ("form", "status"), [("{}", 304), ("W/{}", 304), ("bare", 200), ("{}x", 200), ("half", 200)]
)
def test_a_tag_in_an_odd_form_is_told_and_logged_alike(runtime, clerk, form, status):
    clerk.record(an_event())
    bank = a_bank(clerk)
    tag = clerk.look_up(a_code(1), bank).headers["ETag"]
    odd = {"bare": tag.strip('"'), "half": f'"{tag[33:]}'}.get(form, form.format(tag))
    answer = clerk.client.get(f"/v1/credit/{a_code(1)}", headers=bank | {"If-None-Match": odd})
    assert answer.status_code == status
    assert the_log(runtime)[-1].status == status
