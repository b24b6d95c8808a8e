"""Is the work good: figures by unit and district, samples that supervisors read, Monday's letter.

Main words: *figures* (what came, what ended and how, what is still open, over a period), *review*
(a closed case that was drawn, read and scored by somebody who did not work on it), *risky* (drawn
because something about its end asks for a second look), *Monday's letter* (to the head of each
unit: what is late, disputed, handed back, never opened).
"""
