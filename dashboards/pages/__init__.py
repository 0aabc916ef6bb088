"""One folder a page: `page.py` says what the page is, `_layout.py` draws it, `_callbacks.py` answers the browser."""
