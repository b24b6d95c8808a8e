"""What staff are about to say: ready texts of the city, drafts, and replies that can be taken back.

A *ready text* is the city's own wording for a situation, in dated editions. A *draft* is what one
person has begun to write about one thing. A *held reply* is finished but has not left: until its
moment comes it can be taken back. This module knows no case: `about` is "case:123", and who may
write there is asked by whoever calls.
"""
