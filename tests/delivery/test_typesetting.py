"""Acts and receipts come out whole, whatever was typed in them."""

from io import BytesIO

import pikepdf
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.act_layout import lay_out_act
from delivery.characters import REPLACEMENT, raised_runs
from delivery.documents import Entry, ReceiptLine
from delivery.drawing import HEIGHT, WIDTH, Face, Page, Squares, Type, Words
from delivery.qr import MASK
from delivery.receipt_layout import lay_out_receipt
from delivery.sheet import LEFT, RIGHT
from delivery.text_flow import break_lines
from delivery.typesetting import fonts, typeset
from delivery.wording import Amount
from tests.builders.delivery import BRANDING, VERIFICATION, a_receipt, an_act

BODY = Type(Face.REGULAR, 11, 16)
HOSTILE = {
    "unbalanced tag": "<b>Afi</i> <para><img src='file:///etc/passwd'/>",
    "entity": "&lt; &#0; &bogus; ]]>",
    "ten thousand characters": "A" * 10_000,
    "ten thousand words": "mot " * 10_000,
    "right to left": "\u202eنور العين\u202c שלום",
    "emoji": "Afi 👩🏾\u200d⚖️ 🇧🇯",
    "control characters": "Afi\x00\x07\x1b[31m\x7f",
    "lone surrogate": "Afi\ud800",
    "many marks": "e" + "\u0301" * 500,
    "line breaks": "a\r\nb\rc\u2028d\u2029e\tf",
    "pdf operators": "(Afi) Tj ET Q \\) endstream endobj",
    "placeholder": "{act.number} {0} %s",
    "nothing": "",
}


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def lines(pages: tuple[Page, ...]) -> list[str]:
    return [mark.text for page in pages for mark in page if isinstance(mark, Words)]


def text_of(pages: tuple[Page, ...]) -> str:
    return " ".join(lines(pages)).replace("\u00a0", " ")


def test_an_act_says_everything_it_must() -> None:
    text = text_of(lay_out_act(an_act(), fonts()))

    for words in (
        "RÉPUBLIQUE DU BÉNIN",
        "Fraternité – Justice – Travail",
        "Centre national du casier judiciaire",
        "Casier judiciaire – bulletin n° 3",
        "N° CJ-2026-0000012",
        "Dossou",
        "Sɛ́na Ɔ̀lá",
        "NÉANT",
        "Valable jusqu’au 22 février 2027",
        "Fait à Cotonou, le 22 novembre 2026",
        "Le magistrat responsable",
        "A. Kouassi",
        VERIFICATION.code,
        "services.example.bj/verify",
        "Page 1 sur 1",
    ):
        assert words in text


def test_an_act_in_english_has_no_french_word_of_ours() -> None:
    text = text_of(lay_out_act(an_act(language="en"), fonts()))

    assert "Verify this document" in text
    assert "Valid until 22 February 2027" in text
    assert "Vérifier" not in text


def test_a_receipt_says_who_paid_what_and_when() -> None:
    text = text_of(lay_out_receipt(a_receipt(), fonts()))

    for words in (
        "Quittance",
        "Q-2026-0000077",
        "Casier judiciaire",
        "Afi Dossou",
        "1er mars 2026",
        "MM-9981-223",
    ):
        assert words in text
    assert text.count("1 900 F CFA") == 2


def test_the_file_tells_its_title_language_and_author_and_embeds_its_fonts() -> None:
    pdf = opened(typeset(an_act()))

    assert str(pdf.docinfo["/Title"]) == "Casier judiciaire – bulletin n° 3 – CJ-2026-0000012"
    assert str(pdf.docinfo["/Author"]) == "Centre national du casier judiciaire"
    assert str(pdf.Root.Lang) == "fr"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert [float(side) for side in pdf.pages[0].mediabox[2:]] == pytest.approx([WIDTH, HEIGHT])
    used = pdf.pages[0].Resources.Font
    assert len(used) == 2
    for font in used.values():
        assert "FiraGO" in str(font.BaseFont)
        assert "/FontFile2" in font.FontDescriptor
        assert "/ToUnicode" in font


