"""How fast and how large: every figure beside a baseline that was measured in the same run.

`make bench`, or `python -m benchmarks [NAME …]`. docs/benchmarks.md says how to read the table.
"""
