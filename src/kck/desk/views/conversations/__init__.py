"""Mails and texts on the desk: the inbox, one conversation, what is done with one or with many."""
