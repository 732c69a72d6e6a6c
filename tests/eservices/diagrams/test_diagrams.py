"""Diagrams: every state and transition is on them, nothing covers anything, nobody is left out."""

import re
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from config.command.definitions import diagram as command
from eservices.diagrams import arrows, as_mermaid, as_svg
from eservices.diagrams.layers import layers
from eservices.diagrams.plan import BOX_HEIGHT, BOX_WIDTH, plan
from eservices.packs import known_packs, read_file
from eservices.packs.shelf import eservice_files, pack_folder
from tests.builders.defects import a_pack_folder, edited
from workflows.language.procedure import Procedure

FILES = [path for pack in known_packs() for path in eservice_files(pack_folder(pack))]
NAMES = [f"{path.parent.parent.name}-{path.stem}" for path in FILES]
RECORD = pack_folder("benin") / "eservices" / "criminal-record.yaml"
SVG = "{http://www.w3.org/2000/svg}"
LABEL = {"fr": 'Vu ; "dit" #1 <b>', "en": "x"}


def a_tricky_procedure() -> Procedure:
    """Give one whose words mean something to Mermaid and XML, and that turns on itself."""
    state = {"stage": "review", "label": LABEL}
    turn = {"fire": "turn", "from": "here", "to": "here", "by": "agent", "label": LABEL}
    states = {"here": state, "end": {**state, "stage": "delivered", "final": True}}
    done = {"fire": "done", "from": "here", "to": "end", "by": "system"}
    written = {"initial": "here", "states": states, "transitions": [turn, done]}
    return Procedure.model_validate(written)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_mermaid_has_every_state_and_arrow(path: Path) -> None:
    procedure = read_file(path).procedure

    text = as_mermaid(procedure, "fr")

    joined = re.findall(r"^    (\w+) --> (\w+): ", text, re.MULTILINE)
    told = {(origin, one.to) for one in procedure.transitions for origin in one.origins}
    assert set(joined) == told
    assert set(re.findall(r'^    state ".+" as (\w+)$', text, re.MULTILINE)) == {*procedure.states}
    assert f"    [*] --> {procedure.initial}\n" in text


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_box_of_a_drawing_covers_another(path: Path) -> None:
    drawing = plan(read_file(path).procedure, "fr")

    for one, other in combinations(drawing.boxes, 2):
        across = abs(one.middle[0] - other.middle[0])
        down = abs(one.middle[1] - other.middle[1])
        assert across >= BOX_WIDTH or down >= BOX_HEIGHT, (one.name, other.name)
    for box in drawing.boxes:
        assert BOX_WIDTH / 2 <= box.middle[0] <= drawing.width - BOX_WIDTH / 2
        assert BOX_HEIGHT / 2 <= box.middle[1] <= drawing.height - BOX_HEIGHT / 2


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_arrow_crosses_a_box(path: Path) -> None:
    drawing = plan(read_file(path).procedure, "fr")
    crossed = [
        (line.arrow, box.name)
        for line in drawing.lines
        for one, other in pairwise(line.points)
        for share in (0.1, 0.3, 0.5, 0.7, 0.9)
        for box in drawing.boxes
        if abs(one[0] + (other[0] - one[0]) * share - box.middle[0]) < BOX_WIDTH / 2 - 1
        and abs(one[1] + (other[1] - one[1]) * share - box.middle[1]) < BOX_HEIGHT / 2 - 1
    ]

    assert crossed == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_words_of_arrows_stand_on_one_another(path: Path) -> None:
    drawing = plan(read_file(path).procedure, "fr")

    heights = [line.words_at[1] for line in drawing.lines if len(set(line.points)) > 1]

    assert all(abs(one - other) >= 10 for one, other in combinations(heights, 2))


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_arrows_go_from_row_to_row_and_join_their_states(path: Path) -> None:
    procedure = read_file(path).procedure
    pairs = [(one.origin, one.to) for one in arrows(procedure, "fr")]

    laid = layers(tuple(procedure.states), procedure.initial, pairs)

    row_of = {name: at for at, row in enumerate(laid.rows) for name in row}
    assert {*procedure.states} <= row_of.keys()
    for (origin, to), way in laid.ways.items():
        assert (way[0], way[-1]) == (origin, to)
        assert {abs(row_of[one] - row_of[other]) for one, other in pairwise(way)} == {1}


def test_svg_says_in_words_what_it_shows() -> None:
    eservice = read_file(RECORD)

    root = ET.fromstring(as_svg(eservice.procedure, title="Casier", language="fr"))  # noqa: S314 - ours

    described = root.attrib["aria-labelledby"].split()
    said = {one.attrib["id"]: one.text for one in root if "id" in one.attrib}
    assert (root.attrib["role"], root.attrib["lang"]) == ("img", "fr")
    assert said[described[0]] == "Casier"
    assert "Vérification → Signature (Proposer à la signature)." in str(said[described[1]])
    assert len(root.findall(f"{SVG}polyline")) == len(arrows(eservice.procedure, "fr"))


def test_svg_asks_nothing_of_a_network_and_runs_nothing() -> None:
    drawn = as_svg(read_file(RECORD).procedure, title="Casier", language="fr")

    assert set(re.findall(r"https?://[^\"]+", drawn)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<script|\son\w+=|href|@import|<image", drawn)
    assert "prefers-color-scheme: dark" in drawn


def test_words_that_mean_something_to_the_form_are_written_as_words() -> None:
    procedure = a_tricky_procedure()

    text = as_mermaid(procedure, "fr")
    root = ET.fromstring(as_svg(procedure, title="<b>", language="fr"))  # noqa: S314 - ours

    assert "    here --> here: Vu #59; #quot;dit#quot; #35;1 #lt;b#gt;\n" in text
    assert LABEL["fr"] in {one.text for one in root.iter(f"{SVG}text")}


def test_the_command_writes_mermaid_or_svg_in_either_language() -> None:
    text = CliRunner().invoke(command, [str(RECORD), "--language", "en"]).output
    drawn = CliRunner().invoke(command, [str(RECORD), "--svg"]).output

    assert "verification --> signature: Submit for signature\n" in text
    assert drawn.startswith("<svg ")
    assert "Proposer à la signature" in drawn


def test_the_diagram_of_a_file_with_a_mistake_tells_the_mistake(tmp_path: Path) -> None:
    path = a_pack_folder(tmp_path) / "eservices" / "criminal-record.yaml"
    wrong = edited(path.read_text("utf-8"), [("within: 72 hours", "within: 1 hour")])
    path.write_text(wrong, "utf-8")

    result = CliRunner().invoke(command, [str(path)])

    assert result.exit_code == 1
    assert "P020" in result.output
