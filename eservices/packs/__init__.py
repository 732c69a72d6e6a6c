"""Country packs: everything particular to a country, as data."""

from eservices.packs.describing import describe, digest_of
from eservices.packs.loading import load_demo_accounts, load_pack, publish_file
from eservices.packs.model import Pack
from eservices.packs.procedure_files import read_procedures
from eservices.packs.procedures import DeskProcedure
from eservices.packs.reading import (
    read_eservices,
    read_file,
    read_for,
    read_pack,
    surroundings_of,
)
from eservices.packs.shelf import UnknownPack, known_packs

__all__ = [
    "DeskProcedure",
    "Pack",
    "UnknownPack",
    "describe",
    "digest_of",
    "known_packs",
    "load_demo_accounts",
    "load_pack",
    "publish_file",
    "read_eservices",
    "read_file",
    "read_for",
    "read_pack",
    "read_procedures",
    "surroundings_of",
]
