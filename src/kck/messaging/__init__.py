"""Outgoing messages: what is to be sent to whom, in which words, and whether it arrived.

Main words: message (one occasion), delivery (one message to one recipient through one channel),
text (what a module wants to say), edition (a city's own wording of a text). This module carries;
it never decides that something is worth a message, and it speaks to no far end: channels do.
"""
