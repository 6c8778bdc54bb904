"""The front door of surveys."""

from aisance.surveys.collection.contracts import LinkPlace, Submission
from aisance.surveys.gateways.reviews.contracts import ReviewDraft, SourceTerms
from aisance.surveys.gateways.reviews.services import make_source, record_reviews
from aisance.surveys.links.contracts import LinkTerms
from aisance.surveys.links.services import make_link
from aisance.surveys.queries.answers import answers_in, latest_answers
from aisance.surveys.queries.apart import may_sort
from aisance.surveys.queries.dry_run import dry_run_by_code, month_before, month_of
from aisance.surveys.queries.later import LaterScore, scores_since
from aisance.surveys.queries.links import version_behind
from aisance.surveys.queries.praised import (
    AnswerPlace,
    PromoterAnswer,
    places_of_answers,
    promoter_answers,
    promoters_among,
)
from aisance.surveys.queries.programmes import not_asked_names, programmes_by_code, programmes_within, terms_in_force
from aisance.surveys.queries.questions import question_of, questions_known, scale_of, usual_wordings
from aisance.surveys.queries.weighing import (
    WholeResponse,
    number_before,
    responses_after,
    responses_given,
    responses_of_answers,
    whole_responses,
)
from aisance.surveys.queries.words import count_words_after, positions_beside, scores_of, words_after, words_of
from aisance.surveys.questionnaires.contracts import Given
from aisance.surveys.questionnaires.exchange.services import import_questionnaire
from aisance.surveys.services.answering import collect
from aisance.surveys.services.history import record_history
from aisance.surveys.services.programmes import (
    create_programme,
    ensure_default_programme,
    publish_draft,
    save_draft,
    switch_on,
)
from aisance.surveys.services.questions import create_question, retire_question
from aisance.surveys.services.recording import record_responses
from aisance.surveys.services.sorting import set_apart
from aisance.surveys.services.waves import plan_wave

__all__ = [
    "AnswerPlace",
    "Given",
    "LaterScore",
    "LinkPlace",
    "LinkTerms",
    "PromoterAnswer",
    "ReviewDraft",
    "SourceTerms",
    "Submission",
    "WholeResponse",
    "answers_in",
    "collect",
    "count_words_after",
    "create_programme",
    "create_question",
    "dry_run_by_code",
    "ensure_default_programme",
    "import_questionnaire",
    "latest_answers",
    "make_link",
    "make_source",
    "may_sort",
    "month_before",
    "month_of",
    "not_asked_names",
    "number_before",
    "places_of_answers",
    "plan_wave",
    "positions_beside",
    "programmes_by_code",
    "programmes_within",
    "promoter_answers",
    "promoters_among",
    "publish_draft",
    "question_of",
    "questions_known",
    "record_history",
    "record_responses",
    "record_reviews",
    "responses_after",
    "responses_given",
    "responses_of_answers",
    "retire_question",
    "save_draft",
    "scale_of",
    "scores_of",
    "scores_since",
    "set_apart",
    "switch_on",
    "terms_in_force",
    "usual_wordings",
    "version_behind",
    "whole_responses",
    "words_after",
    "words_of",
]
