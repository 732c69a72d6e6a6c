"""Steps of the life cycle with all that follows from them for those who are applying."""

from datetime import datetime

from sqlalchemy import Connection

from eservices import drafts
from workflows.life_cycle import Order, Publication, Step
from workflows.publications import publication_of, take_step


def take(connection: Connection, order: Order, *, now: datetime) -> Publication:
    """Take a step; raises StepRefused.

    Drafts outlive a suspension: who could not apply for a while must find what they had typed.
    """
    before = publication_of(connection, order.eservice).standing
    publication = take_step(connection, order)
    if order.step is Step.SUSPEND:
        drafts.hold(connection, order.eservice)
    elif publication.standing is not before:
        drafts.release(connection, order.eservice, now=now)
    return publication
