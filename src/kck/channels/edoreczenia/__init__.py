"""e-Doręczenia through a drop folder: what is delivered becomes a case, answers are laid out.

Main words: delivery (a letter that came, with its proof of receipt: the legal clock starts on its
date), letter (what the city answers), proof (that a letter was sent, or received). Some other
program speaks to the operator and moves files in and out of the folder: `README.md` says how.
"""
