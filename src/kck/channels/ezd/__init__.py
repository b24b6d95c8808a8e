"""The records system (EZD): a formal case leaves to it once, as one ZIP, and comes back a receipt.

Main words: package (the ZIP of one case), receipt (number and date under which the records system
keeps it), far end (a folder that it watches, or an address that takes a POST).
"""
