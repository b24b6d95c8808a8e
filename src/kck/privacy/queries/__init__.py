"""What screens ask about requests and retention. Nothing here changes anything."""
