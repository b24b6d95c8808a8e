"""Webhooks: other systems are told at once what happens to cases.

A subscription names an address, events, units and categories, and has a secret. Its deliveries are
made from the log of events by one job, sent by the same job outside any transaction, in the order
of each case, again and again until the far end has them. No personal data ever leaves here, and
nobody is asked anything: who wants to know more asks the API with the number of the case.
"""
