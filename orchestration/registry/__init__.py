"""Declarations: city packs, the standard taxonomies and the indicator catalogue, as validated models.

Here belongs what is said about a city, a source or an indicator before any file is read. Reading files does
not belong here, nor does anything that depends on which files have arrived.
"""
