"""The configuration changed on screens: editions from a day on, gathered in a set of changes.

Every table is edited in one way: its rows become flat *values* (the columns of its file), a form
changes them, the readers of the files check them, and a row of the wanted day comes out. What a set
would do is found out by doing it and taking it back.
"""
