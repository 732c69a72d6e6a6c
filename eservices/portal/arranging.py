"""The buttons beside a file: turn a photograph, put the pages of a document in order."""

from collections.abc import Sequence

from flask import request

from eservices.images import turn_right
from eservices.portal.exchange import services
from eservices.portal.forms import EARLIER, LATER, TURN
from workflows.attachments import Attachment, arrange, rewrite

#: How Pillow names the formats that may be turned.
TURNED = {"image/jpeg": "JPEG", "image/png": "PNG"}
STEPS = {EARLIER: -1, LATER: 1}


def rearrange(files: Sequence[Attachment]) -> None:
    """Do what the button pressed says to one of these files; any other file is left alone."""
    for button, step in STEPS.items():
        if (chosen := _chosen(files, button)) is not None:
            _move(chosen, [file for file in files if file.field == chosen.field], step)
    turned = _chosen(files, TURN)
    if turned is not None and turned.media_type in TURNED:
        _turn(turned)


def _chosen(files: Sequence[Attachment], button: str) -> Attachment | None:
    wanted = request.form.get(button)
    return next((file for file in files if file.id == wanted), None)


def _move(chosen: Attachment, siblings: Sequence[Attachment], step: int) -> None:
    order = [file.id for file in siblings]
    place = order.index(chosen.id)
    order.insert(max(place + step, 0), order.pop(place))
    with services().engine.begin() as connection:
        arrange(connection, order)


def _turn(chosen: Attachment) -> None:
    """Turn outside of any transaction; of two presses at once the second changes nothing."""
    portal = services()
    turned = turn_right(portal.storage.get(chosen.sha256), TURNED[chosen.media_type])
    digest = portal.storage.put(turned.data)
    description = {"sha256": digest, "size": len(turned.data), "flaws": list(turned.flaws)}
    with portal.engine.begin() as connection:
        rewrite(connection, chosen, **description)
