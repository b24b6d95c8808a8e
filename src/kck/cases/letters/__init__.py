"""The words that ship for every letter about a case, one file a language."""
