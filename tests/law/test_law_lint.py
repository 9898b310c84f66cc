"""What lint says of rulebooks that can be read and are wrong all the same."""

from lawbooks import SHIPPED, changed, day

from creditsvc.law.lint import lint

TODAY = day("2026-11-21")
ORDER11 = "instruments/order11.yaml"


def test_the_shipped_rulebook_has_nothing_to_complain_of():
    assert lint(SHIPPED, TODAY) == ()


def test_what_cannot_be_read_is_the_one_complaint(tmp_path):
    book = changed(tmp_path, ORDER11, "  issuer: 应急管理部\n", "")
    (complaint,) = lint(book, TODAY)
    assert complaint.place.file == ORDER11
    assert "“issuer” is missing" in complaint.en
    assert "缺少“issuer”" in complaint.zh


def test_lists_of_the_past_are_history_and_need_no_basis(tmp_path):
    assert lint(SHIPPED, day("2023-10-01")) == ()
    assert any(
        each.place.file.endswith("order49.yaml") for each in lint(SHIPPED, day("2023-09-30"))
    )
