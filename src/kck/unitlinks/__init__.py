"""Units that have no account here: personal links in mails, and what was said on the telephone.

Main words: link (opens one case or one morning's list for one mail address of one unit), use (an
opening or an act by a link, with the name that was given), call (the centre told a dispatcher). A
link is known by the digest of its token alone, ends by itself and can be taken back. It shows what
the work needs: never who reported.
"""
