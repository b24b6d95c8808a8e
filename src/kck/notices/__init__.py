"""A dated sentence for everybody: banner, report form, footer of mails, later the voice menu.

Main words: *notice* (title and text in every language, from and until when, for the whole city or
some districts), *current* (in force at a moment). It never addresses a person and never reports
an emergency in progress: that is an alert, which brings its own notice.
"""
