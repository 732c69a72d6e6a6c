"""Static files: read once, compressed once, addressed by their content so they never go stale."""

import gzip
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import flask_bootstrap

OURS = Path(__file__).parent / "static"
BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "css"
SOURCES: Mapping[str, Path] = MappingProxyType(
    {
        "bootstrap.css": BOOTSTRAP / "bootstrap.min.css",
        "portal.css": OURS / "portal.css",
        "sandbox.css": OURS / "sandbox.css",
        "uploads.js": OURS / "uploads.js",
        "keep.js": OURS / "keep.js",
        "icon.svg": OURS / "icon.svg",
    }
)
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
COLOUR = re.compile(r"#[0-9a-f]{6}")
#: A link to a source map would make browsers with open tools ask for a file that is not there.
SOURCE_MAP = re.compile(rb"/\*# sourceMappingURL=[^*]*\*/\s*$")


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file, ready to be sent."""

    name: str
    digest: str
    media_type: str
    data: bytes
    compressed: bytes


def load_assets(colours: Sequence[str]) -> Mapping[str, Asset]:
    """Read the static files; the band of colours is part of our own style sheet.

    Raises:
        ValueError: a colour is not written `#rrggbb`.
    """
    data = {name: SOURCE_MAP.sub(b"", path.read_bytes()) for name, path in SOURCES.items()}
    data["portal.css"] += band(colours).encode()
    return {name: _asset(name, content) for name, content in data.items()}


def band(colours: Sequence[str]) -> str:
    """Write the style of the band that shows the country's colours in equal parts."""
    for colour in colours:
        if not COLOUR.fullmatch(colour):
            msg = f"write a colour as #rrggbb, not {colour!r}"
            raise ValueError(msg)
    if not colours:
        return ""
    share = 100 / len(colours)
    stops = ", ".join(
        f"{colour} {index * share:.4g}% {(index + 1) * share:.4g}%"
        for index, colour in enumerate(colours)
    )
    return f":root{{--band:linear-gradient(90deg, {stops})}}"


def _asset(name: str, data: bytes) -> Asset:
    return Asset(
        name=name,
        digest=sha256(data).hexdigest()[:16],
        media_type=MEDIA_TYPES[Path(name).suffix],
        data=data,
        compressed=gzip.compress(data, compresslevel=9, mtime=0),
    )
