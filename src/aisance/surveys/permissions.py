"""The rights of surveys."""

from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Role, define_right

VIEW_PROGRAMMES = define_right(
    "surveys.view_programmes",
    _("See programmes, who was asked, who was not and why"),
    roles={Role.ADMINISTRATOR, Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.DATA_PROTECTION},
)
EDIT_PROGRAMMES = define_right("surveys.edit_programmes", _("Edit programmes and switch them on"), roles={Role.MANAGER})
VIEW_ANSWERS = define_right(
    "surveys.view_answers",
    _("Read single answers and their words"),
    roles={Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.ADVISOR},
)
RECORD_RESPONSES = define_right(
    "surveys.record_responses", _("Import answers collected elsewhere"), roles={Role.MANAGER}
)
SORT_ANSWERS = define_right(
    "surveys.sort_answers",
    _("Set answers apart that nobody gave, and bring them back"),
    roles={Role.MANAGER, Role.ANALYST},
)
EDIT_REVIEW_SOURCES = define_right(
    "surveys.edit_review_sources",
    _("Say from where public reviews come, and give out the keys"),
    roles={Role.ADMINISTRATOR, Role.MANAGER},
)
ERASE_REVIEWS = define_right(
    "surveys.erase_reviews",
    _("Forget who wrote a public review, and what"),
    roles={Role.MANAGER, Role.DATA_PROTECTION},
)
HEAR_RECORDINGS = define_right(
    "surveys.hear_recordings",
    _("See where the recorded words of callers are kept"),
    roles={Role.MANAGER, Role.SUPERVISOR},
)
VIEW_QUESTIONNAIRES = define_right(
    "questionnaires.view",
    _("See questionnaires and their versions"),
    roles={Role.ADMINISTRATOR, Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.DATA_PROTECTION},
    api=True,
)
EDIT_QUESTIONNAIRES = define_right(
    "questionnaires.edit", _("Write questionnaires and publish them"), roles={Role.MANAGER}, api=True
)
