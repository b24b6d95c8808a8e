"""E-mail: the way out over SMTP, or into the demo city's built-in mailbox.

Main words: server (where mail is handed over), stored mail (what the demo keeps instead of
sending). It builds a mail from what messaging says and knows what a server's answer means.
"""
