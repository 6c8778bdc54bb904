"""The pages of this domain."""

from django.urls import path

from aisance.advocacy import telling
from aisance.advocacy.ideas import open_view
from aisance.advocacy.ideas import views as ideas
from aisance.advocacy.praise import views as praise
from aisance.advocacy.promoters import customer_view
from aisance.advocacy.promoters import views as promoters
from aisance.advocacy.winback import customer_view as offers
from aisance.advocacy.winback import views as winback

__all__ = ["telling", "urlpatterns"]  # the first tells on the page of customers

urlpatterns = [
    path("t/<str:signed>/", customer_view.own_page, name="testimonial-own"),
    path("promoters/", promoters.promoter_list, name="promoter-list"),
    path("promoters/rule/", promoters.promoter_rule, name="promoter-rule"),
    path("promoters/<int:customer_id>/ask/", promoters.promoter_ask, name="promoter-ask"),
    path("promoters/testimonials/", promoters.testimonial_list, name="testimonial-list"),
    path("promoters/testimonials/<int:testimonial_id>/", promoters.testimonial_detail, name="testimonial-detail"),
    path(
        "promoters/testimonials/<int:testimonial_id>/accept/", promoters.testimonial_accept, name="testimonial-accept"
    ),
    path("promoters/testimonials/<int:testimonial_id>/words/", promoters.testimonial_reword, name="testimonial-reword"),
    path("promoters/testimonials/<int:testimonial_id>/use/", promoters.testimonial_use, name="testimonial-use"),
    path(
        "promoters/testimonials/<int:testimonial_id>/use/<int:use_id>/taken-down/",
        promoters.testimonial_take_down,
        name="testimonial-take-down",
    ),
    path("praise/", praise.praise_list, name="praise-list"),
    path("praise/wall/", praise.praise_wall, name="praise-wall"),
    path("praise/<int:praise_id>/hide/", praise.praise_hide, name="praise-hide"),
    path("praise/<int:praise_id>/show/", praise.praise_show, name="praise-show"),
    path("ideas/", open_view.open_ideas, name="ideas-open"),
    path("acting/ideas/", ideas.idea_list, name="idea-list"),
    path("acting/ideas/new/", ideas.idea_new, name="idea-new"),
    path("acting/ideas/page/", ideas.idea_switches, name="idea-switches"),
    path("acting/ideas/<int:idea_id>/", ideas.idea_detail, name="idea-detail"),
    path("acting/ideas/<int:idea_id>/vote/", ideas.idea_vote, name="idea-vote"),
    path("acting/ideas/<int:idea_id>/comment/", ideas.idea_comment, name="idea-comment"),
    path("acting/ideas/<int:idea_id>/decide/", ideas.idea_decide, name="idea-decide"),
    path("acting/ideas/<int:idea_id>/merge/", ideas.idea_merge, name="idea-merge"),
    path("win-back/", winback.win_back_list, name="win-back-list"),
    path("win-back/cause/", winback.win_back_cause, name="win-back-cause"),
    path("back/<str:signed>/", offers.own_offer, name="win-back-own"),
    path("win-back/new/", winback.win_back_new, name="win-back-new"),
    path("win-back/<int:win_back_id>/", winback.win_back_detail, name="win-back-detail"),
    path("win-back/<int:win_back_id>/start/", winback.win_back_start, name="win-back-start"),
]
