"""The names of the tests that failed, from pytest's own JUnit file, one a line."""

import sys
from pathlib import Path
from xml.etree import ElementTree


def failed(results: str) -> list[str]:
    return [
        f"FAILED {case.get('classname')}::{case.get('name')}"
        for case in ElementTree.fromstring(results).iter("testcase")  # noqa: S314 - our own file
        if case.find("failure") is not None or case.find("error") is not None
    ]


if __name__ == "__main__":
    content = Path(sys.argv[1]).read_text()
    print("\n".join(failed(content)) if content else "pytest itself did not come to its end")
