"""信息查询: what the service holds about a person, and who has looked at it."""
