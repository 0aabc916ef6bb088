"""The privacy gate: nothing about a person passes from landing into any other zone.

Here belong the rules on headers (`names`), on cells (`cells`) and on whole columns (`columns`), the masking of
what is quarantined (`masking`) and the gate that applies them (`gate`). Which columns a source drops or vouches
for is declared in its `sources/*.yml`; closing landing to other users belongs to `landing`.
"""
