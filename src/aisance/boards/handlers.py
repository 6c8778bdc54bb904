"""What boards tell the figures: the events of the time line, for every trend."""

from aisance.boards.queries import marks_between
from aisance.indicators.public import annotation_source

annotation_source(marks_between)
