"""The form of a marketing profile: itself, and its locations (F1)."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseFormSet, formset_factory
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from memberships.actions.profiles import Content, Place
from memberships.models import Profile, ProfileLocation
from memberships.models.profiles import LONGEST_DESCRIPTION, MOST_INDUSTRIES, MOST_LOCATIONS
from memberships.profiles import links, logos, vocabulary
from partners.forms import every_country, plain_name
from partners.refusals import Refused


class DescriptionField(forms.CharField):
    """A text whose characters are counted as they are kept."""

    widget = forms.Textarea(
        attrs={"rows": 8, "maxlength": LONGEST_DESCRIPTION, "data-counted": "description"}
    )

    def clean(self, value: Any) -> str:
        """With plain line ends. It says how many characters there are if there are too many."""
        text: str = super().clean(value).replace("\r\n", "\n").strip()
        if len(text) > LONGEST_DESCRIPTION:
            message = gettext("It has %(count)d characters; 1,000 are possible. Shorten it.")
            raise forms.ValidationError(message % {"count": len(text)})
        return text


class LogoField(forms.FileField):
    """A picture, judged by its content and encoded anew."""

    widget = forms.ClearableFileInput(attrs={"accept": ".png,.jpg,.jpeg,.gif"})

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        """Its content, None if nothing was chosen; a file that is too large is not read."""
        upload: UploadedFile[Any] | None = super().clean(data, initial)
        if not upload:
            return None
        if upload.size is None or upload.size > logos.LARGEST:
            raise forms.ValidationError(gettext("The logo is over 5 MB. Choose a smaller one."))
        content: bytes = upload.read()
        try:
            logos.encoded(content)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return content


class ProfileForm(forms.Form):
    """What a profile says, without its locations."""

    description = DescriptionField(
        label=_("Description"),
        required=False,
        help_text=_("For whom you work, what you do, and what it was good for. Up to 1,000 characters."),
    )
    logo = LogoField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or GIF, up to 5 MB. It is scaled to at most 300 pixels in width and height."),
    )
    no_logo = forms.BooleanField(label=_("Show no logo any more"), required=False)
    website = forms.CharField(
        label=_("Website"), max_length=links.LONGEST, required=False, help_text=_("Begins with https://.")
    )
    linkedin = forms.CharField(
        label=_("LinkedIn page"),
        max_length=links.LONGEST,
        required=False,
        help_text=_("Such as https://www.linkedin.com/company/contoso."),
    )
    industries = forms.MultipleChoiceField(
        label=_("Industries of your customers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Up to five."),
        choices=lambda: vocabulary.choices(vocabulary.industries()),
    )
    services = forms.MultipleChoiceField(
        label=_("Services"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: vocabulary.choices(vocabulary.services()),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages in which you work"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: vocabulary.choices(vocabulary.languages()),
    )

    def __init__(self, *args: Any, has_logo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_logo:
            del self.fields["no_logo"]

    def clean_website(self) -> str:
        """As it is kept."""
        return _checked(links.website, self.cleaned_data["website"])

    def clean_linkedin(self) -> str:
        """As it is kept."""
        return _checked(links.linkedin, self.cleaned_data["linkedin"])

    def clean_industries(self) -> list[str]:
        """Five at most."""
        chosen: list[str] = self.cleaned_data["industries"]
        if len(chosen) > MOST_INDUSTRIES:
            raise forms.ValidationError(gettext("Choose five industries at most."))
        return chosen

    def ask_for_logo_again(self) -> None:
        """A browser does not keep a file: whoever corrects something chooses it again."""
        if self.cleaned_data.get("logo") and "logo" not in self.errors:
            self.add_error(
                "logo", gettext("Choose the file once more: it is not kept while something is wrong.")
            )


class LocationForm(forms.Form):
    """One location; left empty it is none."""

    city = forms.CharField(label=_("City"), max_length=100, validators=[plain_name])
    address = forms.CharField(
        label=_("Address"), max_length=200, required=False, help_text=_("Street and postcode.")
    )
    country = forms.ChoiceField(label=_("Country"))
    contact_name = forms.CharField(label=_("Contact"), max_length=150, validators=[plain_name])
    contact_email = forms.EmailField(
        label=_("Email address of the contact"),
        max_length=254,
        help_text=_("Requests of customers go there. Customers do not see it."),
    )

    def __init__(self, *args: Any, countries: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = countries  # type: ignore[attr-defined]
        self.empty_permitted = True

    def has_changed(self) -> bool:
        """Whether there is something in it: a location that is emptied is gone."""
        return any(field.data for field in self)


class _Locations(BaseFormSet):  # type: ignore[type-arg]
    """All locations of a profile, the first of which stands for them in lists."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """No field is marked as required for the browser: an empty location is none."""
        own = {"use_required_attribute": False, "countries": self.countries}
        return {**super().get_form_kwargs(index), **own}

    @cached_property
    def countries(self) -> list[tuple[str, Any]]:
        """Asked for once."""
        return every_country()


LocationForms = formset_factory(
    LocationForm,
    formset=_Locations,
    extra=MOST_LOCATIONS,
    max_num=MOST_LOCATIONS,
    absolute_max=MOST_LOCATIONS,
)


def known(profile: Profile) -> dict[str, Any]:
    """What the form shows of a profile as it is saved."""
    names = ("description", "website", "linkedin", "industries", "services", "languages")
    return {name: getattr(profile, name) for name in names}


def known_locations(locations: list[ProfileLocation]) -> list[dict[str, Any]]:
    """The same of its locations."""
    names = ("city", "address", "country", "contact_name", "contact_email")
    return [{name: getattr(each, name) for name in names} for each in locations]


def content_of(form: ProfileForm, locations: "BaseFormSet[LocationForm]") -> Content:
    """What both valid forms say."""
    given = {name: form.cleaned_data[name] for name in known(Profile())}
    return Content(**given, locations=[Place(**each.cleaned_data) for each in locations if each.cleaned_data])


def _checked(check: Any, typed: str) -> str:
    try:
        kept: str = check(typed)
    except Refused as refusal:
        raise forms.ValidationError(str(refusal)) from None
    return kept
