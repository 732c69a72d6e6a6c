"""The watch against invented insiders, at a smaller size; `make bench` has the full one."""

from sqlalchemy import Engine

from tests.builders.insiders.judging import Scale, Worth, judge

#: A day and a half of forty honest people and up to two dishonest ones of each kind.
SMALL = Scale(honest=40, most_of_a_kind=2, signatories=6, cases=5_000, backlog=1_500, days=1.5)
SEEDS = (1, 2)


def test_insiders_are_found_within_a_day_and_the_honest_left_alone(engine: Engine) -> None:
    worth = Worth()
    for seed in SEEDS:
        worth.add(judge(engine, SMALL, seed))

    assert worth.there.total() >= 12
    assert worth.recall >= 0.9, worth.missed
    assert worth.alarms <= 1, worth.wrong
