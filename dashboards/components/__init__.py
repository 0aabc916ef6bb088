"""Pieces that pages are put together from: pure functions from rows and words to Dash components.

Native elements only (`select`, `table`, `a`, `button`): they work with keyboard, screen reader, print and
either theme as they are.
"""
