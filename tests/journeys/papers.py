"""What people hold in their hands: the files they send, and the PDFs they receive."""

import subprocess
from pathlib import Path

from config.verification import verifier_of
from delivery.sealing import validate
from tests.builders.files import a_pdf
from tests.builders.photographs import a_good_scan, blurred, jpeg
from tests.journeys.navigator import Paper, plain
from tests.journeys.town import Town
from tests.tools import system_tool


def a_photograph(name: str = "piece.jpg") -> Paper:
    """Photograph a document, as an agent likes it."""
    return Paper(name, "image/jpeg", jpeg(a_good_scan(1)))


def a_blurred_photograph(name: str = "floue.jpg") -> Paper:
    """Photograph a document out of focus."""
    return Paper(name, "image/jpeg", jpeg(blurred(a_good_scan(1), 1)))


def a_scan(name: str = "piece.pdf") -> Paper:
    """Scan a document."""
    return Paper(name, "application/pdf", a_pdf())


def text_of(paper: Paper, folder: Path) -> str:
    """Read the words of a PDF as any reader would."""
    return plain(_read_with("pdftotext", paper, folder, "-layout", then=("-",)))


def has_a_good_seal(paper: Paper, town: Town, folder: Path) -> bool:
    """Ask both pyHanko and pdfsig whether the seal is valid and covers the whole file."""
    roots = verifier_of(town.installation).roots
    said = _read_with("pdfsig", paper, folder)
    return (
        validate(paper.content, roots=roots).is_valid
        and "Signature is Valid" in said
        and "Total document signed" in said
    )


def _read_with(
    tool: str, paper: Paper, folder: Path, *options: str, then: tuple[str, ...] = ()
) -> str:
    path = folder / paper.name
    path.write_bytes(paper.content)
    command = [system_tool(tool, "poppler-utils"), *options, str(path), *then]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
