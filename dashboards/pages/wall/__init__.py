"""Wall 大屏: the overview for a room, a few boards that turn by themselves and need no hand."""
