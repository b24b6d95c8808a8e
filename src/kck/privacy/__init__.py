"""What the city owes people about their data: to give it out, to forget it, to keep it no longer.

Main words: request (under data protection law), retention class, hold, run.
"""
