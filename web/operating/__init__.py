"""Operating: logs, metrics, health, backup, restore, verification, retention."""
