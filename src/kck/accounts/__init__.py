"""Staff: who they are, their roles as sets of grants, the units they work in, keys of partners.

Main words: staff, role, grant, post (a role held in a unit, dated). Residents are in `people`.
"""
