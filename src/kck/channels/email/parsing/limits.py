"""How much of a mail is looked at. What lies beyond is kept in the raw mail and named a defect."""

MB = 1024 * 1024

MAX_PARTS = 500
MAX_DEPTH = 20
MAX_FALSE_BOUNDARIES = 10_000  # lines that begin like a boundary and are none
MAX_HEADERS = 1_000
MAX_HEADER_BLOCK = 512 * 1024
MAX_HEADER = 32 * 1024
MAX_SUBJECT = 1_000
MAX_FILENAME = 200
MAX_REFERENCES = 100
MAX_ID = 1_000
MAX_ADDRESSES = 500  # in one header
MAX_PARAMETERS = 60
MAX_ENCODED_WORD = 8_000
MAX_TEXT = 1 * MB  # characters of text, and of one body part
MAX_LINE = 20_000  # a longer line is nobody's headline or signature
MAX_LINES = 5_000  # after so many nobody begins to quote or sign
MAX_HTML = 3 * MB
MAX_NESTING = 400  # of elements in a page
MAX_LINKS = 5_000  # a page with more is shown as its text only
MAX_ATTACHMENTS = 500
MAX_BOUNCES = 200
MAX_UNPACKED = 100 * MB  # from one winmail.dat or uuencoded text
CHUNK = 1 * MB
