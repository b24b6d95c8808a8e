"""The desk: where the city's staff work: queues, the case page, triage, new contacts, account.

A face: it asks queries and calls commands. Nothing under its addresses opens without signing in,
because the door (`doors.py`) stands before all views, not in each of them.
"""
