"""What screens ask about saved views and runs."""
