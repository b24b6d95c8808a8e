"""What is asked about conversations in writing. Nothing here changes anything."""
