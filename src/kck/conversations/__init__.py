"""Talks in writing that go to and fro: mail threads and texts, from first line to last answer."""
