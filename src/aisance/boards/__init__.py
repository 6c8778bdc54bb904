"""Boards: figures that people put together, share, print, take away and receive by mail; comparisons; the time line."""
