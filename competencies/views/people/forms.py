"""What an admin is asked about people (B2)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.forms import LanguageField, plain_name
from partners.models import Role


class RolesField(forms.MultipleChoiceField):
    """Some of the five roles."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Roles"),
            choices=Role,
            widget=forms.CheckboxSelectMultiple,
            help_text=_(
                "Admins see and manage everything; membership managers orders, benefits and reports; referrals "
                "managers the profile and referrals; report viewers competencies and reports; employees only "
                "what is their own."
            ),
            error_messages={"required": _("Choose at least one role.")},
        )


class InviteForm(forms.Form):
    """One person to invite."""

    name = forms.CharField(label=_("Name"), max_length=150, validators=[plain_name])
    email = forms.EmailField(label=_("Email address"), max_length=254)
    roles = RolesField()
    language = LanguageField(label=_("Language of the mail"))


class RolesForm(forms.Form):
    """Other roles for somebody."""

    roles = RolesField()


class FileForm(forms.Form):
    """Many people to invite."""

    file = forms.FileField(
        label=_("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_("UTF-8, with the columns name, email and roles; up to 5,000 rows."),
        error_messages={"empty": _("The file is empty. Choose another one.")},
    )
    language = LanguageField(label=_("Language of the mails"))
