"""Puts the house together: settings, addresses, the `kck` command and the processes it runs.

Its main words: *home* (KCK_HOME, one copy of KCK), *service* (a process that must always run),
*embedded* (the PostgreSQL that comes along). It decides nothing about cases or people.
"""
