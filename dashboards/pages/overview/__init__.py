"""Overview 总览: is it better than last year, where not, is that real, who is late."""
