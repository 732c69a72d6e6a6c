"""Translations: drafts by anybody, read once somebody else approved the very words they saw."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from babel.messages.pofile import read_po
from sqlalchemy import Connection, Engine

from eservices.packs import read_pack
from eservices.packs.texts import load_drafts
from eservices.translating.keeping import (
    Fault,
    Standing,
    TranslationRefused,
    Wording,
    all_of,
    approved,
    entries_of,
    settle,
    write,
)
from eservices.translating.po import UnreadablePo, as_po, from_po
from eservices.translating.sources import coverage, interface_texts
from tests.builders.kernel import an_account, an_office
from workflows.actors import Role
from workflows.life_cycle import Author

AT = datetime(2026, 7, 1, tzinfo=UTC)
OPERATOR = Author(operator="ines")
YES = Wording("rn", "Oui", "Ego", "everyday word")


@pytest.fixture
def people(engine: Engine) -> tuple[int, int]:
    with engine.begin() as connection:
        an_office(connection)
        return (
            an_account(connection, roles=(Role.ADMINISTRATOR,)).id,
            an_account(connection, roles=(Role.ADMINISTRATOR,)).id,
        )


def fault_of(connection: Connection, wording: Wording, by: int) -> Fault:
    with pytest.raises(TranslationRefused) as refused:
        settle(connection, wording, Standing.APPROVED, by=by, at=AT)
    return refused.value.fault


def test_a_draft_is_read_by_nobody_until_it_is_approved(
    engine: Engine, people: tuple[int, int]
) -> None:
    with engine.begin() as connection:
        assert write(connection, YES, OPERATOR, at=AT)
        assert approved(connection, "rn") == {}
        settle(connection, YES, Standing.APPROVED, by=people[0], at=AT)
        assert approved(connection, "rn") == {"Oui": "Ego"}
        settle(connection, YES, Standing.REJECTED, by=people[0], at=AT)
        assert approved(connection, "rn") == {}
        kept = all_of(connection, "rn")["Oui"]
        steps = [one.step for one in entries_of(connection, [kept.id])[kept.id]]
    assert steps == ["rejected", "approved", "written"]


def test_who_wrote_the_words_does_not_approve_them(engine: Engine, people: tuple[int, int]) -> None:
    writer, reader = people
    with engine.begin() as connection:
        write(connection, YES, Author(account_id=writer), at=AT)
        assert fault_of(connection, YES, writer) is Fault.SAME_PERSON
        settle(connection, YES, Standing.APPROVED, by=reader, at=AT)
        assert approved(connection, "rn") == {"Oui": "Ego"}


def test_words_that_changed_meanwhile_are_not_approved_unseen(
    engine: Engine, people: tuple[int, int]
) -> None:
    with engine.begin() as connection:
        write(connection, YES, OPERATOR, at=AT)
        write(connection, Wording("rn", "Oui", "Eego"), OPERATOR, at=AT)
        assert fault_of(connection, YES, people[0]) is Fault.CHANGED
        unknown = Wording("rn", "Non", "Oya")
        assert fault_of(connection, unknown, people[0]) is Fault.NO_SUCH_TEXT


def test_other_words_must_be_approved_again_and_the_same_need_not(
    engine: Engine, people: tuple[int, int]
) -> None:
    with engine.begin() as connection:
        write(connection, YES, OPERATOR, at=AT)
        settle(connection, YES, Standing.APPROVED, by=people[0], at=AT)
        assert not write(connection, YES, OPERATOR, at=AT)
        assert approved(connection, "rn") == {"Oui": "Ego"}
        assert write(connection, Wording("rn", "Oui", "Eego"), OPERATOR, at=AT)
        assert approved(connection, "rn") == {}


@pytest.mark.parametrize(
    ("source", "words", "fault"),
    [
        ("Oui", "  ", Fault.NOTHING_WRITTEN),
        ("Oui", "e" * 5000, Fault.TOO_LONG),
        ("%(count)s jours", "imisi", Fault.OTHER_VALUES),
        ("%(count)s jours", "%(number)s imisi", Fault.OTHER_VALUES),
        ("Bonjour {applicant.name}", "{case.reference}", Fault.OTHER_VALUES),
    ],
)
def test_words_must_be_there_and_quote_what_their_text_quotes(
    engine: Engine, source: str, words: str, fault: Fault
) -> None:
    with engine.begin() as connection, pytest.raises(TranslationRefused) as refused:
        write(connection, Wording("rn", source, words), OPERATOR, at=AT)
    assert refused.value.fault is fault


def test_a_file_for_translators_comes_back_as_it_went(engine: Engine) -> None:
    with engine.begin() as connection:
        write(connection, YES, OPERATOR, at=AT)
        kept = all_of(connection, "rn")

    sent = as_po("rn", {"Oui": "interface", "Non": "interface"}, kept)

    assert list(from_po("rn", sent)) == [YES]
    messages = {one.id: one for one in read_po(BytesIO(sent)) if one.id}
    assert messages["Oui"].fuzzy
    assert messages["Non"].string == ""


@pytest.mark.parametrize("content", [b"msgid", b"\xff\xfe", b"nothing of the kind"])
def test_a_file_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadablePo):
        list(from_po("rn", content))


def test_the_pack_brings_drafts_once_and_touches_nothing_that_people_wrote(engine: Engine) -> None:
    pack = read_pack("burundi")
    with engine.begin() as connection:
        write(connection, Wording("rn", "Oui", "Eego"), OPERATOR, at=AT)
        assert load_drafts(connection, pack, at=AT) == 5
        assert load_drafts(connection, pack, at=AT) == 0
        assert all_of(connection, "rn")["Oui"].words == "Eego"
        assert {one.standing for one in all_of(connection, "rn").values()} == {Standing.DRAFT}


def test_every_draft_of_the_packs_is_of_a_text_that_pages_hold(engine: Engine) -> None:
    with engine.begin() as connection:
        load_drafts(connection, read_pack("burundi"), at=AT)
        assert all_of(connection, "rn").keys() <= set(interface_texts())


def test_coverage_counts_the_texts_of_the_pages() -> None:
    texts = interface_texts()

    assert coverage(()) == 0
    assert coverage(texts) == 100
    assert coverage(texts[: len(texts) // 2]) in range(48, 51)
