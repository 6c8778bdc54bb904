"""The pages of this domain."""

from django.urls import path

from aisance.boards.views import boards, comparing, files, parts, reports, timeline

urlpatterns = [
    path("boards/", boards.list_boards, name="board-list"),
    path("boards/new/", boards.new_board, name="board-new"),
    path("boards/time-line/", timeline.time_line, name="time-line"),
    path("boards/time-line/<int:mark_id>/remove/", timeline.remove, name="time-line-remove"),
    path("boards/compare/", comparing.compare, name="selection-compare"),
    path("boards/reports/", reports.list_reports, name="reports"),
    path("boards/<int:board_id>/", boards.show_board, name="board"),
    path("boards/<int:board_id>/edit/", boards.edit_board, name="board-edit"),
    path("boards/<int:board_id>/share/", boards.share, name="board-share"),
    path("boards/<int:board_id>/copy/", boards.copy, name="board-copy"),
    path("boards/<int:board_id>/remove/", boards.remove, name="board-remove"),
    path("boards/<int:board_id>/receive/", boards.receive, name="board-receive"),
    path("boards/<int:board_id>/mail/", reports.preview, name="board-mail"),
    path("boards/<int:board_id>/parts/<int:part_id>/picture.png", reports.picture, name="part-picture"),
    path("boards/<int:board_id>/board.pdf", files.board_pdf, name="board-pdf"),
    path("boards/<int:board_id>/board.png", files.board_png, name="board-png"),
    path("boards/<int:board_id>/parts/<int:part_id>/figures.<slug:extension>", files.part_file, name="part-file"),
    path("boards/<int:board_id>/parts/add/<slug:kind>/", parts.add, name="part-add"),
    path("boards/<int:board_id>/parts/<int:part_id>/", parts.edit, name="part-edit"),
    path("boards/<int:board_id>/parts/<int:part_id>/move/", parts.move, name="part-move"),
    path("boards/<int:board_id>/parts/<int:part_id>/remove/", parts.remove, name="part-remove"),
]
