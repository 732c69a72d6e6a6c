"""Create the first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from workflows.tables.triggers import CREATE, DROP

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Left out by the automatic generation, which sees only the sequences of columns.
    op.execute(sa.schema.CreateSequence(sa.Sequence("reference_numbers")))
    op.create_table(
        "calendars",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_calendars")),
    )
    op.create_table(
        "definitions",
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("compiled", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "published_at",
            sa.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("checksum", name=op.f("pk_definitions")),
        sa.UniqueConstraint("eservice", "version", name=op.f("uq_definitions_eservice_version")),
    )
    op.create_index(op.f("ix_definitions_eservice"), "definitions", ["eservice"], unique=False)
    op.create_table(
        "organisations",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "content", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column(
            "pack_says", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_organisations")),
    )
    op.create_table(
        "sandbox_checkouts",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("intent_id", sa.Text(), nullable=False),
        sa.Column("case_reference", sa.Text(), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("return_url", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_sandbox_checkouts")),
        sa.UniqueConstraint("intent_id", name=op.f("uq_sandbox_checkouts_intent_id")),
    )
    op.create_table(
        "series",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_series")),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failures")),
    )
    op.create_index(op.f("ix_sign_in_failures_at"), "sign_in_failures", ["at"], unique=False)
    op.create_table(
        "publications",
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("live", sa.Text(), nullable=True),
        sa.Column("pilot", sa.Text(), nullable=True),
        sa.Column("pilot_offices", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("pilot_share", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("standing", sa.Text(), server_default="open", nullable=False),
        sa.Column(
            "said", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("turn", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "pilot_share BETWEEN 0 AND 100", name=op.f("ck_publications_share_possible")
        ),
        sa.CheckConstraint(
            "standing IN ('open', 'suspended', 'withdrawn')",
            name=op.f("ck_publications_standing_known"),
        ),
        sa.ForeignKeyConstraint(
            ["live"], ["definitions.checksum"], name=op.f("fk_publications_live_definitions")
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["definitions.checksum"], name=op.f("fk_publications_pilot_definitions")
        ),
        sa.PrimaryKeyConstraint("eservice", name=op.f("pk_publications")),
    )
    op.create_table(
        "offices",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "content", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column(
            "pack_says", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["calendar"], ["calendars.slug"], name=op.f("fk_offices_calendar_calendars")
        ),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisations.slug"],
            name=op.f("fk_offices_organisation_organisations"),
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_offices")),
    )
    op.create_table(
        "sandbox_events",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["reference"],
            ["sandbox_checkouts.reference"],
            name=op.f("fk_sandbox_events_reference_sandbox_checkouts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sandbox_events")),
    )
    op.create_index(
        op.f("ix_sandbox_events_reference"), "sandbox_events", ["reference"], unique=False
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("roles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("office", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), server_default="fr", nullable=False),
        sa.Column("mail", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("demo", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "created_at",
            sa.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("signed_in_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["office"], ["offices.slug"], name=op.f("fk_accounts_office_offices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("login", name=op.f("uq_accounts_login")),
    )
    op.create_table(
        "pools",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("succeeded_by", sa.Integer(), nullable=True),
        sa.Column("succeeded_on", sa.Date(), nullable=True),
        sa.Column(
            "pack_says", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(succeeded_by IS NULL) = (succeeded_on IS NULL) AND succeeded_by <> id",
            name=op.f("ck_pools_succession_whole"),
        ),
        sa.ForeignKeyConstraint(["office"], ["offices.slug"], name=op.f("fk_pools_office_offices")),
        sa.ForeignKeyConstraint(
            ["succeeded_by"], ["pools.id"], name=op.f("fk_pools_succeeded_by_pools")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pools")),
        sa.UniqueConstraint("office", "queue", name=op.f("uq_pools_office_queue")),
        sa.UniqueConstraint("slug", name=op.f("uq_pools_slug")),
    )
    op.create_table(
        "publication_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column(
            "at",
            sa.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("operator", sa.Text(), nullable=True),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "data", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (operator IS NULL)",
            name=op.f("ck_publication_entries_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_publication_entries_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["checksum"],
            ["definitions.checksum"],
            name=op.f("fk_publication_entries_checksum_definitions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_entries")),
    )
    op.create_index(
        op.f("ix_publication_entries_eservice"), "publication_entries", ["eservice"], unique=False
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("lodging_key", sa.Text(), nullable=False),
        sa.Column("lodged_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("entered_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("closed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("pool_id", sa.Integer(), nullable=True),
        sa.Column("eligible_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("tie_break", sa.BigInteger(), nullable=True),
        sa.Column("barred", sa.ARRAY(sa.BigInteger()), server_default="{}", nullable=False),
        sa.Column("recused", sa.ARRAY(sa.BigInteger()), server_default="{}", nullable=False),
        sa.Column("claimed_by", sa.BigInteger(), nullable=True),
        sa.Column("claimed_until", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("filed_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "opinions",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.CheckConstraint(
            "(claimed_by IS NULL) = (claimed_until IS NULL)", name=op.f("ck_cases_claim_whole")
        ),
        sa.ForeignKeyConstraint(
            ["claimed_by"], ["accounts.id"], name=op.f("fk_cases_claimed_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["definition"], ["definitions.checksum"], name=op.f("fk_cases_definition_definitions")
        ),
        sa.ForeignKeyConstraint(
            ["filed_by"], ["accounts.id"], name=op.f("fk_cases_filed_by_accounts")
        ),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_cases_pool_id_pools")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("lodging_key", name=op.f("uq_cases_lodging_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_cases_reference")),
    )
    op.create_index(
        "ix_cases_claimed",
        "cases",
        ["claimed_by", "claimed_until"],
        unique=False,
        postgresql_where=sa.text("claimed_by IS NOT NULL"),
    )
    op.create_index(
        "ix_cases_closed",
        "cases",
        ["closed_at"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NOT NULL"),
    )
    op.create_index(
        "ix_cases_filed_by",
        "cases",
        ["filed_by", "lodged_at"],
        unique=False,
        postgresql_where=sa.text("filed_by IS NOT NULL"),
    )
    op.create_index("ix_cases_lodged", "cases", ["lodged_at"], unique=False)
    op.create_index(
        "ix_cases_waiting",
        "cases",
        ["pool_id", "eligible_at", "tie_break"],
        unique=False,
        postgresql_where=sa.text("pool_id IS NOT NULL AND claimed_by IS NULL"),
    )
    op.create_table(
        "pool_members",
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_pool_members_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["pools.id"], name=op.f("fk_pool_members_pool_id_pools")
        ),
        sa.PrimaryKeyConstraint("pool_id", "account_id", name=op.f("pk_pool_members")),
    )
    op.create_index(
        op.f("ix_pool_members_account_id"), "pool_members", ["account_id"], unique=False
    )
    op.create_table(
        "levers",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_pool", sa.Integer(), nullable=False),
        sa.Column("to_pool", sa.Integer(), nullable=False),
        sa.Column("keep", sa.Integer(), nullable=True),
        sa.Column("longer", sa.Integer(), nullable=True),
        sa.Column("saturdays", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("until", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ended_by", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('overflow', 'rebalance', 'reinforce', 'hours')",
            name=op.f("ck_levers_kind_known"),
        ),
        sa.CheckConstraint(
            "(kind IN ('overflow', 'rebalance')) = (keep IS NOT NULL)",
            name=op.f("ck_levers_keeps_cases"),
        ),
        sa.CheckConstraint(
            "(kind = 'hours') = (from_pool = to_pool) AND keep >= 0",
            name=op.f("ck_levers_between_pools"),
        ),
        sa.CheckConstraint(
            "(kind = 'hours') = (longer IS NOT NULL) AND (longer IS NULL) = (saturdays IS NULL)",
            name=op.f("ck_levers_hours_whole"),
        ),
        sa.CheckConstraint(
            "longer BETWEEN 0 AND 360 AND (longer > 0 OR saturdays)",
            name=op.f("ck_levers_hours_more"),
        ),
        sa.CheckConstraint("until > opened_at", name=op.f("ck_levers_lasts")),
        sa.CheckConstraint(
            "ended_by IS NULL OR ended_at IS NOT NULL", name=op.f("ck_levers_ended_whole")
        ),
        sa.ForeignKeyConstraint(
            ["from_pool"], ["pools.id"], name=op.f("fk_levers_from_pool_pools")
        ),
        sa.ForeignKeyConstraint(["to_pool"], ["pools.id"], name=op.f("fk_levers_to_pool_pools")),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["accounts.id"], name=op.f("fk_levers_opened_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["accounts.id"], name=op.f("fk_levers_ended_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_levers")),
    )
    op.create_index(
        "uq_levers_open",
        "levers",
        ["kind", "from_pool", "to_pool"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "lever_members",
        sa.Column("lever_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lever_id"], ["levers.id"], name=op.f("fk_lever_members_lever_id_levers")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_lever_members_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["pools.id"], name=op.f("fk_lever_members_pool_id_pools")
        ),
        sa.PrimaryKeyConstraint("lever_id", "account_id", name=op.f("pk_lever_members")),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("seen_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("standing", sa.Text(), server_default="open", nullable=False),
        sa.Column("proved_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("challenge", sa.LargeBinary(), nullable=True),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("browser", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "standing IN ('open', 'half_open', 'enrolling')",
            name=op.f("ck_staff_sessions_standing_known"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_staff_sessions_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_sessions")),
    )
    op.create_index(
        op.f("ix_staff_sessions_account_id"), "staff_sessions", ["account_id"], unique=False
    )
    op.create_table(
        "acts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reserved_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column(
            "title", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "authority", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("issued_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=True),
        sa.Column("replaces", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(status = 'reserved') = (sha256 IS NULL)", name=op.f("ck_acts_file_when_registered")
        ),
        sa.CheckConstraint(
            "(status IN ('revoked', 'replaced'))"
            " = (ended_at IS NOT NULL AND ended_because IS NOT NULL)",
            name=op.f("ck_acts_reason_when_ended"),
        ),
        sa.CheckConstraint(
            "status IN ('reserved', 'valid', 'revoked', 'replaced')",
            name=op.f("ck_acts_status_known"),
        ),
        sa.CheckConstraint(
            "(sha256 IS NULL) = (issued_at IS NULL) AND (sha256 IS NULL) = (issued_on IS NULL)",
            name=op.f("ck_acts_dated_when_registered"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_acts_case_id_cases")),
        sa.ForeignKeyConstraint(["replaces"], ["acts.id"], name=op.f("fk_acts_replaces_acts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
        sa.UniqueConstraint("code", name=op.f("uq_acts_code")),
        sa.UniqueConstraint("number", name=op.f("uq_acts_number")),
        sa.UniqueConstraint("replaces", name=op.f("uq_acts_replaces")),
        sa.UniqueConstraint("sha256", name=op.f("uq_acts_sha256")),
    )
    op.create_index(op.f("ix_acts_case_id"), "acts", ["case_id"], unique=False)
    op.create_index(
        "uq_acts_active",
        "acts",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('reserved', 'valid')"),
    )
    op.create_table(
        "revocations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("act_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.BigInteger(), nullable=False),
        sa.Column("proposed_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.Column("settled_by", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(confirmed IS NULL) = (settled_by IS NULL)"
            " AND (confirmed IS NULL) = (settled_at IS NULL)",
            name=op.f("ck_revocations_settled_whole"),
        ),
        sa.CheckConstraint(
            "settled_by IS DISTINCT FROM proposed_by", name=op.f("ck_revocations_two_people")
        ),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name=op.f("fk_revocations_act_id_acts")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["accounts.id"], name=op.f("fk_revocations_proposed_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["accounts.id"], name=op.f("fk_revocations_settled_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revocations")),
    )
    op.create_index(
        "uq_revocations_standing",
        "revocations",
        ["act_id"],
        unique=True,
        postgresql_where=sa.text("confirmed IS NOT false"),
    )
    op.create_table(
        "filings",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_filings_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_filings")),
        sa.UniqueConstraint("code", name=op.f("uq_filings_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_filings_digest")),
    )
    op.create_table(
        "translations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), server_default="", nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("operator", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (operator IS NULL)", name=op.f("ck_translations_somebody")
        ),
        sa.CheckConstraint(
            "standing IN ('draft', 'approved', 'rejected')",
            name=op.f("ck_translations_standing_known"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_translations_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translations")),
        sa.UniqueConstraint("language", "source", name=op.f("uq_translations_language_source")),
    )
    op.create_index(
        op.f("ix_translations_account_id"), "translations", ["account_id"], unique=False
    )
    op.create_table(
        "translation_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("translation_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("operator", sa.Text(), nullable=True),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (operator IS NULL)",
            name=op.f("ck_translation_entries_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_translation_entries_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["translation_id"],
            ["translations.id"],
            name=op.f("fk_translation_entries_translation_id_translations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_entries")),
    )
    op.create_index(
        op.f("ix_translation_entries_account_id"),
        "translation_entries",
        ["account_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_translation_entries_translation_id"),
        "translation_entries",
        ["translation_id"],
        unique=False,
    )
    op.create_table(
        "case_links",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("follows", sa.BigInteger(), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("turn", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_links_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["follows"], ["cases.id"], name=op.f("fk_case_links_follows_cases")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_links")),
        sa.UniqueConstraint(
            "follows", "eservice", "turn", name=op.f("uq_case_links_follows_eservice_turn")
        ),
    )
    op.create_table(
        "applicants",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mail", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("tracking_nonce", sa.LargeBinary(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_applicants_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_applicants")),
    )
    op.create_table(
        "representatives",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mail", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("tracking_nonce", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_representatives_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_representatives")),
    )
    op.create_table(
        "assessments",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "at",
            sa.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column(
            "exemptions",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_assessments_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_assessments")),
    )
    op.create_table(
        "attachments",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("draft_id", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("place", sa.SmallInteger(), nullable=True),
        sa.Column("flaws", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_attachments_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index(op.f("ix_attachments_case_id"), "attachments", ["case_id"], unique=False)
    op.create_index(op.f("ix_attachments_draft_id"), "attachments", ["draft_id"], unique=False)
    op.create_table(
        "consultations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("eligible_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("tie_break", sa.BigInteger(), nullable=False),
        sa.Column("barred", sa.ARRAY(sa.BigInteger()), server_default="{}", nullable=False),
        sa.Column("claimed_by", sa.BigInteger(), nullable=True),
        sa.Column("claimed_until", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("silent_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("closed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("filed_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by IS NULL)",
            name=op.f("ck_consultations_answer_whole"),
        ),
        sa.CheckConstraint(
            "(claimed_by IS NULL) = (claimed_until IS NULL)",
            name=op.f("ck_consultations_claim_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["accounts.id"], name=op.f("fk_consultations_answered_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_consultations_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["claimed_by"], ["accounts.id"], name=op.f("fk_consultations_claimed_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["offices.slug"], name=op.f("fk_consultations_office_offices")
        ),
        sa.ForeignKeyConstraint(
            ["filed_by"], ["accounts.id"], name=op.f("fk_consultations_filed_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["pools.id"], name=op.f("fk_consultations_pool_id_pools")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
        sa.UniqueConstraint(
            "case_id", "name", "asked_at", name=op.f("uq_consultations_case_id_name_asked_at")
        ),
    )
    op.create_index(
        "ix_consultations_claimed",
        "consultations",
        ["claimed_by", "claimed_until"],
        unique=False,
        postgresql_where=sa.text("claimed_by IS NOT NULL"),
    )
    op.create_index(
        "ix_consultations_waiting",
        "consultations",
        ["pool_id", "eligible_at", "tie_break"],
        unique=False,
        postgresql_where=sa.text(
            "claimed_by IS NULL AND answered_at IS NULL AND closed_at IS NULL"
        ),
    )
    op.create_table(
        "claims",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("eligible_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ended_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.Column("consultation_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_claims_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_claims_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_claims_consultation_id_consultations"),
        ),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_claims_pool_id_pools")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
    )
    op.create_index(op.f("ix_claims_case_id"), "claims", ["case_id"], unique=False)
    op.create_index(
        "uq_claims_open",
        "claims",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL AND consultation_id IS NULL"),
    )
    op.create_index(
        "uq_claims_open_opinion",
        "claims",
        ["consultation_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL AND consultation_id IS NOT NULL"),
    )
    op.create_table(
        "complaints",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("lodged_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("about", sa.BigInteger(), nullable=True),
        sa.Column("concerns", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["about"], ["cases.id"], name=op.f("fk_complaints_about_cases")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_complaints_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_complaints")),
    )
    op.create_index(
        "ix_complaints_about",
        "complaints",
        ["about"],
        unique=False,
        postgresql_where=sa.text("about IS NOT NULL"),
    )
    op.create_index("ix_complaints_lodged", "complaints", ["lodged_at"], unique=False)
    op.create_table(
        "deadlines",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("span", sa.Text(), nullable=True),
        sa.Column("calendar_office", sa.Text(), nullable=False),
        sa.Column("calendar_change", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("started_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("due_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("warn_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("paused_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("remaining", sa.BigInteger(), nullable=True),
        sa.Column("warned_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("breached_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("consultation_id", sa.BigInteger(), nullable=True),
        sa.Column("towards", sa.Text(), nullable=True),
        sa.Column("above", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'opinion') = (consultation_id IS NOT NULL)",
            name=op.f("ck_deadlines_opinion_named"),
        ),
        sa.CheckConstraint(
            "kind IN ('promise', 'state', 'expiry', 'opinion', 'silence', 'overflow')",
            name=op.f("ck_deadlines_kind_known"),
        ),
        sa.CheckConstraint(
            "(kind = 'overflow') = (towards IS NOT NULL)", name=op.f("ck_deadlines_overflow_leads")
        ),
        sa.CheckConstraint(
            "span IS NOT NULL OR above IS NOT NULL", name=op.f("ck_deadlines_bounded")
        ),
        sa.ForeignKeyConstraint(
            ["calendar_office"], ["offices.slug"], name=op.f("fk_deadlines_calendar_office_offices")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_deadlines_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_deadlines_consultation_id_consultations"),
        ),
        sa.ForeignKeyConstraint(
            ["towards"], ["offices.slug"], name=op.f("fk_deadlines_towards_offices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
    )
    op.create_index(op.f("ix_deadlines_case_id"), "deadlines", ["case_id"], unique=False)
    op.create_index(
        "ix_deadlines_consultation_id",
        "deadlines",
        ["consultation_id"],
        unique=False,
        postgresql_where=sa.text("consultation_id IS NOT NULL"),
    )
    op.create_index(
        "ix_deadlines_calendar",
        "deadlines",
        ["calendar_office", "id"],
        unique=False,
        postgresql_where=sa.text("stopped_at IS NULL"),
    )
    op.create_index(
        "ix_deadlines_due",
        "deadlines",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text(
            "stopped_at IS NULL AND breached_at IS NULL AND kind <> 'overflow'"
        ),
    )
    op.create_index(
        "ix_deadlines_overflow",
        "deadlines",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("stopped_at IS NULL AND kind = 'overflow'"),
    )
    op.create_index(
        "ix_deadlines_warn",
        "deadlines",
        ["warn_at"],
        unique=False,
        postgresql_where=sa.text("stopped_at IS NULL AND warned_at IS NULL"),
    )
    op.create_table(
        "citizens",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("channel IN ('mail', 'sms')", name=op.f("ck_citizens_channel_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizens")),
        sa.UniqueConstraint("address", name=op.f("uq_citizens_address")),
    )
    op.create_table(
        "assistances",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("started_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=True),
        sa.Column("link_until", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("browser", sa.LargeBinary(), nullable=True),
        sa.Column("session", sa.LargeBinary(), nullable=True),
        sa.Column("session_until", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("consent", sa.Text(), nullable=True),
        sa.Column("lodged_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "consent IN ('code', 'paper')", name=op.f("ck_assistances_consent_known")
        ),
        sa.CheckConstraint(
            "num_nulls(case_id, consent, lodged_at) IN (0, 3)",
            name=op.f("ck_assistances_lodged_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_assistances_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_assistances_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["offices.slug"], name=op.f("fk_assistances_office_offices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistances")),
        sa.UniqueConstraint("case_id", name=op.f("uq_assistances_case_id")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_assistances_draft_id")),
        sa.UniqueConstraint("link", name=op.f("uq_assistances_link")),
    )
    op.create_index(
        "ix_assistances_account", "assistances", ["account_id", "started_at"], unique=False
    )
    op.create_index(
        "ix_assistances_paper",
        "assistances",
        ["office", "lodged_at"],
        unique=False,
        postgresql_where=sa.text("consent = 'paper'"),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "entries", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("lodging_key", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("follows", sa.BigInteger(), nullable=True),
        sa.Column("citizen_id", sa.BigInteger(), nullable=True),
        sa.Column("assistance_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assistance_id"], ["assistances.id"], name=op.f("fk_drafts_assistance_id_assistances")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_drafts_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizens.id"], name=op.f("fk_drafts_citizen_id_citizens")
        ),
        sa.ForeignKeyConstraint(
            ["definition"], ["definitions.checksum"], name=op.f("fk_drafts_definition_definitions")
        ),
        sa.ForeignKeyConstraint(["follows"], ["cases.id"], name=op.f("fk_drafts_follows_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("lodging_key", name=op.f("uq_drafts_lodging_key")),
    )
    op.create_index(op.f("ix_drafts_case_id"), "drafts", ["case_id"], unique=False)
    op.create_index("ix_drafts_expires_at", "drafts", ["expires_at"], unique=False)
    op.create_table(
        "file_openings",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("attachment_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_file_openings_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_file_openings_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_openings")),
    )
    op.create_index(op.f("ix_file_openings_case_id"), "file_openings", ["case_id"], unique=False)
    op.create_table(
        "journal_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("from_stage", sa.Text(), nullable=True),
        sa.Column("to_stage", sa.Text(), nullable=False),
        sa.Column(
            "data", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_journal_entries_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_journal_entries_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entries")),
        sa.UniqueConstraint(
            "case_id", "position", name=op.f("uq_journal_entries_case_id_position")
        ),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), server_default="applicant", nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("queued_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("sent_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("failed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("instead_of", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(status = 'failed') = (failed_at IS NOT NULL)",
            name=op.f("ck_notices_instant_when_failed"),
        ),
        sa.CheckConstraint(
            "(status = 'delivered') = (delivered_at IS NOT NULL)",
            name=op.f("ck_notices_instant_when_delivered"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('sent', 'delivered') OR sent_at IS NOT NULL",
            name=op.f("ck_notices_instant_when_sent"),
        ),
        sa.CheckConstraint(
            "status IN ('queued', 'sent', 'delivered', 'failed')",
            name=op.f("ck_notices_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["instead_of"], ["notices.id"], name=op.f("fk_notices_instead_of_notices")
        ),
        sa.UniqueConstraint("instead_of", name=op.f("uq_notices_instead_of")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_notices_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "case_id",
            "position",
            "channel",
            "party",
            name=op.f("uq_notices_case_id_position_channel_party"),
        ),
    )
    op.create_table(
        "outbox_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "data", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column(
            "created_at",
            sa.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column(
            "due_at",
            sa.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("fence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("leased_until", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("done_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("parked_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_outbox_events_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_events")),
    )
    op.create_index(
        "ix_outbox_events_due",
        "outbox_events",
        ["job", "due_at"],
        unique=False,
        postgresql_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
    )
    op.create_index(
        "ix_outbox_events_parked",
        "outbox_events",
        ["parked_at"],
        unique=False,
        postgresql_where=sa.text("parked_at IS NOT NULL"),
    )
    op.create_table(
        "payment_intents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("return_url", sa.Text(), nullable=False),
        sa.Column("provider_reference", sa.Text(), nullable=True),
        sa.Column("page_url", sa.Text(), nullable=True),
        sa.Column("page_expires_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("received_amount", sa.BigInteger(), nullable=True),
        sa.Column("received_currency", sa.Text(), nullable=True),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("checked_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("settled_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(received_amount IS NULL) = (received_currency IS NULL)",
            name=op.f("ck_payment_intents_received_whole"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_intents_amount_positive")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_payment_intents_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_intents")),
        sa.UniqueConstraint(
            "provider",
            "provider_reference",
            name=op.f("uq_payment_intents_provider_provider_reference"),
        ),
    )
    op.create_index(
        op.f("ix_payment_intents_case_id"), "payment_intents", ["case_id"], unique=False
    )
    op.create_index(
        "ix_payment_intents_pending",
        "payment_intents",
        ["checked_at", "created_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('created', 'open')"),
    )
    op.create_index(
        "uq_payment_intents_payable",
        "payment_intents",
        ["case_id", "provider"],
        unique=True,
        postgresql_where=sa.text("status IN ('created', 'open')"),
    )
    op.create_table(
        "charges",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("part", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("label", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column(
            "assessed_at",
            sa.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(settled_by IS NULL) = (settled_at IS NULL)", name=op.f("ck_charges_settlement_whole")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_charges_amount_positive")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_charges_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["settled_by"],
            ["payment_intents.id"],
            name=op.f("fk_charges_settled_by_payment_intents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charges")),
        sa.UniqueConstraint("case_id", "item", "part", name=op.f("uq_charges_case_id_item_part")),
    )
    op.create_index(op.f("ix_charges_settled_by"), "charges", ["settled_by"], unique=False)
    op.create_table(
        "provider_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("intent_id", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("effect", sa.Text(), nullable=True),
        sa.Column("received_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["intent_id"],
            ["payment_intents.id"],
            name=op.f("fk_provider_events_intent_id_payment_intents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_events")),
        sa.UniqueConstraint(
            "provider", "event_id", name=op.f("uq_provider_events_provider_event_id")
        ),
    )
    op.create_index(
        op.f("ix_provider_events_intent_id"), "provider_events", ["intent_id"], unique=False
    )
    op.create_table(
        "receipts",
        sa.Column("intent_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_receipts_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["intent_id"],
            ["payment_intents.id"],
            name=op.f("fk_receipts_intent_id_payment_intents"),
        ),
        sa.PrimaryKeyConstraint("intent_id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("code", name=op.f("uq_receipts_code")),
        sa.UniqueConstraint("series", "number", name=op.f("uq_receipts_series_number")),
    )
    op.create_index(op.f("ix_receipts_case_id"), "receipts", ["case_id"], unique=False)
    op.create_index(op.f("ix_receipts_file_sha256"), "receipts", ["file_sha256"], unique=False)
    op.create_table(
        "refunds",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("intent_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("provider_reference", sa.Text(), nullable=True),
        sa.Column("queued_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("done_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refunds_amount_positive")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_refunds_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["intent_id"], ["payment_intents.id"], name=op.f("fk_refunds_intent_id_payment_intents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("intent_id", name=op.f("uq_refunds_intent_id")),
    )
    op.create_index(op.f("ix_refunds_case_id"), "refunds", ["case_id"], unique=False)
    op.create_table(
        "intent_charges",
        sa.Column("intent_id", sa.Text(), nullable=False),
        sa.Column("charge_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charges.id"], name=op.f("fk_intent_charges_charge_id_charges")
        ),
        sa.ForeignKeyConstraint(
            ["intent_id"],
            ["payment_intents.id"],
            name=op.f("fk_intent_charges_intent_id_payment_intents"),
        ),
        sa.PrimaryKeyConstraint("intent_id", "charge_id", name=op.f("pk_intent_charges")),
    )
    op.create_index(
        op.f("ix_intent_charges_charge_id"), "intent_charges", ["charge_id"], unique=False
    )
    op.create_table(
        "forecasts",
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("made_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "drawings", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.PrimaryKeyConstraint("eservice", name=op.f("pk_forecasts")),
    )
    op.create_table(
        "history_cases",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("lodged_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("last_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_cases")),
        sa.UniqueConstraint(
            "source", "eservice", "key", name=op.f("uq_history_cases_source_eservice_key")
        ),
    )
    op.create_index(
        "ix_history_cases_lodged", "history_cases", ["eservice", "lodged_at"], unique=False
    )
    op.create_table(
        "history_imports",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "at",
            sa.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("broken", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_imports")),
    )
    op.create_table(
        "history_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("lifecycle", sa.Text(), server_default=sa.text("'complete'"), nullable=False),
        sa.Column("resource", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["history_cases.id"], name=op.f("fk_history_events_case_id_history_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_events")),
        sa.UniqueConstraint(
            "case_id",
            "at",
            "activity",
            "lifecycle",
            name=op.f("uq_history_events_case_id_at_activity_lifecycle"),
        ),
    )
    op.create_table(
        "known_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("entered_by", sa.BigInteger(), nullable=False),
        sa.Column("entered_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("struck_by", sa.BigInteger(), nullable=True),
        sa.Column("struck_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(struck_by IS NULL) = (struck_at IS NULL)", name=op.f("ck_known_events_struck_whole")
        ),
        sa.CheckConstraint(
            "expected IS NULL OR expected > 0", name=op.f("ck_known_events_expected_possible")
        ),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_known_events_days_in_order")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["accounts.id"], name=op.f("fk_known_events_entered_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["struck_by"], ["accounts.id"], name=op.f("fk_known_events_struck_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_events")),
    )
    op.create_index(
        "uq_known_events_standing",
        "known_events",
        ["eservice", "name", "first_day", "last_day"],
        unique=True,
        postgresql_where=sa.text("struck_at IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "what_ifs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("question", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("progress", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("answered_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "drawings", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.CheckConstraint(
            "progress BETWEEN 0 AND 100", name=op.f("ck_what_ifs_progress_possible")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["accounts.id"], name=op.f("fk_what_ifs_asked_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_what_ifs")),
    )
    op.create_index("ix_what_ifs_asked", "what_ifs", ["asked_at"], unique=False)
    op.create_index(op.f("ix_what_ifs_asked_by"), "what_ifs", ["asked_by"], unique=False)
    op.create_table(
        "board_cases",
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("lodged_on", sa.Date(), nullable=False),
        sa.Column("eligible_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_board_cases")),
    )
    op.create_table(
        "board_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_changes")),
    )
    op.create_table(
        "board_days",
        sa.Column("grain", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "grain", "day", "eservice", "office", "figure", "reason", name=op.f("pk_board_days")
        ),
    )
    op.create_table(
        "board_delays",
        sa.Column("grain", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "grain", "day", "eservice", "office", "days", name=op.f("pk_board_delays")
        ),
    )
    op.create_table(
        "board_open",
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("lodged_on", sa.Date(), nullable=False),
        sa.Column("eligible_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.UniqueConstraint(
            "eservice",
            "office",
            "pool_id",
            "stage",
            "lodged_on",
            "eligible_on",
            "due_on",
            "promise",
            name="uq_board_open_kind",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        "ix_board_open_empty",
        "board_open",
        ["count"],
        unique=False,
        postgresql_where=sa.text("count = 0"),
    )
    op.create_table(
        "watch_runs",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("seen_until", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_watch_runs")),
    )
    op.create_table(
        "inspections",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("opened_by", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("standing", sa.Text(), server_default="open", nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=True),
        sa.Column("concluded_by", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(standing = 'open') = (concluded_by IS NULL)"
            " AND (standing = 'closed') = (confirmed_by IS NOT NULL)"
            " AND (standing = 'closed') = (closed_at IS NOT NULL)",
            name=op.f("ck_inspections_people_whole"),
        ),
        sa.CheckConstraint(
            "(standing = 'open') = (conclusion IS NULL)",
            name=op.f("ck_inspections_conclusion_whole"),
        ),
        sa.CheckConstraint(
            "standing IN ('open', 'concluded', 'closed')",
            name=op.f("ck_inspections_standing_known"),
        ),
        sa.CheckConstraint("confirmed_by <> concluded_by", name=op.f("ck_inspections_four_eyes")),
        sa.ForeignKeyConstraint(
            ["concluded_by"], ["accounts.id"], name=op.f("fk_inspections_concluded_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["accounts.id"], name=op.f("fk_inspections_confirmed_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["accounts.id"], name=op.f("fk_inspections_opened_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
    )
    op.create_table(
        "inspection_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("inspection_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_inspection_entries_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspections.id"],
            name=op.f("fk_inspection_entries_inspection_id_inspections"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_entries")),
    )
    op.create_index(
        op.f("ix_inspection_entries_inspection_id"),
        "inspection_entries",
        ["inspection_id"],
        unique=False,
    )
    op.create_table(
        "transfers",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("opinions", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_transfers_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_transfers_pool_id_pools")),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["pools.id"], name=op.f("fk_transfers_successor_id_pools")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.BigInteger(), nullable=True),
        sa.Column("claimed_until", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("office", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "num_nulls(answer, answered_at, answered_by, office) IN (0, 4)",
            name=op.f("ck_questions_answer_whole"),
        ),
        sa.CheckConstraint(
            "(claimed_by IS NULL) = (claimed_until IS NULL)",
            name=op.f("ck_questions_claim_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["accounts.id"], name=op.f("fk_questions_answered_by_accounts")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_questions_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["claimed_by"], ["accounts.id"], name=op.f("fk_questions_claimed_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["offices.slug"], name=op.f("fk_questions_office_offices")
        ),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_questions_pool_id_pools")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("case_id", "key", name=op.f("uq_questions_case_id_key")),
    )
    op.create_index(
        "ix_questions_waiting",
        "questions",
        ["asked_at", "id"],
        unique=False,
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "question_claims",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("until", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_question_claims_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_claims_question_id_questions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_claims")),
    )
    op.create_index(
        op.f("ix_question_claims_question_id"), "question_claims", ["question_id"], unique=False
    )
    op.create_table(
        "out_of_turn",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("document_sha256", sa.Text(), nullable=False),
        sa.Column("document_name", sa.Text(), nullable=False),
        sa.Column("document_type", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("settled_by", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(granted IS NULL) = (settled_by IS NULL) AND (granted IS NULL) = (settled_at IS NULL)",
            name=op.f("ck_out_of_turn_settled_whole"),
        ),
        sa.CheckConstraint(
            "settled_by IS DISTINCT FROM asked_by", name=op.f("ck_out_of_turn_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["accounts.id"], name=op.f("fk_out_of_turn_asked_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_out_of_turn_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["pools.id"], name=op.f("fk_out_of_turn_pool_id_pools")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["accounts.id"], name=op.f("fk_out_of_turn_settled_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_out_of_turn")),
    )
    op.create_index(op.f("ix_out_of_turn_case_id"), "out_of_turn", ["case_id"], unique=False)
    op.create_index(
        "ix_out_of_turn_settled", "out_of_turn", ["pool_id", "settled_at"], unique=False
    )
    op.create_index(
        "uq_out_of_turn_open",
        "out_of_turn",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("granted IS NULL"),
    )
    op.create_table(
        "queue_stays",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("eligible_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("barred", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("since", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("until", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_queue_stays_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["pools.id"], name=op.f("fk_queue_stays_pool_id_pools")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_stays")),
    )
    op.create_index(op.f("ix_queue_stays_case_id"), "queue_stays", ["case_id"], unique=False)
    op.create_index("ix_queue_stays_left", "queue_stays", ["pool_id", "until"], unique=False)
    op.create_index("ix_queue_stays_since", "queue_stays", ["since"], unique=False)
    op.create_index(
        "ix_queue_stays_waiting",
        "queue_stays",
        ["pool_id", "eligible_at"],
        unique=False,
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "uq_queue_stays_standing",
        "queue_stays",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "estimates",
        sa.Column("stay_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ahead", sa.Integer(), nullable=False),
        sa.Column("wait", sa.BigInteger(), nullable=True),
        sa.Column("expected", sa.BigInteger(), nullable=True),
        sa.Column("length", sa.Integer(), nullable=True),
        sa.Column("low", sa.BigInteger(), nullable=True),
        sa.Column("high", sa.BigInteger(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("took", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_estimates_case_id_cases")),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_estimates_pool_id_pools")),
        sa.ForeignKeyConstraint(
            ["stay_id"], ["queue_stays.id"], name=op.f("fk_estimates_stay_id_queue_stays")
        ),
        sa.PrimaryKeyConstraint("stay_id", name=op.f("pk_estimates")),
    )
    op.create_index(op.f("ix_estimates_case_id"), "estimates", ["case_id"], unique=False)
    op.create_index(op.f("ix_estimates_settled_at"), "estimates", ["settled_at"], unique=False)
    op.create_index(
        "ix_estimates_open",
        "estimates",
        ["case_id"],
        unique=False,
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index(
        "ix_estimates_learnt",
        "estimates",
        ["pool_id", "eservice", "state", "settled_at"],
        unique=False,
        postgresql_where=sa.text("took IS NOT NULL"),
    )
    op.create_index(
        "ix_estimates_announced",
        "estimates",
        ["eservice", "settled_at"],
        unique=False,
        postgresql_where=sa.text("first_day IS NOT NULL AND outcome IS NOT NULL"),
    )
    op.create_table(
        "estimate_levels",
        sa.Column("pool_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("low", sa.Double(), nullable=False),
        sa.Column("high", sa.Double(), nullable=False),
        sa.Column("awaited", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["pools.id"], name=op.f("fk_estimate_levels_pool_id_pools")
        ),
        sa.PrimaryKeyConstraint(
            "pool_id", "eservice", "state", "length", name=op.f("pk_estimate_levels")
        ),
    )
    op.create_table(
        "watch_flags",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("account_ids", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("inspection_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_watch_flags_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspections.id"],
            name=op.f("fk_watch_flags_inspection_id_inspections"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_flags")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_watch_flags_kind_key")),
    )
    op.create_index(
        op.f("ix_watch_flags_inspection_id"), "watch_flags", ["inspection_id"], unique=False
    )
    op.create_index(
        "ix_watch_flags_new",
        "watch_flags",
        ["raised_at"],
        unique=False,
        postgresql_where=sa.text("inspection_id IS NULL"),
    )
    op.create_index("ix_claims_at", "claims", ["at"], unique=False)
    op.create_index("ix_claims_ended", "claims", ["pool_id", "ended_at"], unique=False)
    op.create_index(op.f("ix_file_openings_at"), "file_openings", ["at"], unique=False)
    op.create_index(
        "ix_journal_entries_overflowed",
        "journal_entries",
        ["at"],
        unique=False,
        postgresql_where=sa.text("trigger = 'overflowed'"),
    )
    op.create_index(
        "ix_journal_entries_at",
        "journal_entries",
        ["at"],
        unique=False,
        postgresql_where=sa.text("account_id IS NOT NULL"),
    )
    op.create_table(
        "proof_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_proof_entries_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["by_account_id"], ["accounts.id"], name=op.f("fk_proof_entries_by_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_entries")),
    )
    op.create_index(
        op.f("ix_proof_entries_account_id"), "proof_entries", ["account_id"], unique=False
    )
    op.create_table(
        "recovery_codes",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("used_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_recovery_codes_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_recovery_codes")),
    )
    op.create_index(
        op.f("ix_recovery_codes_account_id"), "recovery_codes", ["account_id"], unique=False
    )
    op.create_table(
        "second_factors",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.Column("credential_id", sa.LargeBinary(), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("sign_count", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("used_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'app') = (secret IS NOT NULL AND last_step IS NOT NULL)",
            name=op.f("ck_second_factors_app_whole"),
        ),
        sa.CheckConstraint(
            "(kind = 'key') = (credential_id IS NOT NULL AND public_key IS NOT NULL"
            " AND sign_count IS NOT NULL)",
            name=op.f("ck_second_factors_key_whole"),
        ),
        sa.CheckConstraint("kind IN ('app', 'key')", name=op.f("ck_second_factors_kind_known")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_second_factors_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factors")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_second_factors_credential_id")),
    )
    op.create_index(
        op.f("ix_second_factors_account_id"), "second_factors", ["account_id"], unique=False
    )
    op.create_table(
        "absences",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_by", sa.BigInteger(), nullable=False),
        sa.Column("declared_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ended_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_absences_ended_whole")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_absences_lasts")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_absences_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["accounts.id"], name=op.f("fk_absences_declared_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["accounts.id"], name=op.f("fk_absences_ended_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index("ix_absences_account_id", "absences", ["account_id", "ends_at"], unique=False)
    op.create_table(
        "delegations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("delegator", sa.BigInteger(), nullable=False),
        sa.Column("substitute", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.Column("settled_by", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("ended_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(confirmed IS NULL) = (settled_by IS NULL)"
            " AND (confirmed IS NULL) = (settled_at IS NULL)",
            name=op.f("ck_delegations_settled_whole"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_delegations_ended_whole")
        ),
        sa.CheckConstraint("delegator <> substitute", name=op.f("ck_delegations_between_two")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_delegations_lasts")),
        sa.CheckConstraint(
            "settled_by NOT IN (delegator, substitute)", name=op.f("ck_delegations_third_person")
        ),
        sa.ForeignKeyConstraint(
            ["delegator"], ["accounts.id"], name=op.f("fk_delegations_delegator_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["accounts.id"], name=op.f("fk_delegations_ended_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["accounts.id"], name=op.f("fk_delegations_settled_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["substitute"], ["accounts.id"], name=op.f("fk_delegations_substitute_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_index(
        "ix_delegations_delegator", "delegations", ["delegator", "ends_at"], unique=False
    )
    op.create_index(
        "ix_delegations_substitute", "delegations", ["substitute", "ends_at"], unique=False
    )
    op.create_table(
        "recusals",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("seen_by", sa.BigInteger(), nullable=True),
        sa.Column("seen_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(seen_by IS NULL) = (seen_at IS NULL)", name=op.f("ck_recusals_seen_whole")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_recusals_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_recusals_case_id_cases")),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_recusals_pool_id_pools")),
        sa.ForeignKeyConstraint(
            ["seen_by"], ["accounts.id"], name=op.f("fk_recusals_seen_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusals")),
        sa.UniqueConstraint("case_id", "account_id", name=op.f("uq_recusals_case_id_account_id")),
    )
    op.create_index("ix_recusals_at", "recusals", ["at"], unique=False)
    op.create_index(
        "ix_recusals_unseen",
        "recusals",
        ["account_id"],
        unique=False,
        postgresql_where=sa.text("seen_at IS NULL"),
    )
    op.create_table(
        "unfinished_work",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_unfinished_work_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_unfinished_work_case_id_cases")
        ),
        sa.PrimaryKeyConstraint(
            "case_id", "account_id", "kind", "name", name=op.f("pk_unfinished_work")
        ),
    )
    op.create_table(
        "case_notes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_case_notes_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_notes_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_notes")),
    )
    op.create_index(op.f("ix_case_notes_case_id"), "case_notes", ["case_id"], unique=False)
    op.create_table(
        "text_blocks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=True),
        sa.Column("office", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("texts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("written_by", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("approved_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("retired_by", sa.BigInteger(), nullable=True),
        sa.Column("retired_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("uses", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "(approved_by IS NULL) = (approved_at IS NULL)",
            name=op.f("ck_text_blocks_approved_whole"),
        ),
        sa.CheckConstraint(
            "(retired_by IS NULL) = (retired_at IS NULL)", name=op.f("ck_text_blocks_retired_whole")
        ),
        sa.CheckConstraint("approved_by <> written_by", name=op.f("ck_text_blocks_two_people")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["accounts.id"], name=op.f("fk_text_blocks_approved_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["offices.slug"], name=op.f("fk_text_blocks_office_offices")
        ),
        sa.ForeignKeyConstraint(
            ["retired_by"], ["accounts.id"], name=op.f("fk_text_blocks_retired_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["accounts.id"], name=op.f("fk_text_blocks_written_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_blocks")),
    )
    op.create_index(
        "ix_text_blocks_offered",
        "text_blocks",
        ["eservice"],
        unique=False,
        postgresql_where=sa.text("approved_at IS NOT NULL AND retired_at IS NULL"),
    )
    op.create_table(
        "signing_batches",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("finished_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_signing_batches_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_batches")),
    )
    op.create_index(
        op.f("ix_signing_batches_account_id"), "signing_batches", ["account_id"], unique=False
    )
    op.create_index(
        "uq_signing_batches_open",
        "signing_batches",
        ["account_id"],
        unique=True,
        postgresql_where=sa.text("confirmed_at IS NULL AND finished_at IS NULL"),
    )
    op.create_table(
        "signing_items",
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sign", sa.Text(), nullable=False),
        sa.Column("back", sa.Text(), nullable=True),
        sa.Column("choice", sa.Text(), server_default="sign", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("delegation", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("done_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "choice <> 'back' OR reason IS NOT NULL",
            name=op.f("ck_signing_items_sent_back_for_a_reason"),
        ),
        sa.CheckConstraint(
            "choice IN ('sign', 'back', 'aside')", name=op.f("ck_signing_items_choice_known")
        ),
        sa.CheckConstraint(
            "outcome IN ('signed', 'back', 'aside', 'failed')",
            name=op.f("ck_signing_items_outcome_known"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (done_at IS NULL)", name=op.f("ck_signing_items_outcome_whole")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["signing_batches.id"],
            name=op.f("fk_signing_items_batch_id_signing_batches"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_signing_items_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["delegation"],
            ["delegations.id"],
            name=op.f("fk_signing_items_delegation_delegations"),
        ),
        sa.PrimaryKeyConstraint("batch_id", "position", name=op.f("pk_signing_items")),
        sa.UniqueConstraint("batch_id", "case_id", name=op.f("uq_signing_items_batch_id_case_id")),
    )
    op.create_index(op.f("ix_signing_items_case_id"), "signing_items", ["case_id"], unique=False)
    op.create_table(
        "lapsed_drafts",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("lapsed_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_lapsed_drafts")),
    )
    op.create_index(
        op.f("ix_lapsed_drafts_lapsed_at"), "lapsed_drafts", ["lapsed_at"], unique=False
    )
    op.create_table(
        "one_time_codes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("client", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=True),
        sa.Column("answers_digest", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("sent_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("tries", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("used_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_codes")),
    )
    op.create_index(
        "ix_one_time_codes_address", "one_time_codes", ["address", "asked_at"], unique=False
    )
    op.create_index("ix_one_time_codes_asked_at", "one_time_codes", ["asked_at"], unique=False)
    op.create_index(
        "ix_one_time_codes_client", "one_time_codes", ["client", "asked_at"], unique=False
    )
    op.create_table(
        "citizen_sessions",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("citizen_id", sa.BigInteger(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("seen_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizens.id"], name=op.f("fk_citizen_sessions_citizen_id_citizens")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_citizen_sessions")),
        sa.UniqueConstraint("id", name=op.f("uq_citizen_sessions_id")),
    )
    op.create_index(
        op.f("ix_citizen_sessions_citizen_id"), "citizen_sessions", ["citizen_id"], unique=False
    )
    op.create_table(
        "short_links",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_short_links_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_short_links")),
    )
    op.create_index(op.f("ix_short_links_case_id"), "short_links", ["case_id"], unique=False)
    op.create_table(
        "draft_codes",
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("born_on", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["drafts.id"],
            name=op.f("fk_draft_codes_draft_id_drafts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_draft_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_draft_codes_code")),
    )
    op.create_index(
        "ix_applicants_mail",
        "applicants",
        [sa.literal_column("lower(mail)")],
        unique=False,
        postgresql_where=sa.text("mail IS NOT NULL"),
    )
    op.create_index(
        "ix_applicants_phone",
        "applicants",
        ["phone"],
        unique=False,
        postgresql_where=sa.text("phone IS NOT NULL"),
    )
    op.create_index(op.f("ix_drafts_citizen_id"), "drafts", ["citizen_id"], unique=False)
    op.create_index("ix_notices_queued", "notices", ["queued_at"], unique=False)
    op.create_index(
        "ix_notices_failed",
        "notices",
        ["failed_at"],
        unique=False,
        postgresql_where=sa.text("failed_at IS NOT NULL"),
    )
    for statement in CREATE:
        op.execute(statement)
    op.create_table(
        "sheet_words",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("sound", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_sheet_words")),
    )
    op.create_index(op.f("ix_sheet_words_sound"), "sheet_words", ["sound"], unique=False)
    op.create_table(
        "sheets",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("summary", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("life_events", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("audience", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("offices", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('eservice', 'procedure')", name=op.f("ck_sheets_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheets")),
        sa.UniqueConstraint("kind", "slug", "digest", name=op.f("uq_sheets_kind_slug_digest")),
    )
    op.create_table(
        "sheet_terms",
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("lexeme", sa.Text(), nullable=False),
        sa.Column("telling", sa.Boolean(), nullable=False),
        sa.Column("sheet_id", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.REAL(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["sheets.id"],
            name=op.f("fk_sheet_terms_sheet_id_sheets"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_sheet_terms_lexeme",
        "sheet_terms",
        ["language", "lexeme", "telling", "sheet_id"],
        unique=True,
        postgresql_include=["weight"],
    )
    op.create_index("ix_sheet_terms_sheet_id", "sheet_terms", ["sheet_id"], unique=False)
    op.create_table(
        "word_trigrams",
        sa.Column("trigram", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["word"],
            ["sheet_words.word"],
            name=op.f("fk_word_trigrams_word_sheet_words"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("trigram", "word", name=op.f("pk_word_trigrams")),
    )
    op.create_table(
        "certifications",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("operator", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (operator IS NULL)", name=op.f("ck_certifications_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_certifications_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certifications")),
    )
    op.create_index("ix_certifications_sheet", "certifications", ["kind", "slug"], unique=False)
    op.create_table(
        "clearance_notices",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("cleared_by", sa.Date(), nullable=False),
        sa.Column("what_if", sa.Text(), nullable=False),
        sa.Column("published_by", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "cleared_by >= counted_on", name=op.f("ck_clearance_notices_days_in_order")
        ),
        sa.CheckConstraint(
            "(withdrawn_by IS NULL) = (withdrawn_at IS NULL)",
            name=op.f("ck_clearance_notices_withdrawn_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by"],
            ["accounts.id"],
            name=op.f("fk_clearance_notices_published_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"],
            ["accounts.id"],
            name=op.f("fk_clearance_notices_withdrawn_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearance_notices")),
    )
    op.create_index(
        "uq_clearance_notices_standing",
        "clearance_notices",
        ["eservice"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "remarks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("suspect", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "at",
            sa.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("closed_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (answer IS NULL)", name=op.f("ck_remarks_answered_whole")
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_remarks_closed_whole")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["accounts.id"], name=op.f("fk_remarks_closed_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
        sa.UniqueConstraint("token", name=op.f("uq_remarks_token")),
    )
    op.create_index(
        "ix_remarks_open",
        "remarks",
        ["id"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "booked_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_booked_days")),
    )
    op.create_table(
        "booked_sums",
        sa.Column("grain", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("eservice", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "grain",
            "day",
            "eservice",
            "office",
            "figure",
            "kind",
            "currency",
            name=op.f("pk_booked_sums"),
        ),
    )
    op.create_table(
        "problems",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("eservice", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("reported_by", sa.BigInteger(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("standing", sa.Text(), server_default="open", nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('step', 'scan', 'tool')", name=op.f("ck_problems_kind_known")),
        sa.CheckConstraint(
            "standing IN ('open', 'answered', 'closed')", name=op.f("ck_problems_standing_known")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_problems_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["reported_by"], ["accounts.id"], name=op.f("fk_problems_reported_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problems")),
    )
    op.create_index(op.f("ix_problems_case_id"), "problems", ["case_id"], unique=False)
    op.create_index(op.f("ix_problems_reported_at"), "problems", ["reported_at"], unique=False)
    op.create_index("ix_problems_reported_by", "problems", ["reported_by", "id"], unique=False)
    op.create_index(
        "ix_problems_unclosed",
        "problems",
        ["id"],
        unique=False,
        postgresql_where=sa.text("standing != 'closed'"),
    )
    op.create_table(
        "problem_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("problem_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_problem_entries_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problems.id"], name=op.f("fk_problem_entries_problem_id_problems")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_entries")),
    )
    op.create_index(
        op.f("ix_problem_entries_problem_id"), "problem_entries", ["problem_id"], unique=False
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("progress", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column(
            "drawings", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.CheckConstraint(
            "scope IN ('all', 'organisation', 'office', 'eservice')",
            name=op.f("ck_reports_scope_known"),
        ),
        sa.CheckConstraint(
            "(made_at IS NULL) = (content IS NULL) AND (made_at IS NULL) = (digest IS NULL)",
            name=op.f("ck_reports_made_whole"),
        ),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_reports_progress_possible")),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["accounts.id"], name=op.f("fk_reports_asked_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index("ix_reports_asked", "reports", ["asked_at"], unique=False)
    op.create_table(
        "report_files",
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_report_files_report_id_reports")
        ),
        sa.PrimaryKeyConstraint("report_id", "format", "language", name=op.f("pk_report_files")),
    )
    op.create_index(op.f("ix_report_files_sha256"), "report_files", ["sha256"], unique=False)
    op.create_index(
        "ix_payment_intents_settled",
        "payment_intents",
        ["settled_at"],
        unique=False,
        postgresql_where=sa.text("settled_at IS NOT NULL"),
    )
    op.create_index(
        "ix_refunds_done",
        "refunds",
        ["done_at"],
        unique=False,
        postgresql_where=sa.text("done_at IS NOT NULL"),
    )
    op.create_index(
        "ix_out_of_turn_granted",
        "out_of_turn",
        ["settled_at"],
        unique=False,
        postgresql_where="granted",
    )
    op.create_table(
        "hand_overs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("act_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("manner", sa.Text(), nullable=False),
        sa.Column("document_kind", sa.Text(), nullable=True),
        sa.Column("document_end", sa.Text(), nullable=True),
        sa.Column("printed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "manner IN ('code', 'identity')", name=op.f("ck_hand_overs_manner_known")
        ),
        sa.CheckConstraint(
            "num_nulls(document_kind, document_end) = CASE WHEN manner = 'code' THEN 2 ELSE 0 END",
            name=op.f("ck_hand_overs_document_seen"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_hand_overs_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name=op.f("fk_hand_overs_act_id_acts")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_hand_overs_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["offices.slug"], name=op.f("fk_hand_overs_office_offices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_overs")),
    )
    op.create_index(op.f("ix_hand_overs_case_id"), "hand_overs", ["case_id"], unique=False)
    op.create_table(
        "hand_over_misses",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("act_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_hand_over_misses_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["act_id"], ["acts.id"], name=op.f("fk_hand_over_misses_act_id_acts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over_misses")),
    )
    op.create_index("ix_hand_over_misses_act", "hand_over_misses", ["act_id", "at"], unique=False)
    op.create_index(
        "ix_hand_over_misses_account", "hand_over_misses", ["account_id", "at"], unique=False
    )
    op.create_table(
        "paper_batches",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("towards", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("closed_by", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("late_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("settled_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("settled_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL)",
            name=op.f("ck_paper_batches_settled_whole"),
        ),
        sa.CheckConstraint(
            "num_nulls(number, closed_at, closed_by, due_at, digest) IN (0, 5)",
            name=op.f("ck_paper_batches_closed_whole"),
        ),
        sa.CheckConstraint("office <> towards", name=op.f("ck_paper_batches_goes_elsewhere")),
        sa.CheckConstraint(
            "settled_at IS NULL OR closed_at IS NOT NULL",
            name=op.f("ck_paper_batches_closed_first"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["accounts.id"], name=op.f("fk_paper_batches_closed_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["offices.slug"], name=op.f("fk_paper_batches_office_offices")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["accounts.id"], name=op.f("fk_paper_batches_settled_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["towards"], ["offices.slug"], name=op.f("fk_paper_batches_towards_offices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batches")),
        sa.UniqueConstraint("number", name=op.f("uq_paper_batches_number")),
    )
    op.create_index(
        "ix_paper_batches_due",
        "paper_batches",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NOT NULL AND settled_at IS NULL"),
    )
    op.create_index(
        "ix_paper_batches_towards", "paper_batches", ["towards", "closed_at"], unique=False
    )
    op.create_index(
        "uq_paper_batches_open",
        "paper_batches",
        ["office", "towards"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "paper_files",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("standing", sa.Text(), nullable=True),
        sa.Column("judged_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("judged_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('consent', 'originals')", name=op.f("ck_paper_files_kind_known")
        ),
        sa.CheckConstraint(
            "standing IN ('received', 'missing')", name=op.f("ck_paper_files_standing_known")
        ),
        sa.CheckConstraint(
            "num_nulls(standing, judged_at, judged_by) IN (0, 3)",
            name=op.f("ck_paper_files_judged_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["added_by"], ["accounts.id"], name=op.f("fk_paper_files_added_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["paper_batches.id"], name=op.f("fk_paper_files_batch_id_paper_batches")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_paper_files_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["judged_by"], ["accounts.id"], name=op.f("fk_paper_files_judged_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_files")),
        sa.UniqueConstraint(
            "batch_id", "case_id", "kind", name=op.f("uq_paper_files_batch_id_case_id_kind")
        ),
    )
    op.create_index(op.f("ix_paper_files_case_id"), "paper_files", ["case_id"], unique=False)
    op.create_index(
        "uq_paper_files_lying",
        "paper_files",
        ["case_id", "kind"],
        unique=True,
        postgresql_where=sa.text("standing IS NULL"),
    )
    op.create_table(
        "paper_surplus",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.BigInteger(), nullable=False),
        sa.Column("noted_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["paper_batches.id"], name=op.f("fk_paper_surplus_batch_id_paper_batches")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["accounts.id"], name=op.f("fk_paper_surplus_noted_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_surplus")),
        sa.UniqueConstraint(
            "batch_id", "reference", name=op.f("uq_paper_surplus_batch_id_reference")
        ),
    )
    op.create_table(
        "account_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column(
            "asked", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("resets_factors", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("proposed_by", sa.BigInteger(), nullable=False),
        sa.Column("proposed_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.Column("settled_by", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('open', 'change', 'reopen', 'invite')",
            name=op.f("ck_account_changes_kind_known"),
        ),
        sa.CheckConstraint(
            "(confirmed IS NULL) = (settled_at IS NULL)",
            name=op.f("ck_account_changes_settled_whole"),
        ),
        sa.CheckConstraint(
            "confirmed IS NOT TRUE OR (settled_by IS NOT NULL AND settled_by <> proposed_by)",
            name=op.f("ck_account_changes_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["accounts.id"], name=op.f("fk_account_changes_proposed_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["accounts.id"], name=op.f("fk_account_changes_settled_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_changes")),
    )
    op.create_index(
        "uq_account_changes_waiting",
        "account_changes",
        ["login"],
        unique=True,
        postgresql_where=sa.text("confirmed IS NULL"),
    )
    op.create_table(
        "administration_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "at",
            sa.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("operator", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "data", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (operator IS NULL)",
            name=op.f("ck_administration_entries_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_administration_entries_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_administration_entries")),
    )
    op.create_index(
        op.f("ix_administration_entries_at"), "administration_entries", ["at"], unique=False
    )
    op.create_index(
        op.f("ix_administration_entries_subject"),
        "administration_entries",
        ["subject"],
        unique=False,
    )
    op.create_table(
        "invitations",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("failures", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("used_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_invitations_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invitations")),
    )
    op.create_index(op.f("ix_invitations_account_id"), "invitations", ["account_id"], unique=False)
    op.create_table(
        "calendar_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("reached", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("moved", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("finished_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["office"], ["offices.slug"], name=op.f("fk_calendar_changes_office_offices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_changes")),
    )
    op.create_index(
        op.f("ix_calendar_changes_office"), "calendar_changes", ["office"], unique=False
    )
    op.create_table(
        "closings",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("announced_by", sa.BigInteger(), nullable=False),
        sa.Column("announced_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("open_from", sa.Date(), nullable=True),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("end_change_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(open_from IS NULL) = (end_change_id IS NULL)", name=op.f("ck_closings_ended_whole")
        ),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_closings_days_in_order")),
        sa.CheckConstraint("open_from >= first_day", name=op.f("ck_closings_opens_after")),
        sa.ForeignKeyConstraint(
            ["announced_by"], ["accounts.id"], name=op.f("fk_closings_announced_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["calendar_changes.id"],
            name=op.f("fk_closings_change_id_calendar_changes"),
        ),
        sa.ForeignKeyConstraint(
            ["end_change_id"],
            ["calendar_changes.id"],
            name=op.f("fk_closings_end_change_id_calendar_changes"),
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["offices.slug"], name=op.f("fk_closings_office_offices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closings")),
    )
    op.create_index(op.f("ix_closings_office"), "closings", ["office"], unique=False)
    op.create_table(
        "office_hours",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("week", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("set_by", sa.BigInteger(), nullable=False),
        sa.Column("set_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("end_change_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("end_change_id > change_id", name=op.f("ck_office_hours_ended_later")),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["calendar_changes.id"],
            name=op.f("fk_office_hours_change_id_calendar_changes"),
        ),
        sa.ForeignKeyConstraint(
            ["end_change_id"],
            ["calendar_changes.id"],
            name=op.f("fk_office_hours_end_change_id_calendar_changes"),
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["offices.slug"], name=op.f("fk_office_hours_office_offices")
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["accounts.id"], name=op.f("fk_office_hours_set_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_hours")),
    )
    op.create_index(op.f("ix_office_hours_office"), "office_hours", ["office"], unique=False)
    op.create_table(
        "retention_switches",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("proposed_by", sa.BigInteger(), nullable=False),
        sa.Column("proposed_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL)",
            name=op.f("ck_retention_switches_confirmed_whole"),
        ),
        sa.CheckConstraint(
            "(ended_by IS NULL) = (ended_at IS NULL)",
            name=op.f("ck_retention_switches_ended_whole"),
        ),
        sa.CheckConstraint(
            "confirmed_by IS DISTINCT FROM proposed_by",
            name=op.f("ck_retention_switches_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"],
            ["accounts.id"],
            name=op.f("fk_retention_switches_confirmed_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["accounts.id"], name=op.f("fk_retention_switches_ended_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["accounts.id"],
            name=op.f("fk_retention_switches_proposed_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_switches")),
    )
    op.create_table(
        "erasures",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("attachments_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("answers_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_erasures_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_erasures")),
    )
    op.create_table(
        "legal_holds",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("held_by", sa.BigInteger(), nullable=False),
        sa.Column("held_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.BigInteger(), nullable=True),
        sa.Column("lifted_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(lifted_by IS NULL) = (lifted_at IS NULL)", name=op.f("ck_legal_holds_lifted_whole")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_legal_holds_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["held_by"], ["accounts.id"], name=op.f("fk_legal_holds_held_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by"], ["accounts.id"], name=op.f("fk_legal_holds_lifted_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_holds")),
    )
    op.create_index(
        "uq_legal_holds_standing",
        "legal_holds",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_table(
        "sms_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_sms_days")),
    )
    op.create_table(
        "tills",
        sa.Column("id", sa.SmallInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("eservices", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.ForeignKeyConstraint(["office"], ["offices.slug"], name=op.f("fk_tills_office_offices")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tills")),
        sa.UniqueConstraint("slug", name=op.f("uq_tills_slug")),
    )
    op.create_index(op.f("ix_tills_office"), "tills", ["office"], unique=False)
    op.create_table(
        "till_sessions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("till_id", sa.SmallInteger(), nullable=False),
        sa.Column("cashier", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("opening", sa.BigInteger(), nullable=False),
        sa.Column("opening_pieces", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("counted", sa.BigInteger(), nullable=True),
        sa.Column("counted_pieces", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("counted_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("expected", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(acknowledged_by IS NULL) = (acknowledged_at IS NULL)"
            " AND (acknowledged_by IS NULL OR closed_at IS NOT NULL)",
            name=op.f("ck_till_sessions_acknowledgement_whole"),
        ),
        sa.CheckConstraint(
            "(counted IS NULL) = (counted_at IS NULL) AND (counted IS NULL) = (expected IS NULL)",
            name=op.f("ck_till_sessions_count_whole"),
        ),
        sa.CheckConstraint("acknowledged_by <> cashier", name=op.f("ck_till_sessions_four_eyes")),
        sa.CheckConstraint(
            "closed_at IS NULL"
            " OR (counted IS NOT NULL AND (counted = expected OR reason IS NOT NULL))",
            name=op.f("ck_till_sessions_difference_explained"),
        ),
        sa.CheckConstraint(
            "opening >= 0 AND counted >= 0", name=op.f("ck_till_sessions_counted_what_is_there")
        ),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"],
            ["accounts.id"],
            name=op.f("fk_till_sessions_acknowledged_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["cashier"], ["accounts.id"], name=op.f("fk_till_sessions_cashier_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["till_id"], ["tills.id"], name=op.f("fk_till_sessions_till_id_tills")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till_sessions")),
        sa.UniqueConstraint("token", name=op.f("uq_till_sessions_token")),
    )
    op.create_index("ix_till_sessions_opened", "till_sessions", ["opened_at"], unique=False)
    op.create_index(
        "uq_till_sessions_open_cashier",
        "till_sessions",
        ["cashier"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "uq_till_sessions_open_till_id",
        "till_sessions",
        ["till_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "till_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("intent_id", sa.Text(), nullable=True),
        sa.Column("tendered", sa.BigInteger(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'deposit') = (intent_id IS NULL)", name=op.f("ck_till_entries_payment_named")
        ),
        sa.CheckConstraint(
            "(kind = 'taking') = (tendered IS NOT NULL)"
            " AND (tendered IS NULL OR tendered >= amount)",
            name=op.f("ck_till_entries_tendered_enough"),
        ),
        sa.CheckConstraint(
            "amount <> 0 AND (kind = 'taking') = (amount > 0)",
            name=op.f("ck_till_entries_sign_of_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["intent_id"],
            ["payment_intents.id"],
            name=op.f("fk_till_entries_intent_id_payment_intents"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["till_sessions.id"],
            name=op.f("fk_till_entries_session_id_till_sessions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till_entries")),
        sa.UniqueConstraint("session_id", "key", name=op.f("uq_till_entries_session_id_key")),
    )
    op.create_index("ix_till_entries_at", "till_entries", ["at"], unique=False)
    op.create_index(
        "uq_till_entries_given_back",
        "till_entries",
        ["intent_id"],
        unique=True,
        postgresql_where=sa.text("kind IN ('reversal', 'refund')"),
    )
    op.create_index(
        "uq_till_entries_taken",
        "till_entries",
        ["intent_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'taking'"),
    )
    op.create_table(
        "cash_deposits",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("slip", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("deposited_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("checked_by", sa.BigInteger(), nullable=True),
        sa.Column("checked_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(checked_by IS NULL) = (checked_at IS NULL)", name=op.f("ck_cash_deposits_check_whole")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_cash_deposits_amount_positive")),
        sa.CheckConstraint("checked_by <> recorded_by", name=op.f("ck_cash_deposits_four_eyes")),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["accounts.id"], name=op.f("fk_cash_deposits_checked_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["till_entries.id"], name=op.f("fk_cash_deposits_entry_id_till_entries")
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["offices.slug"], name=op.f("fk_cash_deposits_office_offices")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["accounts.id"], name=op.f("fk_cash_deposits_recorded_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_deposits")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_cash_deposits_entry_id")),
        sa.UniqueConstraint("office", "slip", name=op.f("uq_cash_deposits_office_slip")),
        sa.UniqueConstraint("token", name=op.f("uq_cash_deposits_token")),
    )
    op.create_table(
        "cash_returns",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("intent_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.BigInteger(), nullable=False),
        sa.Column("proposed_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("voucher", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(entry_id IS NULL) = (voucher IS NULL) AND (entry_id IS NULL OR granted)",
            name=op.f("ck_cash_returns_handed_out_when_granted"),
        ),
        sa.CheckConstraint(
            "(granted IS NULL) = (decided_by IS NULL) AND (granted IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_cash_returns_decision_whole"),
        ),
        sa.CheckConstraint("decided_by <> proposed_by", name=op.f("ck_cash_returns_four_eyes")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("fk_cash_returns_decided_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["till_entries.id"], name=op.f("fk_cash_returns_entry_id_till_entries")
        ),
        sa.ForeignKeyConstraint(
            ["intent_id"],
            ["payment_intents.id"],
            name=op.f("fk_cash_returns_intent_id_payment_intents"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["accounts.id"], name=op.f("fk_cash_returns_proposed_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_returns")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_cash_returns_entry_id")),
        sa.UniqueConstraint("token", name=op.f("uq_cash_returns_token")),
    )
    op.create_index(
        "uq_cash_returns_standing",
        "cash_returns",
        ["intent_id"],
        unique=True,
        postgresql_where=sa.text("granted IS DISTINCT FROM false"),
    )
    op.create_table(
        "receipt_prints",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("intent_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_receipt_prints_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["intent_id"], ["receipts.intent_id"], name=op.f("fk_receipt_prints_intent_id_receipts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_prints")),
    )
    op.create_index(
        op.f("ix_receipt_prints_intent_id"), "receipt_prints", ["intent_id"], unique=False
    )
    # ### end Alembic commands ###


def downgrade() -> None:
    # ### commands auto generated by Alembic - please adjust! ###
    op.drop_table("sms_days")
    op.drop_index(
        "uq_legal_holds_standing",
        table_name="legal_holds",
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.drop_table("legal_holds")
    op.drop_table("erasures")
    op.drop_table("retention_switches")
    op.drop_index(op.f("ix_office_hours_office"), table_name="office_hours")
    op.drop_table("office_hours")
    op.drop_index(op.f("ix_closings_office"), table_name="closings")
    op.drop_table("closings")
    op.drop_index(op.f("ix_calendar_changes_office"), table_name="calendar_changes")
    op.drop_table("calendar_changes")
    op.drop_table("paper_surplus")
    op.drop_index(
        "uq_paper_files_lying",
        table_name="paper_files",
        postgresql_where=sa.text("standing IS NULL"),
    )
    op.drop_table("paper_files")
    op.drop_table("paper_batches")
    op.drop_table("hand_over_misses")
    op.drop_table("hand_overs")
    op.drop_index(op.f("ix_invitations_account_id"), table_name="invitations")
    op.drop_table("invitations")
    op.drop_index(op.f("ix_administration_entries_subject"), table_name="administration_entries")
    op.drop_index(op.f("ix_administration_entries_at"), table_name="administration_entries")
    op.drop_table("administration_entries")
    op.drop_index(
        "uq_account_changes_waiting",
        table_name="account_changes",
        postgresql_where=sa.text("confirmed IS NULL"),
    )
    op.drop_table("account_changes")
    op.drop_index(op.f("ix_receipt_prints_intent_id"), table_name="receipt_prints")
    op.drop_table("receipt_prints")
    op.drop_index(
        "uq_cash_returns_standing",
        table_name="cash_returns",
        postgresql_where=sa.text("granted IS DISTINCT FROM false"),
    )
    op.drop_table("cash_returns")
    op.drop_table("cash_deposits")
    op.drop_index(
        "uq_till_entries_taken",
        table_name="till_entries",
        postgresql_where=sa.text("kind = 'taking'"),
    )
    op.drop_index(
        "uq_till_entries_given_back",
        table_name="till_entries",
        postgresql_where=sa.text("kind IN ('reversal', 'refund')"),
    )
    op.drop_index("ix_till_entries_at", table_name="till_entries")
    op.drop_table("till_entries")
    op.drop_index(
        "uq_till_sessions_open_till_id",
        table_name="till_sessions",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(
        "uq_till_sessions_open_cashier",
        table_name="till_sessions",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index("ix_till_sessions_opened", table_name="till_sessions")
    op.drop_table("till_sessions")
    op.drop_index(op.f("ix_tills_office"), table_name="tills")
    op.drop_table("tills")
    op.drop_index("ix_out_of_turn_granted", table_name="out_of_turn", postgresql_where="granted")
    op.drop_index(
        "ix_refunds_done", table_name="refunds", postgresql_where=sa.text("done_at IS NOT NULL")
    )
    op.drop_index(
        "ix_payment_intents_settled",
        table_name="payment_intents",
        postgresql_where=sa.text("settled_at IS NOT NULL"),
    )
    op.drop_index(op.f("ix_report_files_sha256"), table_name="report_files")
    op.drop_table("report_files")
    op.drop_index("ix_reports_asked", table_name="reports")
    op.drop_table("reports")
    op.drop_index(op.f("ix_problem_entries_problem_id"), table_name="problem_entries")
    op.drop_table("problem_entries")
    op.drop_index(op.f("ix_problems_case_id"), table_name="problems")
    op.drop_index(op.f("ix_problems_reported_at"), table_name="problems")
    op.drop_index("ix_problems_reported_by", table_name="problems")
    op.drop_index(
        "ix_problems_unclosed",
        table_name="problems",
        postgresql_where=sa.text("standing != 'closed'"),
    )
    op.drop_table("problems")
    op.drop_table("booked_sums")
    op.drop_table("booked_days")
    op.drop_index(op.f("ix_question_claims_question_id"), table_name="question_claims")
    op.drop_table("question_claims")
    op.drop_index(
        "ix_questions_waiting",
        table_name="questions",
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_table("questions")
    op.drop_index(
        "ix_remarks_open", table_name="remarks", postgresql_where=sa.text("closed_at IS NULL")
    )
    op.drop_table("remarks")
    op.drop_index(
        "uq_clearance_notices_standing",
        table_name="clearance_notices",
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.drop_table("clearance_notices")
    op.drop_index("ix_certifications_sheet", table_name="certifications")
    op.drop_table("certifications")
    op.drop_table("word_trigrams")
    op.drop_index("ix_sheet_terms_lexeme", table_name="sheet_terms", postgresql_include=["weight"])
    op.drop_index("ix_sheet_terms_sheet_id", table_name="sheet_terms")
    op.drop_table("sheet_terms")
    op.drop_table("sheets")
    op.drop_index(op.f("ix_sheet_words_sound"), table_name="sheet_words")
    op.drop_table("sheet_words")
    op.drop_table("board_delays")
    for statement in DROP:
        op.execute(statement)
    op.drop_index(op.f("ix_signing_items_case_id"), table_name="signing_items")
    op.drop_table("signing_items")
    op.drop_index(
        "uq_signing_batches_open",
        table_name="signing_batches",
        postgresql_where=sa.text("confirmed_at IS NULL AND finished_at IS NULL"),
    )
    op.drop_index(op.f("ix_signing_batches_account_id"), table_name="signing_batches")
    op.drop_table("signing_batches")
    op.drop_index(
        "ix_text_blocks_offered",
        table_name="text_blocks",
        postgresql_where=sa.text("approved_at IS NOT NULL AND retired_at IS NULL"),
    )
    op.drop_table("text_blocks")
    op.drop_index(op.f("ix_case_notes_case_id"), table_name="case_notes")
    op.drop_table("case_notes")
    op.drop_table("unfinished_work")
    op.drop_index("ix_recusals_at", table_name="recusals")
    op.drop_index(
        "ix_recusals_unseen", table_name="recusals", postgresql_where=sa.text("seen_at IS NULL")
    )
    op.drop_table("recusals")
    op.drop_index("ix_delegations_delegator", table_name="delegations")
    op.drop_index("ix_delegations_substitute", table_name="delegations")
    op.drop_table("delegations")
    op.drop_index("ix_absences_account_id", table_name="absences")
    op.drop_table("absences")
    op.drop_index(op.f("ix_second_factors_account_id"), table_name="second_factors")
    op.drop_table("second_factors")
    op.drop_index(op.f("ix_recovery_codes_account_id"), table_name="recovery_codes")
    op.drop_table("recovery_codes")
    op.drop_index(op.f("ix_proof_entries_account_id"), table_name="proof_entries")
    op.drop_table("proof_entries")
    op.drop_table("transfers")
    op.drop_index(op.f("ix_drafts_citizen_id"), table_name="drafts")
    op.drop_table("draft_codes")
    op.drop_table("short_links")
    op.drop_table("citizen_sessions")
    op.drop_table("one_time_codes")
    op.drop_table("lapsed_drafts")
    op.drop_index(
        "ix_journal_entries_overflowed",
        table_name="journal_entries",
        postgresql_where=sa.text("trigger = 'overflowed'"),
    )
    op.drop_index(
        "ix_journal_entries_at",
        table_name="journal_entries",
        postgresql_where=sa.text("account_id IS NOT NULL"),
    )
    op.drop_index(op.f("ix_file_openings_at"), table_name="file_openings")
    op.drop_index("ix_claims_ended", table_name="claims")
    op.drop_index("ix_claims_at", table_name="claims")
    op.drop_index(
        "ix_watch_flags_new",
        table_name="watch_flags",
        postgresql_where=sa.text("inspection_id IS NULL"),
    )
    op.drop_index(op.f("ix_watch_flags_inspection_id"), table_name="watch_flags")
    op.drop_table("watch_flags")
    op.drop_index("ix_complaints_lodged", table_name="complaints")
    op.drop_index(
        "ix_complaints_about",
        table_name="complaints",
        postgresql_where=sa.text("about IS NOT NULL"),
    )
    op.drop_table("complaints")
    op.drop_table("estimate_levels")
    op.drop_table("estimates")
    op.drop_index(
        "uq_queue_stays_standing",
        table_name="queue_stays",
        postgresql_where=sa.text("until IS NULL"),
    )
    op.drop_index(
        "ix_queue_stays_waiting",
        table_name="queue_stays",
        postgresql_where=sa.text("until IS NULL"),
    )
    op.drop_index("ix_queue_stays_since", table_name="queue_stays")
    op.drop_index("ix_queue_stays_left", table_name="queue_stays")
    op.drop_index(op.f("ix_queue_stays_case_id"), table_name="queue_stays")
    op.drop_table("queue_stays")
    op.drop_index(
        "uq_out_of_turn_open", table_name="out_of_turn", postgresql_where=sa.text("granted IS NULL")
    )
    op.drop_index("ix_out_of_turn_settled", table_name="out_of_turn")
    op.drop_index(op.f("ix_out_of_turn_case_id"), table_name="out_of_turn")
    op.drop_table("out_of_turn")
    op.drop_index(op.f("ix_inspection_entries_inspection_id"), table_name="inspection_entries")
    op.drop_table("inspection_entries")
    op.drop_table("inspections")
    op.drop_table("watch_runs")
    op.drop_index(
        "ix_board_open_empty", table_name="board_open", postgresql_where=sa.text("count = 0")
    )
    op.drop_table("board_open")
    op.drop_table("board_days")
    op.drop_table("board_changes")
    op.drop_table("board_cases")
    op.drop_index(op.f("ix_what_ifs_asked_by"), table_name="what_ifs")
    op.drop_index("ix_what_ifs_asked", table_name="what_ifs")
    op.drop_table("what_ifs")
    op.drop_index(
        "uq_known_events_standing",
        table_name="known_events",
        postgresql_where=sa.text("struck_at IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
    op.drop_table("known_events")
    op.drop_table("history_events")
    op.drop_table("history_imports")
    op.drop_index("ix_history_cases_lodged", table_name="history_cases")
    op.drop_table("history_cases")
    op.drop_table("forecasts")
    op.drop_index(op.f("ix_intent_charges_charge_id"), table_name="intent_charges")
    op.drop_table("intent_charges")
    op.drop_index(op.f("ix_refunds_case_id"), table_name="refunds")
    op.drop_table("refunds")
    op.drop_index(op.f("ix_receipts_file_sha256"), table_name="receipts")
    op.drop_index(op.f("ix_receipts_case_id"), table_name="receipts")
    op.drop_table("receipts")
    op.drop_index(op.f("ix_provider_events_intent_id"), table_name="provider_events")
    op.drop_table("provider_events")
    op.drop_index(op.f("ix_charges_settled_by"), table_name="charges")
    op.drop_table("charges")
    op.drop_index(
        "uq_payment_intents_payable",
        table_name="payment_intents",
        postgresql_where=sa.text("status IN ('created', 'open')"),
    )
    op.drop_index(
        "ix_payment_intents_pending",
        table_name="payment_intents",
        postgresql_where=sa.text("status IN ('created', 'open')"),
    )
    op.drop_index(op.f("ix_payment_intents_case_id"), table_name="payment_intents")
    op.drop_table("payment_intents")
    op.drop_index(
        "ix_outbox_events_parked",
        table_name="outbox_events",
        postgresql_where=sa.text("parked_at IS NOT NULL"),
    )
    op.drop_index(
        "ix_outbox_events_due",
        table_name="outbox_events",
        postgresql_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
    )
    op.drop_table("outbox_events")
    op.drop_table("notices")
    op.drop_table("journal_entries")
    op.drop_index(op.f("ix_file_openings_case_id"), table_name="file_openings")
    op.drop_table("file_openings")
    op.drop_index("ix_drafts_expires_at", table_name="drafts")
    op.drop_index(op.f("ix_drafts_case_id"), table_name="drafts")
    op.drop_table("drafts")
    op.drop_table("assistances")
    op.drop_table("citizens")
    op.drop_index(
        "ix_deadlines_warn",
        table_name="deadlines",
        postgresql_where=sa.text("stopped_at IS NULL AND warned_at IS NULL"),
    )
    op.drop_index(
        "ix_deadlines_overflow",
        table_name="deadlines",
        postgresql_where=sa.text("stopped_at IS NULL AND kind = 'overflow'"),
    )
    op.drop_index(
        "ix_deadlines_calendar",
        table_name="deadlines",
        postgresql_where=sa.text("stopped_at IS NULL"),
    )
    op.drop_index(
        "ix_deadlines_due",
        table_name="deadlines",
        postgresql_where=sa.text(
            "stopped_at IS NULL AND breached_at IS NULL AND kind <> 'overflow'"
        ),
    )
    op.drop_index(
        "ix_deadlines_consultation_id",
        table_name="deadlines",
        postgresql_where=sa.text("consultation_id IS NOT NULL"),
    )
    op.drop_index(op.f("ix_deadlines_case_id"), table_name="deadlines")
    op.drop_table("deadlines")
    op.drop_index(
        "uq_claims_open_opinion",
        table_name="claims",
        postgresql_where=sa.text("ended_at IS NULL AND consultation_id IS NOT NULL"),
    )
    op.drop_index(
        "uq_claims_open",
        table_name="claims",
        postgresql_where=sa.text("ended_at IS NULL AND consultation_id IS NULL"),
    )
    op.drop_index(op.f("ix_claims_case_id"), table_name="claims")
    op.drop_table("claims")
    op.drop_index(
        "ix_consultations_waiting",
        table_name="consultations",
        postgresql_where=sa.text(
            "claimed_by IS NULL AND answered_at IS NULL AND closed_at IS NULL"
        ),
    )
    op.drop_index(
        "ix_consultations_claimed",
        table_name="consultations",
        postgresql_where=sa.text("claimed_by IS NOT NULL"),
    )
    op.drop_table("consultations")
    op.drop_index(op.f("ix_attachments_draft_id"), table_name="attachments")
    op.drop_index(op.f("ix_attachments_case_id"), table_name="attachments")
    op.drop_table("attachments")
    op.drop_table("assessments")
    op.drop_table("representatives")
    op.drop_table("applicants")
    op.drop_table("case_links")
    op.drop_index(op.f("ix_translation_entries_translation_id"), table_name="translation_entries")
    op.drop_index(op.f("ix_translation_entries_account_id"), table_name="translation_entries")
    op.drop_table("translation_entries")
    op.drop_index(op.f("ix_translations_account_id"), table_name="translations")
    op.drop_table("translations")
    op.drop_table("filings")
    op.drop_index(
        "uq_revocations_standing",
        table_name="revocations",
        postgresql_where=sa.text("confirmed IS NOT false"),
    )
    op.drop_table("revocations")
    op.drop_index(
        "uq_acts_active",
        table_name="acts",
        postgresql_where=sa.text("status IN ('reserved', 'valid')"),
    )
    op.drop_index(op.f("ix_acts_case_id"), table_name="acts")
    op.drop_table("acts")
    op.drop_index(op.f("ix_staff_sessions_account_id"), table_name="staff_sessions")
    op.drop_table("staff_sessions")
    op.drop_table("lever_members")
    op.drop_index(
        "uq_levers_open",
        table_name="levers",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("levers")
    op.drop_index(op.f("ix_pool_members_account_id"), table_name="pool_members")
    op.drop_table("pool_members")
    op.drop_index(
        "ix_cases_waiting",
        table_name="cases",
        postgresql_where=sa.text("pool_id IS NOT NULL AND claimed_by IS NULL"),
    )
    op.drop_index("ix_cases_lodged", table_name="cases")
    op.drop_index(
        "ix_cases_closed", table_name="cases", postgresql_where=sa.text("closed_at IS NOT NULL")
    )
    op.drop_index(
        "ix_cases_claimed", table_name="cases", postgresql_where=sa.text("claimed_by IS NOT NULL")
    )
    op.drop_table("cases")
    op.drop_table("pools")
    op.drop_index(op.f("ix_publication_entries_eservice"), table_name="publication_entries")
    op.drop_table("publication_entries")
    op.drop_table("accounts")
    op.drop_index(op.f("ix_sandbox_events_reference"), table_name="sandbox_events")
    op.drop_table("sandbox_events")
    op.drop_table("offices")
    op.drop_table("publications")
    op.drop_index(op.f("ix_sign_in_failures_at"), table_name="sign_in_failures")
    op.drop_table("sign_in_failures")
    op.drop_table("series")
    op.drop_table("sandbox_checkouts")
    op.drop_table("organisations")
    op.drop_index(op.f("ix_definitions_eservice"), table_name="definitions")
    op.drop_table("definitions")
    op.drop_table("calendars")
    op.execute(sa.schema.DropSequence(sa.Sequence("reference_numbers")))
    # ### end Alembic commands ###
