"""People and organisations who talk to the city: contact data, language, consents.

Main words: person, consent, alias. All personal contact data lives here, and can be erased here.
"""
