"""Text messages: out through a gateway or a modem, in by its calls; short words, parts counted.

A *gateway* is the shape in which one provider speaks. A *text* is one message however many *parts*
carry it. Here no text loses a letter without somebody having said so.
"""
