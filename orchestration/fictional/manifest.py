"""What a generation wrote; handed to the caller, not written: the folder holds only agencies' files."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WrittenFile:
    """One file: path relative to the inbox with `/`, data rows (polygons in a map file), bytes, SHA-256."""

    path: str
    rows: int
    size_in_bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """All files of one generation, in the order they were written."""

    files: tuple[WrittenFile, ...]

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)

    @property
    def size_in_bytes(self) -> int:
        return sum(file.size_in_bytes for file in self.files)
