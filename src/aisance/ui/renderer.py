"""How forms are drawn: every form and field of the product with the templates of the house."""

from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """Draws forms and fields with the house's own templates; widgets stay Django's."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
