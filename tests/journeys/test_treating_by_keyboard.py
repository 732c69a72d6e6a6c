"""An agent treats a case by keyboard alone: takes it, looks at it closely, asks back, decides."""

from playwright.sync_api import expect

from tests.journeys.beforehand import paid
from tests.journeys.keyboard import MOST_STOPS, Keyboard
from tests.journeys.people import People
from tests.journeys.staff import Agent
from tests.journeys.test_keyboard import DESK
from tests.journeys.town import Town

#: What a reader hears where the focus is within the frame that shows documents.
HEARD = """() => { const it = document.hasFocus() && document.activeElement;
  return it ? it.getAttribute('aria-label') || it.textContent.trim() : ''; }"""


def presses_in_the_viewer(agent: Agent, name: str) -> None:
    """Go to something within the frame by Tab, and press Enter."""
    frame = agent.page.frame(name="viewer")
    assert frame is not None
    for _stop in range(MOST_STOPS):
        agent.page.keyboard.press("Tab")
        if frame.evaluate(HEARD) == name:
            agent.page.keyboard.press("Enter")
            return
    raise AssertionError(name)


def takes_the_next_case(agent: Agent) -> None:
    """Press Enter on the desk: the button for the next case has the focus."""
    agent.opens("/")
    # The browser gives the focus when it next paints: on a busy machine, after the page is there.
    expect(agent.page.locator("[autofocus]")).to_be_focused()
    with agent.page.expect_navigation():
        agent.page.keyboard.press("Enter")


def looks_closely(agent: Agent) -> None:
    """Open the first document, turn it and make it larger."""
    presses_in_the_viewer(agent, "1 Pièce d’identité")
    picture = agent.viewer.locator(".paper img")
    expect(picture).to_be_visible()
    presses_in_the_viewer(agent, "Tourner à droite")
    expect(picture).to_have_class("zoom-100 turn-90")
    presses_in_the_viewer(agent, "200 %")
    expect(picture).to_have_class("zoom-200 turn-90")


def goes_on_to_the_actions(agent: Agent) -> None:
    """Go on by Tab, past the documents: access keys are those of the page, and not of its frame."""
    while agent.page.evaluate("!document.activeElement.closest('.actions')"):
        agent.page.keyboard.press("Tab")


def asks_for_a_correction(agent: Agent, keys: Keyboard) -> None:
    """Unfold the action by its digit, name a field, choose a reason, write, and send."""
    keys.presses_access_key("3")
    keys.tabs_to("checkbox", "Nom")
    agent.page.keyboard.press("Space")
    keys.tabs_to("combobox", "Motif")
    agent.page.keyboard.press("ArrowDown")
    keys.types("Message au demandeur", "Le nom est illisible.")
    keys.enters("button", "Demander une correction")


def ticks_the_list_and_approves(agent: Agent, keys: Keyboard) -> None:
    """Go to the list by its letter, tick each thing with Space, and approve by the digit."""
    keys.presses_access_key("v")
    boxes = agent.page.locator(".checklist [name=ticked]")
    expect(boxes.first).to_be_focused()
    for box in range(boxes.count()):
        expect(boxes.nth(box)).to_be_focused()
        agent.page.keyboard.press("Space")
        keys.tabs()
    with agent.page.expect_navigation():
        keys.presses_access_key("1")


def test_a_case_is_treated_by_keyboard_alone(town: Town, people: People) -> None:
    paid(town)
    paid(town)
    agent = people.agent("records1", **DESK)
    keys = Keyboard(agent.page)

    takes_the_next_case(agent)
    looks_closely(agent)
    goes_on_to_the_actions(agent)
    asks_for_a_correction(agent, keys)
    town.does_its_jobs()
    takes_the_next_case(agent)
    ticks_the_list_and_approves(agent, keys)
    town.does_its_jobs()

    agent.opens("/")
    agent.sees("Rien ne vous attend.")
    signatory = people.signatory("magistrate")
    assert signatory.takes_next_case()
