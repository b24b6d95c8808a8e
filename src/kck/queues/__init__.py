"""How staff keep their work in order: saved views of the queue, and one deed for many cases.

Main words: *saved view* (a view with filters under a name, of one person or shared with a unit),
*run* (one action for the cases that were chosen), *item* (one case of a run). A run is previewed,
done by a worker once for each case, and can be taken back for a minute. What a view or a run may
touch is asked anew of whoever uses it: sharing a view shares no rights.
"""
