"""Places in free text: which words name a street, a square, an estate, a stop, a landmark.

Main words: *name* (an entry of the registers), *phrase* (one way to write it, inflected and
folded), *sense* (what a phrase may mean), *evidence* (why words mean a place and not themselves).
"""
