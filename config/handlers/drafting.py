"""Which notices an event calls for: to whom, on which channel, in which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection

from config.handlers.cases import case_id_of
from delivery.notices import (
    Channel,
    Notice,
    NoticeDraft,
    Party,
    compose_body,
    compose_subject,
    find_notice,
)
from delivery.register import act_of_case
from delivery.reports import NOTICE_AGAIN, NOTICE_FAILED
from delivery.wording import write_date
from eservices.default_notices import default_notice
from eservices.definition.model import EService
from eservices.definition.model import Notice as Wording
from eservices.definition.publish import eservice_of
from eservices.lost_links import LINK_ASKED, write_letter
from eservices.packs import Pack
from eservices.reaching import address_of, other_channel, preferred_channel, write_news
from eservices.representing import note_to_applicant, note_to_representative, representative_in
from eservices.short_links import ShortLinks
from eservices.tracking import TrackingLinks
from workflows.cases import Applicant, Case, applicant_of, find_case
from workflows.clock import Clock
from workflows.deadlines import running_promise
from workflows.definitions import definition
from workflows.journal import HAPPENINGS, Entry, history
from workflows.outbox import Held


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who follows a case, and what they are told with every notice."""

    party: Party
    person: Applicant
    note: str = ""

    def noted(self, body: str) -> str:
        """Put the note under a notice."""
        return f"{body.rstrip()}\n\n{self.note}\n" if self.note else body


@dataclass(frozen=True, slots=True)
class Telling:
    """One notice about to be written: to whom, how, and for which other it stands in."""

    follower: Follower
    channel: Channel
    position: int
    instead_of: int | None = None


@dataclass(frozen=True, slots=True)
class Drafting:
    """Writes the notices that an event calls for, on the channels that the installation has."""

    pack: Pack
    links: TrackingLinks
    short: ShortLinks
    clock: Clock
    channels: frozenset[Channel] = field(default=frozenset(Channel))

    def __call__(self, connection: Connection, held: Held) -> tuple[NoticeDraft, ...]:
        """Give the notices of the entry that the row names, one to each who follows the case."""
        if held.event == NOTICE_AGAIN:
            known = find_notice(connection, held.data["notice"])
            return () if known is None else (_as_it_stands(known),)
        case = find_case(connection, case_id_of(held))
        applicant = applicant_of(connection, case.id)
        eservice = eservice_of(definition(connection, case.definition))
        followers = _followers(connection, case, eservice, applicant)
        written = (
            self._written(connection, case, eservice, telling)
            for telling in self._tellings(connection, held, followers)
        )
        return tuple(draft for draft in written if draft is not None)

    def _tellings(
        self, connection: Connection, held: Held, followers: Sequence[Follower]
    ) -> tuple[Telling, ...]:
        if held.event == NOTICE_FAILED:
            failed = find_notice(connection, held.data["notice"])
            return () if failed is None else self._instead_of(failed, followers)
        position = held.data["letter"] if held.event == LINK_ASKED else held.data["position"]
        chosen = ((one, preferred_channel(one.person, self.channels)) for one in followers)
        return tuple(Telling(one, channel, position) for one, channel in chosen if channel)

    def _instead_of(self, failed: Notice, followers: Sequence[Follower]) -> tuple[Telling, ...]:
        """Try the other channel of the person whom a notice did not reach."""
        to_them = (one for one in followers if one.party is failed.party)
        chosen = (
            (one, other_channel(one.person, failed.channel, self.channels)) for one in to_them
        )
        return tuple(
            Telling(one, channel, failed.position, failed.id) for one, channel in chosen if channel
        )

    def _written(
        self, connection: Connection, case: Case, eservice: EService, telling: Telling
    ) -> NoticeDraft | None:
        """Write one notice; None where the entry has nothing to tell."""
        person = telling.follower.person
        link = self._link(connection, case, telling)
        draft = partial(_draft, case, telling)
        if telling.position < 0:
            letter = write_letter(reference=case.reference, link=link, language=person.language)
            if telling.channel is Channel.SMS:
                return draft("", letter.short)
            return draft(letter.subject, letter.body)
        entries = history(connection, case.id)[: telling.position]
        notice = notice_for(eservice, entries)
        if notice is None:
            return None
        values = self._values(connection, case, person, entries[-1], eservice)
        values = {**values, "case.link": link}
        if telling.channel is Channel.SMS:
            return draft("", _short(notice, values, person.language))
        subject = compose_subject(notice.subject.in_language(person.language), values)
        body = compose_body(notice.body.in_language(person.language), values)
        return draft(subject, telling.follower.noted(body))

    def _link(self, connection: Connection, case: Case, telling: Telling) -> str:
        person = telling.follower.person
        if telling.channel is Channel.MAIL:
            return self.links.link(case, person)
        now, party = self.clock.now(connection), telling.follower.party
        return self.short.make(
            connection, case, person, party=party, position=telling.position, now=now
        )

    def _values(
        self,
        connection: Connection,
        case: Case,
        applicant: Applicant,
        entry: Entry,
        eservice: EService,
    ) -> Mapping[str, str]:
        language = applicant.language
        act = act_of_case(connection, case.id)
        promise = running_promise(connection, case.id)
        due = None if promise is None else promise.due_at
        return {
            "applicant.name": applicant.name,
            "case.title": eservice.title.in_language(language),
            "case.reference": case.reference,
            "case.reason": reason_of(eservice, entry, language),
            "case.message": str(entry.data.get("message", "")),
            "case.due_on": ""
            if due is None
            else write_date(due.astimezone(self.pack.zone).date(), language),
            "act.number": "" if act is None else act.number,
        }


