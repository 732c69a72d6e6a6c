"""Walks: every transition of every e-service of a pack, driven through the real engine."""

from eservices.walks.packs import walk_pack

__all__ = ["walk_pack"]
