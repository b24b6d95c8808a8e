"""All cases to a file: for another system, for the archive of the city, for open data.

Main words: asked (what the file is to hold), part (the file while it is being written).
"""
