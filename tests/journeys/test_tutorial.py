"""The tutorial is what it says: its own blocks, put end to end, become a live e-service."""

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from config.command.definitions import check as check_command
from config.command.main import main
from config.demo import citizen
from config.demo.browser import Browser
from config.demo.staff import desks
from config.demo.story import today
from eservices.definition.check import check
from eservices.definition.publish import stage
from eservices.packs import read_file
from tests.builders.defects import a_pack_folder
from tests.journeys.beforehand import AFI
from tests.journeys.navigator import plain
from tests.journeys.town import Town
from workflows.life_cycle import Author, Order, Step
from workflows.publications import take_step

DOCS = Path(__file__).parents[2] / "docs"
PAGES = (DOCS / "tutoriel.md", DOCS / "tutorial.md")
NAME = "street-occupation"
CLERK = Author(operator="clerk")
#: Rounds of everybody's work within which the case must come to its act.
MOST_ROUNDS = 12


def blocks(page: Path, kind: str) -> list[str]:
    """Cut the blocks of a kind out of a page."""
    return re.findall(rf"```{kind}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def as_first_written(page: Path) -> str:
    """Put the pieces of the file end to end, as the reader does."""
    return "\n".join(blocks(page, "yaml"))


def as_corrected(page: Path) -> str:
    """Mend the line that the tutorial says to mend."""
    (fix,) = blocks(page, "yaml-fix")
    wrong = "      from: [examination, signature]\n"
    text = as_first_written(page)
    assert text.count(wrong) == 1
    return text.replace(wrong, fix)


def in_a_pack(folder: Path, text: str) -> Path:
    """Put a file into a copy of the country's pack."""
    path = a_pack_folder(folder) / "eservices" / f"{NAME}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_both_languages_build_the_same_file() -> None:
    french, english = (as_corrected(page) for page in PAGES)

    assert french == english


def test_the_first_try_gets_the_finding_that_the_tutorial_foretells(tmp_path: Path) -> None:
    path = in_a_pack(tmp_path, as_first_written(PAGES[0]))

    told = CliRunner().invoke(check_command, [str(path), "--language", "fr"])

    assert {finding.code for finding in check([path])} == {"D055"}
    for line in told.output.splitlines():
        if "mairie-cotonou" in line:
            said = plain(line.split("warning ")[1])
            assert said in plain(PAGES[0].read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_the_tutorial_exists(page: Path) -> None:
    lines = [line[2:] for block in blocks(page, "console") for line in block.splitlines()]
    context = click.Context(main)

    for words in (shlex.split(line) for line in lines if line.startswith("eservices ")):
        command = main.get_command(context, words[1])
        if isinstance(command, click.Group):
            command = command.get_command(context, words[2])
        assert command is not None, words
        options = {option for one in command.params for option in one.opts}
        assert {word for word in words if word.startswith("--")} <= options


def test_the_eservice_goes_live_and_serves_a_citizen(town: Town, tmp_path: Path) -> None:
    path = in_a_pack(tmp_path, as_corrected(PAGES[0]))
    assert check([path]) == []
    service = read_file(path)
    with town.installation.database.begin() as connection:
        checksum = stage(connection, service, CLERK, "order 12")
        live = Order(eservice=NAME, step=Step.LIVE, author=CLERK, reason="tried", checksum=checksum)
        take_step(connection, live)

    with Browser(town.portal) as browser:
        case = citizen.case_of(citizen.apply(browser, service, AFI, today()))
        people = desks(town.installation.pack.accounts, town.backoffice)
        for _ in range(MOST_ROUNDS):
            town.does_its_jobs()
            page = citizen.follow(browser, case)
            if page.find(".stage-delivered"):
                break
            payment = page.link("/payment")
            if payment is not None:
                citizen.pay(browser, browser.open(payment))
            for desk in (one for one in people if one.account.office == "mairie-cotonou"):
                desk.treat_next((service,))
        act = browser.download(page.link("/act") or "")
        verdict = citizen.verify(browser, "act.pdf", act)

    assert verdict["valid"]
