"""The desktop program. The only place that imports PySide6."""
