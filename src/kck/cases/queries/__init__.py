"""What screens ask about cases. One file a screen; nothing here changes anything."""
