"""The tables of what is not yet a case, and of the words in national languages."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from workflows.database import Instant, metadata

drafts = Table(
    "drafts",
    metadata,
    #: 128 random bits in the URL: who has the link has the draft, on any device.
    Column("id", Text, primary_key=True),
    Column("eservice", Text, nullable=False),
    #: The version under which it was last saved; another one live means the form has changed.
    Column("definition", ForeignKey("definitions.checksum"), nullable=False),
    Column("language", Text, nullable=False),
    #: What was typed, right or wrong, by name of input; emptied when the draft becomes a case.
    Column("entries", JSONB, nullable=False, server_default="{}"),
    #: The case's idempotency key: two tabs and a double click lodge one case.
    Column("lodging_key", Text, nullable=False, unique=True),
    Column("case_id", ForeignKey("cases.id"), index=True),
    #: The delivered case from which it was opened, for an e-service that follows another.
    Column("follows", ForeignKey("cases.id")),
    #: Whose account lists it, where somebody was signed in.
    Column("citizen_id", ForeignKey("citizens.id"), index=True),
    #: Where it is filled in at a counter: only the browser let in for it opens it.
    Column("assistance_id", ForeignKey("assistances.id")),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)
Index("ix_drafts_expires_at", drafts.c.expires_at)

#: Which case was opened from which delivered case.
case_links = Table(
    "case_links",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("follows", ForeignKey("cases.id"), nullable=False),
    #: The e-service of the case that follows.
    Column("eservice", Text, nullable=False),
    #: Which of them it is: where one case may be followed once, only those refused or withdrawn
    #: count, so that two at once bear the same number and one of them is refused.
    Column("turn", SmallInteger, nullable=False),
    UniqueConstraint("follows", "eservice", "turn"),
)

#: What was lodged, exactly; written once with the case and never changed.
filings = Table(
    "filings",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    #: 135 random bits, printed on the proof of filing; it stands in the content too.
    Column("code", Text, nullable=False, unique=True),
    #: SHA-256 of the content.
    Column("digest", Text, nullable=False, unique=True),
    #: Sorted JSON without spaces: answers, and the digest of each document.
    Column("content", Text, nullable=False),
)

#: By which a message opens a case: short, because a message is.
short_links = Table(
    "short_links",
    metadata,
    #: SHA-256 of the link's last part, which is computed and never stored.
    Column("digest", LargeBinary, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    #: Whose link it is: `applicant` or `representative`.
    Column("party", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)

#: An account: an address that somebody proved to be theirs. It has no password.
citizens = Table(
    "citizens",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    #: `mail` or `sms`.
    Column("channel", Text, nullable=False),
    #: A mail address in lower case, or a telephone number in international form.
    Column("address", Text, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    CheckConstraint("channel IN ('mail', 'sms')", name="channel_known"),
)

one_time_codes = Table(
    "one_time_codes",
    metadata,
    #: 128 random bits: only the browser that asked for the code may type it.
    Column("id", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("language", Text, nullable=False),
    #: The code is computed from it under the installation's key, and never stored.
    Column("nonce", LargeBinary, nullable=False),
    #: From where it was asked for, keyed: counts, and names nobody.
    Column("client", LargeBinary, nullable=False),
    #: What it is asked for: a code for one thing opens nothing else.
    Column("purpose", Text, nullable=False),
    #: What the message names besides: what is consented to, or the case.
    Column("about", Text, nullable=False),
    #: What the code opens besides the account: the draft to resume, or to lodge at a counter.
    Column("draft_id", Text),
    #: The digest of the answers that are agreed to, as they stood when the code was asked for.
    Column("answers_digest", Text),
    Column("asked_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    Column("used_at", Instant),
)
Index("ix_one_time_codes_address", one_time_codes.c.address, one_time_codes.c.asked_at)
Index("ix_one_time_codes_client", one_time_codes.c.client, one_time_codes.c.asked_at)
Index("ix_one_time_codes_asked_at", one_time_codes.c.asked_at)

citizen_sessions = Table(
    "citizen_sessions",
    metadata,
    #: SHA-256 of the cookie's token: a read of the table gives nobody a session.
    Column("token_hash", LargeBinary, primary_key=True),
    #: Names it in the list of sessions.
    Column("id", Text, nullable=False, unique=True),
    Column("citizen_id", ForeignKey("citizens.id"), nullable=False, index=True),
    #: What kind of browser it was opened with, in two words.
    Column("device", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

#: By which a draft is resumed on another device: found alone, it shows nothing.
draft_codes = Table(
    "draft_codes",
    metadata,
    Column("draft_id", ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
    #: Keyed digest of the code, and of the date of birth that goes with it.
    Column("code", LargeBinary, nullable=False, unique=True),
    Column("born_on", LargeBinary, nullable=False),
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

#: What is left of a draft that waited too long: that it was one, so that its page can say so.
lapsed_drafts = Table(
    "lapsed_drafts",
    metadata,
    #: SHA-256 of its identifier.
    Column("digest", LargeBinary, primary_key=True),
    Column("eservice", Text, nullable=False),
    Column("lapsed_at", Instant, nullable=False, index=True),
)

#: What citizens read in a language of the country: one row for each French text in a language.
translations = Table(
    "translations",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("language", Text, nullable=False),
    #: The French text: when it changes, the translation is no longer one of it.
    Column("source", Text, nullable=False),
    Column("words", Text, nullable=False),
    #: Where the draft was taken from, as its translator says.
    Column("origin", Text, nullable=False, server_default=""),
    Column("standing", Text, nullable=False),
    #: Who wrote these words: an account of the back office, or the operator of the command.
    Column("account_id", ForeignKey("accounts.id"), index=True),
    Column("operator", Text),
    UniqueConstraint("language", "source"),
    CheckConstraint("standing IN ('draft', 'approved', 'rejected')", name="standing_known"),
    CheckConstraint("(account_id IS NULL) <> (operator IS NULL)", name="somebody"),
)

#: Every step taken with a translation, for ever.
translation_entries = Table(
    "translation_entries",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("translation_id", ForeignKey("translations.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("account_id", ForeignKey("accounts.id"), index=True),
    Column("operator", Text),
    #: `written`, `approved` or `rejected`.
    Column("step", Text, nullable=False),
    #: The words as they were then.
    Column("words", Text, nullable=False),
    CheckConstraint("(account_id IS NULL) <> (operator IS NULL)", name="somebody"),
)
