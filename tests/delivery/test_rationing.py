"""A day's short messages are bounded, whoever asks for them, and the end of them is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from delivery.rationing import Raise, RationedSms, raise_bound, sms_day
from delivery.sms import Sms, SmsProblem, SmsRefused
from tests.builders.delivery import SmsTray
from workflows.administering.entries import CLOCK
from workflows.clock import ShiftedClock
from workflows.tables import administration_entries

SMS = Sms(recipient="+2290197000000", text="Code 123456")


def test_the_bound_of_a_day_holds_and_the_next_day_begins_anew(engine: Engine) -> None:
    clock, port = ShiftedClock(), SmsTray()
    rationed = RationedSms(port, engine, clock, 3)
    for _ in range(3):
        rationed.send(SMS)
    for _ in range(2):
        with pytest.raises(SmsRefused) as refused:
            rationed.send(SMS)

    assert refused.value.problem == SmsProblem.USED_UP
    with engine.begin() as connection:
        day = sms_day(connection, clock.now(connection))
        told = connection.scalars(select(administration_entries.c.what)).all()
    assert (day.sent, day.stopped_at is not None, told) == (3, True, ["sms_stopped"])
    clock.advance(timedelta(days=1))
    rationed.send(SMS)


def test_a_bound_raised_for_a_day_holds_for_that_day_alone(engine: Engine) -> None:
    clock, port = ShiftedClock(), SmsTray()
    rationed, wanted = RationedSms(port, engine, clock, 1), Raise(3, 1, "results")
    rationed.send(SMS)
    with pytest.raises(SmsRefused):
        rationed.send(SMS)

    with engine.begin() as connection:
        now = clock.now(connection)
        raised = [
            raise_bound(connection, one, CLOCK, now=now)
            for one in (wanted, wanted, replace(wanted, most=1))
        ]
    for _ in range(2):
        rationed.send(SMS)
    with pytest.raises(SmsRefused):
        rationed.send(SMS)

    assert raised == [True, False, False]
    with engine.begin() as connection:
        told = connection.scalars(select(administration_entries.c.what)).all()
    assert told == ["sms_stopped", "sms_raised", "sms_stopped"]
    clock.advance(timedelta(days=1))
    rationed.send(SMS)
    with pytest.raises(SmsRefused):
        rationed.send(SMS)


def test_where_none_may_go_none_is_counted(engine: Engine) -> None:
    with pytest.raises(SmsRefused):
        RationedSms(SmsTray(), engine, ShiftedClock(), 0).send(SMS)
