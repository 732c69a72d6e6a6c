"""Diagrams of a procedure, drawn from its definition: Mermaid text, and SVG without a network."""

from eservices.diagrams.arrows import Arrow, arrows
from eservices.diagrams.mermaid import as_mermaid
from eservices.diagrams.svg import as_svg

__all__ = ["Arrow", "arrows", "as_mermaid", "as_svg"]
