"""Grid events 网格事件: closed and in time, by whom, what is open and since when."""
