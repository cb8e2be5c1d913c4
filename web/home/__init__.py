"""The front door and 首页: what to do next, what waits for whom."""
