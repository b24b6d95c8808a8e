"""The page behind a personal link: for somebody of a unit who has no account, on a telephone.

Shows what the work needs (what, where, by when, photos) and lets the work be done: take, ask, note,
photos, done, hand back. It never shows who reported.
"""
