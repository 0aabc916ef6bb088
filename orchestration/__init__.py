"""From agencies' files to a published snapshot.

Here belongs everything that writes a zone: declarations (`registry`), ingestion (`ingest`), the models' input
and their run (`transform`), publishing (`publish`) and the Dagster definitions that tie them together
(`defs`). What readers need does not belong here: it travels in the snapshot.
"""
