"""Keeping views; making, doing and taking back runs."""
