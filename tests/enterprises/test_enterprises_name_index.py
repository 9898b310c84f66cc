"""The index of names on both engines: kept by acts, made anew, and honest when it is neither."""

import pytest
from builders import a_code, an_event
from sqlalchemy import text
from sqlalchemy.orm import Session

from creditsvc.db.engine import reading
from creditsvc.enterprises import index_store, name_index
from creditsvc.enterprises.naming import Reader

HELD = "兰州市虚构宏远化工有限公司"


@pytest.fixture
def reader(runtime):
    return runtime.part(Reader)


@pytest.fixture
def proposed(runtime, reader):
    def ask(name, most=10):
        with runtime.work.read() as session:
            return name_index.propose(session, reader, name, most)

    return ask


@pytest.fixture
def current(runtime, reader):
    def ask(by=reader):
        with runtime.work.read() as session:
            return name_index.current(session, by)

    return ask


def test_an_act_that_brings_a_name_takes_it_up(clerk, proposed, current):
    assert current()
    clerk.record(an_event(name=HELD))
    [one] = proposed("甘肃兰州虚构宏达化工")
    assert (one.enterprise.uscc, one.named.name, one.named.until_act) == (a_code(1), HELD, None)
    assert one.likeness.klass == "slip"
    assert current()


def test_a_former_name_is_found_with_the_acts_between_which_it_was_the_newest(clerk, proposed):
    clerk.record(an_event(name=HELD), an_event(source_ref="E-2", name="虚构新名科技有限公司"))
    [one] = proposed(HELD)
    assert one.enterprise.name == "虚构新名科技有限公司"
    assert one.named.since_act < one.named.until_act == one.newest_act
    [newest] = proposed("虚构新名科技有限公司")
    assert newest.named.until_act is None


def test_an_index_that_is_made_anew_holds_the_same_names_and_no_act_in_between_is_lost(
    runtime, reader, clerk, proposed, current
):
    clerk.record(
        an_event(name=HELD), an_event(source_ref="E-2", uscc=a_code(2), name="虚构乙矿业有限公司")
    )
    told = []
    assert name_index.make(runtime.work.engine, reader, told.append) == 2
    assert sum(told) == 2
    clerk.record(an_event(source_ref="E-3", uscc=a_code(3), name="虚构丙商贸有限公司"))
    assert current()
    for name in (HELD, "虚构乙矿业有限公司", "虚构丙商贸有限公司"):
        assert [one.likeness.klass for one in proposed(name)] == ["same_name"]


def test_under_other_words_or_half_made_it_is_not_current(runtime, reader, clerk, current):
    clerk.record(an_event(name=HELD))

    class Other:
        class words:  # noqa: N801
            digest = "0" * 64

    assert not current(Other)
    with runtime.work.engine.begin() as connection:
        connection.execute(text("UPDATE name_index_state SET complete = false"))
    assert not current()


def test_a_register_that_was_filled_before_there_was_an_index_is_not_current_until_it_is_made(
    runtime, reader, clerk, current, proposed
):
    clerk.record(an_event(name=HELD))
    with runtime.work.engine.begin() as connection:
        for table in ("name_index_keys", "name_index", "name_index_state"):
            connection.execute(text(f"DELETE FROM {table}"))
    clerk.record(an_event(source_ref="E-2", uscc=a_code(2), name="虚构乙矿业有限公司"))
    assert not current()
    name_index.make(runtime.work.engine, reader, lambda _: None)
    assert current()
    assert len(proposed(HELD)) == 1


def test_the_nearest_come_first_and_no_more_than_asked(clerk, proposed):
    clerk.record(
        *(
            an_event(source_ref=f"E-{no}", uscc=a_code(no), name=name)
            for no, name in enumerate(
                (
                    "西安虚构宏远化工有限公司",
                    "兰州市虚构宏达化工有限公司",
                    HELD,
                    HELD + "城关分公司",
                    "兰州虚构宏远化工股份有限公司",
                ),
                start=1,
            )
        )
    )
    found = proposed(HELD)
    assert [one.enterprise.uscc for one in found] == [a_code(no) for no in (3, 5, 1, 2, 4)]
    assert [one.enterprise.uscc for one in proposed(HELD, 2)] == [a_code(3), a_code(5)]


@pytest.mark.parametrize("name", ["", " （）", "😀", "有限公司", "\x00\x01", "虚" * 10_000, "%_"])
def test_names_that_name_nobody_find_nobody(clerk, proposed, name):
    clerk.record(an_event(name=HELD))
    assert proposed(name) == []


def test_a_key_gives_no_more_names_than_are_compared(runtime, monkeypatch, clerk, proposed):
    monkeypatch.setattr(index_store, "PER_PROBE", 2)
    clerk.record(
        *(
            an_event(source_ref=f"E-{no}", uscc=a_code(no), name=f"{place}虚构宏远化工有限公司")
            for no, place in enumerate(("西安", "成都", "兰州"), start=1)
        )
    )
    found = proposed("兰州虚构宏远化工有限公司")
    assert found[0].enterprise.uscc == a_code(3)  # those of the province are looked at first
    assert len(found) == 3


def test_no_two_enterprises_with_codes_become_one(runtime, clerk, proposed):
    clerk.record(an_event(name=HELD), an_event(source_ref="E-2", uscc=a_code(2), name=HELD))
    assert {one.enterprise.uscc for one in proposed(HELD)} == {a_code(1), a_code(2)}
    with Session(reading(runtime.work.engine)) as session:
        assert session.scalar(text("SELECT count(*) FROM enterprises")) == 2
