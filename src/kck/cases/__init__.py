"""The case: what must be done, from opened to confirmed; its tasks, texts, photos and followers.

Main words: case, task, state, outcome, clock. Only commands change a case, each records an event in
the case's own hash chain. Nobody but intake opens one.
"""
