"""What the pages behind a mailed link share: opening them changes nothing, a button does (B1, B2)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.forms import KeyForm, PasswordForm
from partners.models import Account, User
from partners.refusals import Refused

Context = dict[str, Any]


def key_of(request: HttpRequest) -> str:
    """The key of the link: in the query when it is opened, in the form when its button is pressed."""
    return (request.POST if request.method == "POST" else request.GET).get("key", "")


def dead(request: HttpRequest, why: str, *, status: int) -> HttpResponse:
    """The page of a link that does not work, and why."""
    return render(request, "partners/link_dead.html", {"why": why}, status=status)


def unknown(request: HttpRequest) -> HttpResponse:
    """The page of a link that the portal did not send."""
    why = _("It is not complete. Copy the whole address from the mail.")
    return dead(request, why, status=404)


class Door:
    """Lets the owner of an address in: with the login that it has, or with one that is made here.

    `enter` takes the signed-in user, `enter_as_new` a password; both return the account and may refuse.
    """

    def __init__(
        self,
        request: HttpRequest,
        *,
        email: str,
        name: str,
        enter: Callable[[User], Account],
        enter_as_new: Callable[[str], Account],
    ) -> None:
        self.request, self.email, self.key = request, email, key_of(request)
        self._enter, self._enter_as_new = enter, enter_as_new
        self._newcomer = User(email=email, name=name)

    def answer(self, template: str, context: Context) -> HttpResponse:
        """The page, or where the button leads."""
        user = self.request.user
        if isinstance(user, User):
            return self._for_user(user, template, context)
        if User.objects.filter(email=self.email).exists():
            return self._for_owner(template, context)
        return self._for_newcomer(template, context)

    def _for_user(self, user: User, template: str, context: Context) -> HttpResponse:
        form = KeyForm({"key": self.key})
        if self.request.method == "POST" and user.email == self.email:
            try:
                account = self._enter(user)
            except Refused as refusal:
                return dead(self.request, str(refusal), status=410)
            return redirect("memberships:home", account.organisation.public_id)
        means = "button" if user.email == self.email else "other"
        return self._page(template, {**context, "means": means, "form": form})

    def _for_owner(self, template: str, context: Context) -> HttpResponse:
        sign_in = f"{reverse('account_login')}?{urlencode({'next': self._here()})}"
        if self.request.method == "POST":
            return redirect(sign_in)
        return self._page(template, {**context, "means": "sign-in", "sign_in": sign_in})

    def _for_newcomer(self, template: str, context: Context) -> HttpResponse:
        asked = self.request.method == "POST" and "password" in self.request.POST
        form = PasswordForm(
            self.request.POST if asked else None, user=self._newcomer, initial={"key": self.key}
        )
        if asked and form.is_valid():
            account = self._made(form)
            if account is not None:
                return self._to_sign_in(account)
        return self._page(template, {**context, "means": "password", "form": form})

    def _made(self, form: forms.Form) -> Account | None:
        try:
            return self._enter_as_new(form.cleaned_data["password"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return None

    def _to_sign_in(self, account: Account) -> HttpResponse:
        messages.success(self.request, _("Your login is ready. Sign in with your new password."))
        home = reverse("memberships:home", args=[account.organisation.public_id])
        return redirect(f"{reverse('account_login')}?{urlencode({'next': home})}")

    def _page(self, template: str, context: Context) -> HttpResponse:
        return render(self.request, template, {**context, "email": self.email, "here": self._here()})

    def _here(self) -> str:
        return f"{self.request.path}?{urlencode({'key': self.key})}"
