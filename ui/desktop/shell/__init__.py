"""The frame of the window: rail, top field, status line, command palette."""
