"""Our own JSON API under /api/v1/: what residents and partners can do, and units' own systems.

A face: it translates JSON into commands and public queries into JSON. It decides nothing: who may
see what is said by the same queries that the portal asks, who may do what by the same policies.
"""
