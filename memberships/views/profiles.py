"""Marketing profiles as their organisation works on them: list, form, preview, publishing (F1)."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competencies.published import current_programme
from competencies.views.frame import framed_plainly, needs_programme
from memberships.actions import profiles
from memberships.directory.display import displays
from memberships.models import Listing, Profile
from memberships.presenters.profiles import ProfileRow, profile_row
from memberships.profile_forms import (
    LocationForms,
    ProfileForm,
    content_of,
    known,
    known_locations,
)
from memberships.profiles import strength
from memberships.views.preview import previewed
from partners.access import Permission, organisation_for
from partners.clock import today
from partners.forms import every_country
from partners.models import Organisation
from partners.refusals import Refused
from partners.views.requests import SignedInRequest


class CountryForm(forms.Form):
    """For which country a profile is begun."""

    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=every_country)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_programme
def listing(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """The profiles by country; a form begins the one of another country."""
    own = organisation_for(request, organisation, Permission.MANAGE_PROFILE)
    rows = _rows(own)
    form = CountryForm(request.POST or None, initial={"country": "" if rows else own.country})
    if request.method == "POST" and form.is_valid():
        try:
            made = profiles.begin(
                organisation=own, country=form.cleaned_data["country"], on=today(), by=request.user
            )
        except Refused as refusal:
            form.add_error("country", str(refusal))
        else:
            return redirect("memberships:profile", own.public_id, made.public_id)
    context = {"rows": rows, "form": form}
    return framed_plainly(request, "memberships/profiles/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_programme
def edit(request: SignedInRequest, organisation: uuid.UUID, profile: uuid.UUID) -> HttpResponse:
    """The form of one profile, and beside it what makes it strong."""
    own = organisation_for(request, organisation, Permission.MANAGE_PROFILE)
    row = _profile_or_404(own, profile)
    form, locations = _forms(request, row)
    if request.method == "POST":
        valid = [form.is_valid(), locations.is_valid()]
        if all(valid) and _saved(request, row, form, locations):
            page = "preview_profile" if "preview" in request.POST else "profile"
            return redirect(f"memberships:{page}", own.public_id, row.public_id)
        form.ask_for_logo_again()
    return framed_plainly(request, "memberships/profiles/edit.html", _context(row, form, locations))


@login_required
@require_safe
@needs_programme
def preview(request: SignedInRequest, organisation: uuid.UUID, profile: uuid.UUID) -> HttpResponse:
    """The page of the partner as customers would read it, in either language, and the button that publishes it."""
    own = organisation_for(request, organisation, Permission.MANAGE_PROFILE)
    row = _profile_or_404(own, profile)
    page = previewed(row, language=request.GET.get("language", ""), as_of=today())
    context = {"profile": profile_row(row, _listing(row)), **page}
    return framed_plainly(request, "memberships/profiles/preview.html", context)


@login_required
@require_POST
@needs_programme
def publish(request: SignedInRequest, organisation: uuid.UUID, profile: uuid.UUID) -> HttpResponse:
    """Let customers find it."""
    own = organisation_for(request, organisation, Permission.MANAGE_PROFILE)
    row = _profile_or_404(own, profile)
    try:
        profiles.publish(profile=row, on=today(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("memberships:profile", own.public_id, row.public_id)
    messages.success(request, _("The profile is published. Customers find it from now on."))
    return redirect("memberships:profiles", own.public_id)


@login_required
@require_POST
def withdraw(request: SignedInRequest, organisation: uuid.UUID, profile: uuid.UUID) -> HttpResponse:
    """Let customers find it no more."""
    own = organisation_for(request, organisation, Permission.MANAGE_PROFILE)
    row = _profile_or_404(own, profile)
    try:
        profiles.withdraw(profile=row, on=today(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The profile is withdrawn. What you saved is kept."))
    return redirect("memberships:profiles", own.public_id)


@login_required
@require_safe
def saved_logo(request: SignedInRequest, organisation: uuid.UUID, profile: uuid.UUID) -> HttpResponse:
    """The logo as it is saved, which nobody else sees before it is published."""
    own = organisation_for(request, organisation, Permission.MANAGE_PROFILE)
    row = _profile_or_404(own, profile)
    if row.logo is None:
        raise Http404
    return HttpResponse(bytes(row.logo.content), content_type=row.logo.content_type)


def _rows(own: Organisation) -> list[ProfileRow]:
    listings = {each.profile_id: each for each in Listing.objects.filter(organisation=own).defer("words")}
    return [profile_row(each, listings.get(each.pk)) for each in Profile.objects.of(own)]


def _profile_or_404(own: Organisation, public_id: uuid.UUID) -> Profile:
    rows = Profile.objects.of(own).select_related("organisation", "logo")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _listing(row: Profile) -> Listing | None:
    return Listing.objects.filter(profile=row).defer("words").first()


def _forms(request: SignedInRequest, row: Profile) -> tuple[ProfileForm, Any]:
    """The form of the profile and those of its locations, filled with what was typed, else with what is saved."""
    has_logo = row.logo_id is not None
    places = known_locations(list(row.locations.all()))
    if request.method == "POST":
        form = ProfileForm(request.POST, request.FILES, has_logo=has_logo, use_required_attribute=False)
        return form, LocationForms(request.POST, initial=places, prefix="location")
    form = ProfileForm(initial=known(row), has_logo=has_logo, use_required_attribute=False)
    return form, LocationForms(initial=places, prefix="location")


def _saved(request: SignedInRequest, row: Profile, form: ProfileForm, locations: Any) -> bool:
    try:
        profiles.save(
            profile=row,
            content=content_of(form, locations),
            logo=form.cleaned_data["logo"],
            no_logo=form.cleaned_data.get("no_logo", False),
            on=today(),
            by=request.user,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The profile is saved. Customers see it once it is published."))
    return True


def _context(row: Profile, form: ProfileForm, locations: Any) -> dict[str, Any]:
    display = displays([row.organisation_id], current_programme().level_keys, as_of=today())
    found = strength.points(row, list(row.locations.all()), displays=bool(display))
    return {
        "profile": profile_row(row, _listing(row)),
        "form": form,
        "locations": locations,
        "used": len(form["description"].value() or ""),
        "points": found,
        "verdict": strength.verdict(found),
    }
