"""The search: forgives accents, spelling and everyday words; ranks by what is rare and telling.

Every word that was typed is looked up as PostgreSQL's French and English dictionaries stem it. A
word that no sheet has is understood as those that sound the same or share most of its trigrams.
Words are looked for where sheets say what they are, and only where none has them among documents
and steps. A sheet's rank is the sum, over the words typed, of how much the word says of the sheet
and how rare it is among all sheets. See docs/adr/0017-a-search-without-extensions.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from eservices.catalogue.entries import TOLD
from eservices.catalogue.listing import Listed, listed_from
from eservices.catalogue.words import SHORTEST_GUESSED, asked_words, sound_of, trigrams

#: How many guesses a misspelt word is worth, and how alike the worst of them must be.
GUESSES = 4
LEAST_ALIKE = 0.3
#: What sounds the same is worth this much, however different it looks.
SAME_SOUND = 0.8
#: A word that no sheet has may share a stem with another by chance: "casié" and "en cas de".
STEM_ALONE = 0.7
#: A word of more sheets than both of these tells little: it counts where it is a sheet's name or
#: what people call it, and is left out if even these are too many and another word tells more.
COMMON, COMMON_PART = 50, 0.12
MOST_FOUND = 20
#: A sheet that scores less than this part of the first one is not shown.
LEAST_OF_BEST = 0.2

UNDERSTAND = text(
    """
    WITH asked AS (
      SELECT * FROM unnest(CAST(:words AS text[]), CAST(:sounds AS text[]), CAST(:sizes AS int[]))
        AS a (word, sound, size)),
    unknown AS (
      SELECT * FROM asked a
      WHERE size > 0 AND ts_lexize('french_stem', word) <> '{}'
        AND ts_lexize('english_stem', word) <> '{}'
        AND NOT EXISTS (SELECT FROM sheet_words w WHERE w.word = a.word)),
    shared AS (
      SELECT u.word, t.word AS guess, u.size, count(*) AS common
      FROM unknown u
      JOIN unnest(CAST(:of AS text[]), CAST(:trigrams AS text[])) AS g (word, trigram) USING (word)
      JOIN word_trigrams t USING (trigram)
      GROUP BY 1, 2, 3),
    alike AS (
      SELECT s.word, s.guess, common::real / (s.size + w.size - common) AS likeness
      FROM shared s JOIN sheet_words w ON w.word = s.guess
      UNION ALL
      SELECT u.word, w.word, CAST(:same_sound AS real)
      FROM unknown u JOIN sheet_words w USING (sound)),
    best AS (
      SELECT word, guess, max(likeness) AS likeness,
        row_number() OVER (PARTITION BY word ORDER BY max(likeness) DESC, guess) AS place
      FROM alike GROUP BY 1, 2)
    SELECT word, guess, likeness FROM best WHERE place <= :guesses AND likeness >= :least
    ORDER BY word, likeness DESC
    """
)

FIND = text(
    """
    WITH stems AS (
      SELECT a.place, l.language, x.lexeme, max(a.likeness) AS likeness
      FROM unnest(CAST(:places AS int[]), CAST(:words AS text[]), CAST(:likenesses AS real[]))
          AS a (place, word, likeness),
        LATERAL (VALUES ('fr', ts_lexize('french_stem', a.word)),
                        ('en', ts_lexize('english_stem', a.word)),
                        ('other', ARRAY[a.word])) AS l (language, lexemes),
        unnest(l.lexemes) AS x (lexeme)
      GROUP BY 1, 2, 3),
    asked AS MATERIALIZED (SELECT row_number() OVER () AS id, * FROM stems),
    telling AS MATERIALIZED (
      SELECT a.id, a.place, t.sheet_id, t.weight FROM asked a, LATERAL (
        SELECT sheet_id, weight FROM sheet_terms t
        WHERE t.language = a.language AND t.lexeme = a.lexeme AND t.telling OFFSET 0) t),
    mentioned AS (
      SELECT a.id, a.place, t.sheet_id, t.weight FROM asked a, LATERAL (
        SELECT sheet_id, weight FROM sheet_terms t
        WHERE t.language = a.language AND t.lexeme = a.lexeme AND NOT t.telling OFFSET 0) t
      WHERE a.place NOT IN (SELECT place FROM telling)),
    said AS MATERIALIZED (SELECT * FROM telling UNION ALL SELECT * FROM mentioned),
    size AS MATERIALIZED (
      SELECT count(*)::real AS sheets, greatest(:common, count(*) * :common_part) AS common
      FROM sheets),
    counted AS (
      SELECT id, count(*) AS number, count(*) FILTER (WHERE weight > CAST(:told AS real)) AS named
      FROM said GROUP BY id),
    bounded AS MATERIALIZED (
      SELECT c.id, a.likeness, number > common AND named > 0 AS by_name,
        CASE WHEN number > common AND named > 0 THEN named ELSE number END AS number
      FROM counted c JOIN asked a USING (id), size),
    rare AS MATERIALIZED (
      SELECT id, by_name, likeness * ln(1 + sheets / number) AS worth
      FROM bounded, size
      WHERE number <= common OR NOT EXISTS (SELECT FROM bounded, size WHERE number <= common)),
    hits AS (
      SELECT s.sheet_id, s.place, max(s.weight * r.worth) AS score
      FROM said s JOIN rare r USING (id)
      WHERE NOT r.by_name OR s.weight > CAST(:told AS real)
      GROUP BY 1, 2),
    ranked AS (SELECT sheet_id, sum(score) AS score FROM hits GROUP BY 1)
    SELECT s.*, r.score
    FROM ranked r JOIN sheets s ON s.id = r.sheet_id
    LEFT JOIN publications p ON s.kind = 'eservice' AND p.eservice = s.slug AND p.live = s.digest
      AND p.standing <> 'withdrawn'
    WHERE s.kind = 'procedure' OR p.eservice IS NOT NULL
    ORDER BY r.score DESC, s.kind, s.slug
    LIMIT :most
    """
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A word that was typed, and one that it was taken for."""

    word: str
    guess: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first, and how misspelt words were understood."""

    sheets: tuple[Listed, ...]
    guesses: tuple[Understood, ...] = ()

    @property
    def read_as(self) -> tuple[str, ...]:
        """Give the best guess for each word that no sheet has."""
        best = {one.word: one.guess for one in reversed(self.guesses)}
        return tuple(best[word] for word in dict.fromkeys(one.word for one in self.guesses))


def search(connection: Connection, typed: str) -> Found:
    """Find the sheets that somebody looks for with these words."""
    words = asked_words(typed)
    if not words:
        return Found(())
    guesses = _understood(connection, words)
    places, said, likenesses = _spread(words, guesses)
    rows = connection.execute(
        FIND,
        {
            "places": places,
            "words": said,
            "likenesses": likenesses,
            "told": TOLD,
            "common": COMMON,
            "common_part": COMMON_PART,
            "most": MOST_FOUND,
        },
    ).all()
    best = rows[0].score if rows else 0
    kept = tuple(listed_from(row) for row in rows if row.score >= best * LEAST_OF_BEST)
    return Found(kept, guesses)


def _understood(connection: Connection, words: Sequence[str]) -> tuple[Understood, ...]:
    parts = {word: trigrams(word) for word in words if len(word) >= SHORTEST_GUESSED}
    pairs = [(word, one) for word, some in parts.items() for one in some]
    rows = connection.execute(
        UNDERSTAND,
        {
            "words": list(words),
            "sounds": [sound_of(word) for word in words],
            "sizes": [len(parts.get(word, ())) for word in words],
            "of": [word for word, _trigram in pairs],
            "trigrams": [trigram for _word, trigram in pairs],
            "same_sound": SAME_SOUND,
            "guesses": GUESSES,
            "least": LEAST_ALIKE,
        },
    )
    return tuple(Understood(row.word, row.guess, row.likeness) for row in rows)


def _spread(
    words: Sequence[str], guesses: Sequence[Understood]
) -> tuple[list[int], list[str], list[float]]:
    """Lay out each word typed with what it is taken for, by its place."""
    guessed = {one.word for one in guesses}
    rows = [(at, word, STEM_ALONE if word in guessed else 1.0) for at, word in enumerate(words)]
    rows += [(words.index(one.word), one.guess, one.likeness) for one in guesses]
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]
