"""The job that tells applicants: which notice of the definition an event calls for, filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import Connection

from config.composition import Installation
from config.drain import Handler
from config.handlers.cases import case_id_of
from config.reactions import Job
from config.tracking import links_of
from delivery.mail import Security, SmtpMail
from delivery.notices import Channel, NoticeDraft, Party, compose_body, compose_subject
from delivery.notifying import Notifying
from delivery.register import act_of_case
from delivery.wording import write_date
from eservices.definition.model import EService, Notice
from eservices.definition.publish import eservice_of
from eservices.lost_links import LINK_ASKED, write_letter
from eservices.packs import Pack
from eservices.representing import note_to_applicant, note_to_representative, representative_in
from eservices.tracking import TrackingLinks
from workflows.cases import Applicant, Case, applicant_of, find_case
from workflows.deadlines import running_promise
from workflows.definitions import definition
from workflows.journal import HAPPENINGS, Entry, history
from workflows.outbox import Held


def handlers(installation: Installation) -> Mapping[Job, Handler]:
    """Give what the jobs of this module do."""
    return {Job.NOTIFY: notifying_of(installation)}


def notifying_of(installation: Installation) -> Notifying:
    """Put the sending of notices together."""
    settings = installation.settings
    return Notifying(
        engine=installation.database,
        clock=installation.clock,
        mail=mail_of(installation),
        domain=urlsplit(settings.portal.public_url).hostname or "localhost",
        draft=Drafting(installation.pack, links_of(settings)),
    )


def mail_of(installation: Installation) -> SmtpMail:
    """Open the way to the mail server."""
    mail = installation.settings.mail
    return SmtpMail(
        host=mail.host,
        port=mail.port,
        sender=mail.sender,
        security=Security(mail.security.value),
        username=mail.user or None,
        password=mail.password or None,
    )


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
class Drafting:
    """Writes the notice that an event calls for."""

    pack: Pack
    links: TrackingLinks

    def __call__(self, connection: Connection, held: Held) -> tuple[NoticeDraft, ...]:
        """Give the notices of the entry that the row names, one to each who follows the case."""
        case = find_case(connection, case_id_of(held))
        applicant = applicant_of(connection, case.id)
        eservice = eservice_of(definition(connection, case.definition))
        followers = _followers(connection, case, eservice, applicant)
        reached = [one for one in followers if one.person.mail is not None]
        if held.event == LINK_ASKED:
            return tuple(self._lost_link(case, one, held.data["letter"]) for one in reached)
        if not reached:
            return ()
        return self._notices(connection, case, eservice, reached, position=held.data["position"])

    def _notices(
        self,
        connection: Connection,
        case: Case,
        eservice: EService,
        reached: Sequence[Follower],
        *,
        position: int,
    ) -> tuple[NoticeDraft, ...]:
        entries = history(connection, case.id)
        notice = notice_for(eservice, entries[:position])
        if notice is None:
            return ()
        told = []
        for one in reached:
            values = self._values(connection, case, one.person, entries[position - 1], eservice)
            language = one.person.language
            subject = compose_subject(notice.subject.in_language(language), values)
            body = compose_body(notice.body.in_language(language), values)
            told.append(_draft(case, position, one, subject, one.noted(body)))
        return tuple(told)

    def _lost_link(self, case: Case, follower: Follower, number: int) -> NoticeDraft:
        letter = write_letter(
            reference=case.reference,
            link=self.links.link(case, follower.person),
            language=follower.person.language,
        )
        return _draft(case, number, follower, letter.subject, letter.body)

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
            "case.link": self.links.link(case, applicant),
            "case.reason": reason_of(eservice, entry, language),
            "case.message": str(entry.data.get("message", "")),
            "case.due_on": ""
            if due is None
            else write_date(due.astimezone(self.pack.zone).date(), language),
            "act.number": "" if act is None else act.number,
        }


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


def _draft(case: Case, position: int, follower: Follower, subject: str, body: str) -> NoticeDraft:
    return NoticeDraft(
        case_id=case.id,
        position=position,
        channel=Channel.MAIL,
        recipient=follower.person.mail or "",
        language=follower.person.language,
        subject=subject,
        body=body,
        party=follower.party,
    )


def notice_for(eservice: EService, entries: tuple[Entry, ...]) -> Notice | None:
    """Choose the notice of a case's latest entry: its state's own, else its stage's.

    What happened to a case without moving it has a notice of its own name, or none.
    """
    latest = entries[-1]
    if latest.trigger in HAPPENINGS:
        return eservice.notices.get(latest.trigger)
    return eservice.notices.get(latest.to_state) or eservice.notices.get(latest.to_stage)


def reason_of(eservice: EService, entry: Entry, language: str) -> str:
    """Give the words of the reason that a decision gave, if it gave one."""
    reason = eservice.reason(str(entry.data.get("reason", "")))
    return "" if reason is None else reason.in_language(language)
