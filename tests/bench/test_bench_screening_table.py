"""The published table of screening has the form that its command writes, and stands on names that may ship."""

from bench import variants
from bench.screening_table import BEGIN, DOC, END, HEAD, OTHER_HEAD, names_that_ship


def test_the_table_in_the_docs_has_every_kind_with_its_figures():
    told = DOC.read_text().split(BEGIN)[1].split(END)[0]
    about, same, others = told.strip().split("\n\n")
    real = len(names_that_ship())
    assert about.startswith(f"{real} 个真实名称")
    for table, head, kinds in ((same, HEAD, variants.SAME), (others, OTHER_HEAD, variants.OTHERS)):
        lines = table.splitlines()
        assert "\n".join(lines[:2]) == head
        assert [line.split(" | ")[0] for line in lines[2:]] == [
            f"| {zh} / {en}" for zh, en, _ in kinds.values()
        ]
        assert all(int(line.split(" | ")[1]) > 20 for line in lines[2:])


def test_nobody_else_is_published_to_bear_the_same_name():
    others = DOC.read_text().split(OTHER_HEAD)[1].split(END)[0].strip().splitlines()
    assert {line.split(" | ")[2] for line in others} == {"0.0%"}
