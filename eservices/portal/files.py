"""Files between the browser and storage: bytes are kept before any row says that they are."""

from flask import Response, make_response

from eservices.drafts import Draft
from eservices.images import thumbnail
from eservices.portal.exchange import services
from eservices.portal.forms import Uploads
from eservices.portal.headers import FILE_POLICY
from workflows.attachments import Attachment, record


def keep(uploads: Uploads, **owner: int | str) -> tuple[Attachment, ...]:
    """Keep accepted files for a draft or a case, named by `draft_id` or `case_id`."""
    portal = services()
    kept = [(field, file, portal.storage.put(file.data)) for field, file in uploads.accepted]
    with portal.engine.begin() as connection:
        return tuple(
            record(
                connection,
                **owner,
                field=field,
                filename=file.filename,
                media_type=file.media_type,
                size=len(file.data),
                sha256=digest,
                flaws=list(file.flaws),
                # Each its own instant: files stay in the order in which they were chosen.
                created_at=portal.desk.clock.now(connection),
            )
            for field, file, digest in kept
        )


def keep_for_draft(draft: Draft, uploads: Uploads) -> tuple[Attachment, ...]:
    """Keep accepted files for a draft."""
    return keep(uploads, draft_id=draft.id)


def send_file(attachment: Attachment) -> Response:
    """Send a file back to whom it belongs, shown alone and able to do nothing."""
    return send_bytes(
        services().storage.get(attachment.sha256),
        media_type=attachment.media_type,
        filename=attachment.filename,
        disposition="inline",
    )


def send_small(attachment: Attachment) -> Response:
    """Send a small picture of a photograph to whom it belongs."""
    return send_bytes(
        thumbnail(services().storage.get(attachment.sha256)),
        media_type="image/jpeg",
        filename="small.jpg",
        disposition="inline",
    )


def send_bytes(data: bytes, *, media_type: str, filename: str, disposition: str) -> Response:
    """Send bytes as a file."""
    response = make_response(data)
    response.mimetype = media_type
    response.headers.set("Content-Disposition", disposition, filename=filename)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response
