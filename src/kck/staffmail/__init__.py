"""Mails to whoever works for the city: invitations, new devices, what the bell tells them."""
