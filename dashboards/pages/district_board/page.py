"""The page: its path, what stands in the browser's title, and how it is added to the app."""

from dashboards.i18n import Words
from dashboards.pages.district_board._address import Address
from dashboards.pages.district_board._callbacks import register
from dashboards.pages.district_board._frame import frame
from dashboards.pages.district_board._layout import document_title

__all__ = ["PATH", "document_title", "frame", "register", "words_of"]

PATH = "/"


def words_of(search: str) -> Words:
    """The language an address asks for."""
    return Words(Address.read(search).language)
