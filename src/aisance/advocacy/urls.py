"""The pages of this domain."""

from django.urls import path

from aisance.advocacy.praise import views as praise
from aisance.advocacy.promoters import customer_view
from aisance.advocacy.promoters import views as promoters

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
]
