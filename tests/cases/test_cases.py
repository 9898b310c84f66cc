"""Every case of the casebook, judged by the rulebook that ships."""

import pytest
from shipped import all_cases, court

from creditsvc.law.casebook import Case


@pytest.mark.parametrize("case", [pytest.param(case, id=case.title) for case in all_cases()])
def test_the_law_says_what_counsel_expects(case: Case):
    assert court().judge(case).differences == ()
