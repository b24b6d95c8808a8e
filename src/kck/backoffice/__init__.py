"""The back office: where editors and administrators look after words, notices and configuration.

A face: it asks queries and calls commands. Main words: section (a part with its own grant), edition
(one wording of a text, from a moment on). It never edits cases, and it never opens without a grant.
"""