def _short(notice: Wording, values: Mapping[str, str], language: str) -> str:
    if notice.sms is None:
        return write_news(values["case.reference"], values["case.link"], language)
    return compose_body(notice.sms.in_language(language), values)


def _followers(
    connection: Connection, case: Case, eservice: EService, applicant: Applicant
) -> tuple[Follower, ...]:
    """List the applicant and whoever acts for them, each told of the other."""
    found = representative_in(connection, case, eservice)
    if found is None:
        return (Follower(Party.APPLICANT, applicant),)
    known = note_to_applicant(eservice, found, applicant.language)
    acting = note_to_representative(eservice, found, applicant, found.language)
    return (
        Follower(Party.APPLICANT, applicant, known),
        Follower(Party.REPRESENTATIVE, found.person, acting),
    )


def _draft(case: Case, telling: Telling, subject: str, body: str) -> NoticeDraft:
    person = telling.follower.person
    return NoticeDraft(
        case_id=case.id,
        position=telling.position,
        channel=telling.channel,
        recipient=address_of(person, telling.channel) or "",
        language=person.language,
        subject=subject,
        body=body,
        party=telling.follower.party,
        instead_of=telling.instead_of,
    )


def _as_it_stands(notice: Notice) -> NoticeDraft:
    names = NoticeDraft.__dataclass_fields__
    return NoticeDraft(**{name: getattr(notice, name) for name in names})


def notice_for(eservice: EService, entries: tuple[Entry, ...]) -> Wording | None:
    """Choose the notice of a case's latest entry: its state's own, else its stage's.

    What happened to a case without moving it has a notice of its own name, a default one, or none.
    """
    latest = entries[-1]
    if latest.trigger in HAPPENINGS:
        return eservice.notices.get(latest.trigger) or default_notice(latest.trigger)
    return eservice.notices.get(latest.to_state) or eservice.notices.get(latest.to_stage)


def reason_of(eservice: EService, entry: Entry, language: str) -> str:
    """Give the words of the reason that a decision gave, if it gave one."""
    reason = eservice.reason(str(entry.data.get("reason", "")))
    return "" if reason is None else reason.in_language(language)
