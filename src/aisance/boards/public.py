"""The front door of boards."""

from aisance.boards.services import add_part, add_time_mark, create_board, share_board, subscribe

__all__ = ["add_part", "add_time_mark", "create_board", "share_board", "subscribe"]
