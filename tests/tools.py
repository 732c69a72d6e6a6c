"""System tools that some tests need: found, or said to be missing, never passed over in silence."""

import os
import shutil

import pytest


def system_tool(name: str, package: str) -> str:
    """Find a tool that `.ci/run` installs: missing there is a failure, elsewhere a visible skip."""
    path = shutil.which(name)
    if path is None:
        tell = pytest.fail if os.environ.get("ESERVICES_REQUIRE_BROWSER") == "1" else pytest.skip
        tell(f"install {package} to run this test")
    return path
