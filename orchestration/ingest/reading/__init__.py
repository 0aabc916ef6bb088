"""From a landed file's bytes to a table of text cells.

Every cell stays text here: types guessed from the data would turn area codes into integers and lose their
zeros. What a cell means does not belong here; `fields` knows that.
"""

from orchestration.ingest.reading.reader import Reading, read_table
from orchestration.ingest.reading.table import BROKEN, ERROR_CELL, MARKS, ROW, SURPLUS, Table

__all__ = ["BROKEN", "ERROR_CELL", "MARKS", "ROW", "SURPLUS", "Reading", "Table", "read_table"]
