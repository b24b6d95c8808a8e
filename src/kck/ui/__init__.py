"""What more than one face shows: page frames, components, theme, TypeScript, error pages.

Only `templates/cotton/` knows the design system's class names; pages are written with components
and plain HTML. It knows how things look and never what they mean: no queries about cases here.
"""
