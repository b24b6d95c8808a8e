"""Ways into the report form from elsewhere: sites that may frame it, codes that stand on objects.

Main words: *site* (an origin whose pages may show the form and the status in a frame), *object*
(a lamp, a stop, a bin that carries a code), *code* (seven letters, two of them check letters). It
never takes a report in: the form does, and tells here which object the case is about.
"""
