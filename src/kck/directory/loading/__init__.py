"""From the files of a city to rows: read, check, compare, write.

Reading never stops at the first mistake: everything that is wrong is collected and named by file
and line, with what to write instead. Other modules join with files of their own (`parts.py`).
"""

from kck.directory.loading.parts import register_part
from kck.directory.loading.problems import Change, Problem, Problems

__all__ = ["Change", "Problem", "Problems", "register_part"]
