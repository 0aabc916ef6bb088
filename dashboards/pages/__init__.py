"""One folder a page: `page.py` says what it is, `_layout.py` draws it, `_callbacks.py` answers."""