def test_a_demonstration_says_specimen_on_every_page() -> None:
    branding = type(BRANDING)(
        **{name: getattr(BRANDING, name) for name in BRANDING.__slots__} | {"specimen": True}
    )
    pages = lay_out_act(an_act(branding=branding, statements=("mot " * 3000,)), fonts())

    assert len(pages) > 1
    for page in pages:
        assert "SPÉCIMEN" in lines((page,))
    assert "SPÉCIMEN" not in lines(lay_out_act(an_act(), fonts()))


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_a_citizen_types_stops_an_act_or_a_receipt(typed: str) -> None:
    act = an_act(
        identity=(Entry(typed, typed),),
        statements=(typed, typed),
        signatory_name=typed,
        title=typed,
    )
    receipt = a_receipt(payer=typed, lines=(ReceiptLine(typed, Amount(5, "XOF")),), method=typed)

    assert opened(typeset(act)).pages
    assert opened(typeset(receipt)).pages


@given(st.text(max_size=400))
@settings(max_examples=40)
def test_any_text_is_set_on_the_page_and_nothing_outside_it(typed: str) -> None:
    pages = lay_out_act(an_act(statements=(typed,), identity=(Entry("Nom", typed),)), fonts())

    for mark in (mark for page in pages for mark in page if isinstance(mark, Words)):
        assert 0 < mark.y < HEIGHT
        if mark.x == LEFT:
            assert mark.x + fonts().width(mark.text, mark.type) <= RIGHT + 0.01


@given(st.text(max_size=300), st.floats(min_value=30, max_value=500))
def test_breaking_lines_loses_no_character(typed: str, width: float) -> None:
    broken = break_lines(typed, width=width, type_=BODY, press=fonts())

    kept = "".join(broken).replace(" ", "")
    assert kept == fonts().clean(typed).replace("\n", "").replace(" ", "")


def test_a_long_text_flows_to_other_pages_and_the_code_stands_on_the_last() -> None:
    pages = lay_out_act(an_act(statements=("mot " * 4000,)), fonts())

    assert len(pages) > 2
    assert sum(isinstance(mark, Squares) for mark in pages[-1]) == 1
    assert VERIFICATION.code in lines((pages[-1],))
    for page in pages:
        assert any("CJ-2026-0000012" in line for line in lines((page,)))


@pytest.mark.parametrize(
    "letters", ["ɔ ɛ ɖ ŋ ƴ ɓ", "Ɔ Ɛ Ɖ Ŋ Ƴ Ɓ", "ɔ̀ ɔ́ ɔ̌ ɔ̃ ɛ̀ ɛ́ ɛ̂", "œ Œ Ÿ « » ’ – —", "ạ̀ ẹ́ ọ̀ ṣ"]
)
def test_french_and_the_national_languages_are_printed_letter_for_letter(letters: str) -> None:
    assert REPLACEMENT not in fonts().clean(letters)
    assert len(fonts().clean(letters)) <= len(letters)


@pytest.mark.parametrize("letter", ["ا", "א", "\u202e", "\x00", "👩", "漢", "\u200b"])
def test_what_cannot_be_printed_truly_leaves_a_visible_mark(letter: str) -> None:
    assert fonts().clean(f"a{letter}b") == f"a{REPLACEMENT}b"
    assert fonts().width(REPLACEMENT, BODY) > 0


def test_a_tone_is_lifted_above_a_capital_and_only_there() -> None:
    assert raised_runs("Ɛ́ɛ́") == (("Ɛ", False), ("\u0301", True), ("ɛ\u0301", False))
    assert raised_runs("Ŋ\u0323") == (("Ŋ\u0323", False),)


def test_the_qr_code_holds_the_address_with_the_code() -> None:
    (squares,) = (mark for mark in lay_out_act(an_act(), fonts())[-1] if isinstance(mark, Squares))
    dark = {(row, column + step) for row, column, length in squares.runs for step in range(length)}

    expected = segno.make(VERIFICATION.url, error="m", mask=MASK, micro=False, boost_error=False)
    assert squares.count == len(expected.matrix)
    assert dark == {
        (row, column)
        for row, modules in enumerate(expected.matrix)
        for column, is_dark in enumerate(modules)
        if is_dark
    }


def test_the_qr_code_is_filled_as_one_shape_because_the_page_is_measured_by_it() -> None:
    pdf = opened(typeset(an_act()))
    content = pdf.pages[0].Contents.read_bytes()

    shapes = [block for block in content.split(b" f") if block.count(b" 1 re") > 100]
    assert len(shapes) == 1
