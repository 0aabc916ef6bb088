"""Serving: the published snapshot."""
