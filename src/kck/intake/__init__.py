"""The one door in: a conversation arrives by some channel, is answered, or becomes a case.

Main words: incoming, conversation, received. Nobody else opens cases (an import contract).
"""
