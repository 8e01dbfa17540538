"""A convocatoria made readable: every rule in es-MX words beside its source, in a terminal or as one page.

`reader` turns the checked data into a `reading`, sections of rules; `terminal` and `page` draw it; `timeline` places
the windows on a line of time.
"""
