"""The example of the documentation is what it says: complete, and without a mistake."""

import re
from pathlib import Path

from tests.builders.defects import benin, loaded

PAGE = Path(__file__).parents[3] / "docs" / "adding-an-eservice.md"


def test_the_example_is_an_eservice_without_a_mistake() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)

    result = loaded(example)

    assert result.findings == ()
    assert result.eservice is not None
    assert result.eservice.languages == benin().languages
