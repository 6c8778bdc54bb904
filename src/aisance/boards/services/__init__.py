"""The only writers of boards, their parts and subscriptions."""

from aisance.boards.services.composing import copy_board, create_board, remove_board, rename_board, share_board
from aisance.boards.services.noting import add_time_mark, remove_time_mark
from aisance.boards.services.parts import add_part, edit_part, move_part, remove_part
from aisance.boards.services.subscribing import subscribe, unsubscribe

__all__ = [
    "add_part",
    "add_time_mark",
    "copy_board",
    "create_board",
    "edit_part",
    "move_part",
    "remove_board",
    "remove_part",
    "remove_time_mark",
    "rename_board",
    "share_board",
    "subscribe",
    "unsubscribe",
]
