"""What others ask about people. Nothing here changes anything."""

from kck.people.queries.contacts import Contact, Known, contact, known

__all__ = ["Contact", "Known", "contact", "known"]
