"""Words as the search compares them: without accents, by sound, and by their trigrams."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

WORD = re.compile(r"[a-z0-9]+")
#: Words that say nothing of what somebody looks for, besides those that PostgreSQL's dictionaries
#: leave out: how one asks, in French and in English.
EMPTY = frozenset(
    WORD.findall(
        """
        aimerais aller apres aussi autre avant avoir bonjour besoin ca car cela ces cet cette ceux
        chez combien comment comme demande demander demandes dois doit donc donner est etre faire
        fais fait faut il ils internet je la le les leur ligne lors ma madame mes moi mon monsieur
        ne nos notre nous obtenir obtention on ont ou papier papiers par pas peut peux plait pour
        pourquoi quand que quel quelle quels qui quoi sa sans savoir ses si site soi son sont sur
        svp ta te tes toi ton tout tous tres un une va veut veux vais voudrais vos votre vous
        about after all also and any apply are can cant do does for from get getting give got have
        hello help how i if in is it me my need needs of on online or our paper papers please
        request should some that the their there this to want what when where which who why will
        with without would you your
        """
    )
)
#: A word shorter than this is never guessed at.
SHORTEST_GUESSED = 4
LONGEST_WORD = 40
MOST_WORDS = 10

#: Ways in which French writes one sound, in the order in which they are made one.
SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"(?<=[aeiouy])s(?=[aeiouy])", "z"),
        (r"sc(?=[eiy])", "s"),
        (r"c(?=[eiy])", "s"),
        (r"ti(?=on|el|en)", "si"),
        (r"ch|sh", "$"),
        (r"qu|q|ck|c", "k"),
        (r"gu(?=[eiy])", "g"),
        (r"g(?=[eiy])", "j"),
        (r"x", "ks"),
        (r"h", ""),
        (r"eau|au", "o"),
        (r"ai|ei|ay|ey|er$|ez$|et$", "e"),
        (r"ou|w", "u"),
        (r"y", "i"),
        (r"[ae][nm](?=[^aeiounm]|$)", "A"),
        (r"oe|eu", "e"),
        (r"(.)\1+", r"\1"),
        (r"[estdpx]+$", ""),
        (r"z", "s"),
    )
)


def folded(text: str) -> str:
    """Write a text without accents, capitals or typographic apostrophes."""
    plain = text.casefold().replace("’", "'").replace("œ", "oe")
    bare = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def words_in(text: str) -> tuple[str, ...]:
    """List the words of a text as they are compared, in order."""
    return tuple(WORD.findall(folded(text)))


def asked_words(text: str) -> tuple[str, ...]:
    """List the words of what somebody typed that say what they look for, each once."""
    found = [word for word in words_in(text) if len(word) > 1 and len(word) <= LONGEST_WORD]
    telling = [word for word in found if word not in EMPTY] or found
    return tuple(dict.fromkeys(telling))[:MOST_WORDS]


def guessable(words: Iterable[str]) -> frozenset[str]:
    """Keep the words by which a misspelt one may be understood: no numbers, none too short."""
    return frozenset(
        word
        for word in words
        if SHORTEST_GUESSED <= len(word) <= LONGEST_WORD and word.isalpha() and word not in EMPTY
    )


@lru_cache(maxsize=20_000)
def sound_of(word: str) -> str:
    """Write a word as it sounds in French, roughly: what is confused when writing is made one."""
    heard = word
    for pattern, sound in SOUNDS:
        heard = pattern.sub(sound, heard)
    return heard or word


@lru_cache(maxsize=20_000)
def trigrams(word: str) -> frozenset[str]:
    """Give the trigrams of a word, as the extension pg_trgm counts them."""
    padded = f"  {word} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))
