"""Files as citizens send them, and as those who mean harm do."""

import io
from collections.abc import Callable

import pikepdf
from PIL import Image, ImageDraw


def an_image(form: str = "PNG", size: tuple[int, int] = (600, 800), **options: object) -> bytes:
    """Photograph a document."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((40, 40), "Acte de naissance", fill="black")
    written = io.BytesIO()
    image.save(written, form, **options)
    return written.getvalue()


def a_photograph_with_a_place(*, turned: bool = True) -> bytes:
    """Photograph a document with a telephone: turned, and telling where it was taken."""
    metadata = Image.Exif()
    metadata[0x010E] = "taken at home"
    if turned:
        metadata[0x0112] = 6
    return an_image("JPEG", (800, 600), exif=metadata)


def a_pdf(change: Callable[[pikepdf.Pdf], None] = lambda _pdf: None, *, pages: int = 1) -> bytes:
    """Write a PDF, changed as one likes before it is saved."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        change(pdf)
        written = io.BytesIO()
        pdf.save(written)
    return written.getvalue()


def an_encrypted_pdf(password: str) -> bytes:
    """Write a PDF protected by a password; an empty one opens here and nowhere else."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        written = io.BytesIO()
        pdf.save(written, encryption=pikepdf.Encryption(user=password, owner="owner"))
    return written.getvalue()


def with_action(kind: str) -> Callable[[pikepdf.Pdf], None]:
    """Make the document do something when it is opened."""

    def change(pdf: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), JS=pikepdf.String("app.alert(1)"))
        pdf.Root.OpenAction = pdf.make_indirect(action)

    return change


def with_launch_link(pdf: pikepdf.Pdf) -> None:
    """Hide the start of a programme behind a link on the page."""
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action
    )
    pdf.pages[0].Annots = pikepdf.Array([link])


def with_page_action(pdf: pikepdf.Pdf) -> None:
    """Run a script when a page is shown."""
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    pdf.pages[0].AA = pikepdf.Dictionary(O=script)


def with_attachment(pdf: pikepdf.Pdf) -> None:
    """Carry another file inside."""
    pdf.attachments["payload.exe"] = b"MZ"


def with_opening_page(pdf: pikepdf.Pdf) -> None:
    """Open at the first page, as word processors write it."""
    pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])
