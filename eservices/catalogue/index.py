"""Writing the index of sheets: what each says, stemmed by PostgreSQL, and the words themselves."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from eservices.catalogue.entries import MENTIONED, Entry, SheetKind
from eservices.catalogue.tables import sheets, word_trigrams
from eservices.catalogue.words import guessable, sound_of, trigrams

#: Languages whose words PostgreSQL stems; those of the others are found as they are written.
STEMMED = frozenset({"fr", "en"})
UNSTEMMED = "other"
STEM_TERMS = text(
    """
    INSERT INTO sheet_terms (language, lexeme, telling, sheet_id, weight)
    SELECT p.language, l.lexeme, max(p.weight) > CAST(:mentioned AS real), :sheet_id, max(p.weight)
    FROM unnest(CAST(:languages AS text[]), CAST(:weights AS real[]), CAST(:passages AS text[]))
        AS p (language, weight, passage),
      unnest(to_tsvector(CASE p.language WHEN 'fr' THEN 'french'::regconfig
        WHEN 'en' THEN 'english'::regconfig ELSE 'simple'::regconfig END, p.passage)) AS l
    GROUP BY 1, 2
    """
)
LEARN = text(
    """
    INSERT INTO sheet_words (word, sound, size)
    SELECT * FROM unnest(CAST(:words AS text[]), CAST(:sounds AS text[]), CAST(:sizes AS int[]))
    ON CONFLICT DO NOTHING RETURNING word
    """
)


def write_entry(connection: Connection, entry: Entry) -> None:
    """Put a sheet into the index; one that is there is left as it is."""
    values = {
        "kind": entry.kind.value,
        "slug": entry.slug,
        "digest": entry.digest,
        "title": dict(entry.title.root),
        "summary": dict(entry.summary.root),
        "authority": entry.authority,
        "category": entry.category,
        "life_events": list(entry.life_events),
        "audience": list(entry.audience),
        "offices": list(entry.offices),
        "checked_on": entry.checked_on,
    }
    written = upsert(sheets).values(values).on_conflict_do_nothing().returning(sheets.c.id)
    sheet_id = connection.execute(written).scalar_one_or_none()
    if sheet_id is None:
        return
    passages = list(entry.passages())
    connection.execute(
        STEM_TERMS,
        {
            "sheet_id": sheet_id,
            "mentioned": MENTIONED,
            "languages": [
                language if language in STEMMED else UNSTEMMED for language, _, _ in passages
            ],
            "weights": [weight for _language, weight, _words in passages],
            "passages": [words for _language, _weight, words in passages],
        },
    )
    spoken = " ".join(words for _language, _weight, words in passages)
    learn_words(connection, guessable(spoken.split()))


def learn_words(connection: Connection, words: Iterable[str]) -> None:
    """Add words to those by which misspelt ones are understood."""
    known = sorted(words)
    new = connection.execute(
        LEARN,
        {
            "words": known,
            "sounds": [sound_of(word) for word in known],
            "sizes": [len(trigrams(word)) for word in known],
        },
    ).scalars()
    rows = [{"trigram": one, "word": word} for word in new for one in sorted(trigrams(word))]
    if rows:
        connection.execute(insert(word_trigrams), rows)


def keep_procedures(connection: Connection, entries: Sequence[Entry]) -> None:
    """Make the index hold exactly these procedures at desks; what did not change is left alone."""
    wanted = {(entry.slug, entry.digest) for entry in entries}
    held = connection.execute(
        select(sheets.c.id, sheets.c.slug, sheets.c.digest).where(
            sheets.c.kind == SheetKind.PROCEDURE
        )
    ).all()
    gone = [row.id for row in held if (row.slug, row.digest) not in wanted]
    if gone:
        connection.execute(delete(sheets).where(sheets.c.id.in_(gone)))
    for entry in entries:
        write_entry(connection, entry)
