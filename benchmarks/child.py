"""One benchmark in its own process, started by `__main__`."""

import importlib
import os
import sys
from pathlib import Path

import django

from benchmarks.figures import keep
from benchmarks.ground import Ground


def main() -> None:
    name, path, server = sys.argv[1:]
    django.setup()
    ground = Ground(server, Path(os.environ["KCK_HOME"]))
    keep(importlib.import_module(f"benchmarks.bench_{name}").measure(ground), Path(path))


if __name__ == "__main__":
    main()
