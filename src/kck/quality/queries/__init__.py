"""What is asked about the work."""
