"""What the database itself writes down, so that no way of changing a case can leave it out.

Two ledgers: who waited in which agent queue, which the integrity watch reads, and which cases the
board must count anew. See ADR 0012.
"""

#: In the order of creation; the revisions execute these very statements.
CREATE = (
    """
    CREATE FUNCTION note_queue_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE queue_stays SET until = clock_timestamp()
        WHERE case_id = NEW.id AND until IS NULL;
      IF NEW.pool_id IS NOT NULL THEN
        INSERT INTO queue_stays (case_id, pool_id, eligible_at, barred, since)
          VALUES (NEW.id, NEW.pool_id, NEW.eligible_at, NEW.barred, clock_timestamp());
      END IF;
      RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION note_case_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO board_changes (case_id) VALUES (NEW.id);
      RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION note_promise_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO board_changes (case_id) VALUES (NEW.case_id);
      RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER queue_stay_begins AFTER INSERT ON cases
      FOR EACH ROW WHEN (NEW.pool_id IS NOT NULL) EXECUTE FUNCTION note_queue_stay()
    """,
    """
    CREATE TRIGGER queue_stay_changes AFTER UPDATE OF pool_id, eligible_at ON cases
      FOR EACH ROW WHEN (
        OLD.pool_id IS DISTINCT FROM NEW.pool_id
        OR (NEW.pool_id IS NOT NULL AND OLD.eligible_at IS DISTINCT FROM NEW.eligible_at)
      ) EXECUTE FUNCTION note_queue_stay()
    """,
    # Whoever withdraws from a case that waits is not overtaking it when they take a younger one.
    """
    CREATE FUNCTION note_barred() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE queue_stays SET barred = NEW.barred WHERE case_id = NEW.id AND until IS NULL;
      RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER queue_stay_barred AFTER UPDATE OF barred ON cases
      FOR EACH ROW WHEN (
        OLD.pool_id = NEW.pool_id AND OLD.barred IS DISTINCT FROM NEW.barred
      ) EXECUTE FUNCTION note_barred()
    """,
    """
    CREATE TRIGGER board_case_lodged AFTER INSERT ON cases
      FOR EACH ROW EXECUTE FUNCTION note_case_change()
    """,
    """
    CREATE TRIGGER board_case_changes AFTER UPDATE OF stage, pool_id, eligible_at ON cases
      FOR EACH ROW WHEN (
        OLD.stage <> NEW.stage
        OR OLD.pool_id IS DISTINCT FROM NEW.pool_id
        OR OLD.eligible_at IS DISTINCT FROM NEW.eligible_at
      ) EXECUTE FUNCTION note_case_change()
    """,
    """
    CREATE TRIGGER board_promise_begins AFTER INSERT ON deadlines
      FOR EACH ROW WHEN (NEW.kind = 'promise') EXECUTE FUNCTION note_promise_change()
    """,
    """
    CREATE TRIGGER board_promise_changes AFTER UPDATE OF due_at, breached_at ON deadlines
      FOR EACH ROW WHEN (
        NEW.kind = 'promise' AND (
          OLD.due_at IS DISTINCT FROM NEW.due_at
          OR OLD.breached_at IS DISTINCT FROM NEW.breached_at
        )
      ) EXECUTE FUNCTION note_promise_change()
    """,
)
#: With their triggers.
DROP = tuple(
    f"DROP FUNCTION {name}() CASCADE"
    for name in (
        "note_queue_stay",
        "note_barred",
        "note_case_change",
        "note_promise_change",
    )
)
