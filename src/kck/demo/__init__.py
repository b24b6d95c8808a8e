"""The simulated city: a fortnight that ends on "Monday after the gale", its scenes, its mailbox.

Everything in it is made by the same commands that real people use, each at its own moment. It is
there only where `KCK_DEMO` says so, and above all other packages: nothing may depend on it.
"""
