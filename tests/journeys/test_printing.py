"""Pages on paper: A4, black on white whatever the screen shows, and nothing to click."""

import subprocess
from pathlib import Path

import pikepdf
from PIL import Image, ImageStat

from tests.journeys.beforehand import paid
from tests.journeys.citizen import Citizen
from tests.journeys.navigator import Paper
from tests.journeys.papers import text_of
from tests.journeys.people import People
from tests.journeys.test_complaints import reports_anonymously
from tests.journeys.test_phone import NARROWEST
from tests.journeys.town import Town
from tests.tools import system_tool

#: Points of a sheet of A4.
A4 = (595, 842)
#: How bright a printed page is on average, of 255; a dark panel of a few lines fails.
BRIGHT = 232
#: What is of use on a screen alone.
ON_SCREENS = (
    "Vérifier un document",
    "Aller au contenu",
    "Bureaux",
    "Atom",
    "Votre question",
)


def on_paper(reader: Citizen, folder: Path) -> str:
    """Print the page that is open, with its backgrounds, and read the words of a good print."""
    content = reader.page.pdf(prefer_css_page_size=True, print_background=True)
    paper = folder / "page.pdf"
    paper.write_bytes(content)
    with pikepdf.open(paper) as read:
        edges = [list(page.mediabox)[2:] for page in read.pages]
    assert all(abs(float(pair[at]) - due) < 2 for pair in edges for at, due in enumerate(A4))
    drawing = [system_tool("pdftoppm", "poppler-utils"), "-r", "40", "-png", str(paper)]
    subprocess.run([*drawing, str(folder / "page")], check=True)
    for drawn in folder.glob("page-*.png"):
        seen = Image.open(drawn).convert("L")
        assert ImageStat.Stat(seen).mean[0] > BRIGHT, drawn
        assert seen.getpixel((2, 2)) == seen.getpixel((seen.width - 3, seen.height - 3)) == 255
        drawn.unlink()
    words = text_of(Paper("words.pdf", "application/pdf", content), folder)
    assert not [word for word in ON_SCREENS if word in words]
    return words


def test_the_pages_that_people_print_are_made_for_paper(
    town: Town, people: People, tmp_path: Path
) -> None:
    # Given somebody with a narrow dark screen
    reader = people.citizen(**NARROWEST)
    reader.page.emulate_media(color_scheme="dark")

    # When a sheet is printed, it says all that it has folded away, and where it comes from
    reader.opens("/services/criminal-record")
    sheet = on_paper(reader, tmp_path)
    assert "1 900 F CFA" in sheet
    assert "/services/criminal-record" in sheet
    assert "Durées de conservation choisies pour la démonstration." in sheet
    assert "rien de ce qui est fait ici n’a de valeur légale" in sheet

    # And so do a case, without the address that opens it, and an office
    link = paid(town)
    reader.opens(link)
    case = on_paper(reader, tmp_path)
    assert "Afi Sènan" in case
    assert link.rpartition("/")[2] not in case
    reader.opens("/offices/mairie-cotonou")
    assert "08:00–12:30" in on_paper(reader, tmp_path)

    # And the code of a report can be kept on paper
    code = reports_anonymously(reader)
    report = on_paper(reader, tmp_path)
    assert reader.reference in report
    assert " ".join(code.split()) in report
