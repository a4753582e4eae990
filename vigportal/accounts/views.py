"""Pages of accounts that allauth does not have: joining by invitation, and the service's people."""

from uuid import UUID

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vigportal.accounts import actions, queries
from vigportal.accounts.access import (
    InvitationEnded,
    SignedIn,
    SignInFirst,
    colleague_for,
    invitation_for,
    open_invitation,
    seat_for,
    supervising_for,
    taker_of,
)
from vigportal.accounts.forms import InviteForm, JoinForm, ServiceForm, SupervisingForm
from vigportal.accounts.models import User
from vigportal.accounts.roles import Act, Role
from vigportal.accounts.sudo import proved_lately
from vigportal.accounts.writer import hash_of

INVITATION = "invitation"


@login_not_required
@require_GET
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the token out of the address at once, so that it stays in no history and no referrer."""
    request.session[INVITATION] = hash_of(token)
    answer = redirect("accounts:join")
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@login_not_required
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Takes a seat: a new person chooses a password, a signed-in person with that e-mail just says yes."""
    now, held = timezone.now(), request.session.get(INVITATION, "")
    try:
        invitation = open_invitation(held, now)
        actor = taker_of(invitation, request.user)
        form = JoinForm(request.POST or None, person=User(email=invitation.email, name=invitation.name))
        if request.method == "POST" and (actor or form.is_valid()):
            password = "" if actor else form.cleaned_data["password"]
            user = actions.accept_invitation(actor=actor, token_hash=held, password=password, now=now)
            return _come_in(request, user)
    except SignInFirst:
        return redirect_to_login(reverse("accounts:join"))
    except InvitationEnded as reason:
        return render(request, "accounts/join_ended.html", {"reason": reason}, status=410)
    context = {"form": form, "invitation": invitation, "known": actor, "role": invitation.membership.role_name}
    return render(request, "accounts/join.html", context)


def _come_in(request: HttpRequest, user: User) -> HttpResponse:
    """The invitation is used; a new person is signed in as by the password they have just chosen."""
    request.session.pop(INVITATION, None)
    if request.user.is_authenticated:
        return redirect("home:start")
    signed_in: HttpResponse = perform_password_login(request, {"email": user.email}, Login(user=user))
    return signed_in


@require_GET
def account(request: SignedIn) -> HttpResponse:
    """A person's own sign-in: password, second factor, where they are signed in."""
    return render(request, "accounts/account.html")


@require_GET
def service(request: SignedIn) -> HttpResponse:
    """The service's people and settings, for its manager."""
    now = timezone.now()
    seat = seat_for(request.user, Act.MANAGE_PEOPLE, now)
    context = {
        "service": seat.service,
        "seats": queries.working_seats(seat.service, now),
        "invitations": queries.open_invitations(seat.service),
        "supervising": queries.supervising_in(seat.service, now),
        "now": now,
    }
    return render(request, "accounts/service.html", context)


@require_http_methods(["GET", "POST"])
@proved_lately
def invite(request: SignedIn) -> HttpResponse:
    """Invites a colleague; the link is shown once, to hand over by a way the manager trusts."""
    now = timezone.now()
    seat = seat_for(request.user, Act.MANAGE_PEOPLE, now)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        try:
            _seat, token = actions.invite_colleague(actor=request.user, service=seat.service, now=now, **wanted)
        except actions.SeatTaken as reason:
            form.add_error("email", str(reason))
        else:
            link = request.build_absolute_uri(reverse("accounts:open_link", args=[token]))
            return render(request, "accounts/invited.html", {"link": link, "name": wanted["name"]})
    return render(request, "accounts/invite.html", {"form": form})


@require_http_methods(["GET", "POST"])
@proved_lately
def settings(request: SignedIn) -> HttpResponse:
    """Name, nation, time zone, scale, cycles, days for confirming."""
    now = timezone.now()
    seat = seat_for(request.user, Act.SET_POLICY, now)
    form = ServiceForm(request.POST or None, instance=seat.service)
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        actions.change_service(actor=request.user, service=seat.service, changes=changes, now=now)
        messages.success(request, _("Saved."))
        return redirect("accounts:service")
    return render(request, "accounts/settings.html", {"form": form, "service": seat.service})


@require_http_methods(["GET", "POST"])
def supervise(request: SignedIn) -> HttpResponse:
    """Who supervises whom, from now on."""
    now = timezone.now()
    seat = seat_for(request.user, Act.MANAGE_PEOPLE, now)
    form = SupervisingForm(
        request.POST or None,
        supervisors=queries.seats_with(seat.service, Act.SUPERVISE, now),
        practitioners=queries.seats_with(seat.service, Act.HOLD_CASES, now),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.start_supervising(actor=request.user, now=now, **form.cleaned_data)
        except actions.SeatTaken as reason:
            form.add_error("practitioner", str(reason))
        else:
            return redirect("accounts:service")
    return render(request, "accounts/supervise.html", {"form": form})


@require_POST
def end_supervising(request: SignedIn, supervising_id: UUID) -> HttpResponse:
    """Ends it now."""
    now = timezone.now()
    row = supervising_for(request.user, supervising_id, now)
    actions.end_supervising(actor=request.user, supervising=row, now=now)
    return redirect("accounts:service")


@require_http_methods(["GET", "POST"])
@proved_lately
def remove_factor(request: SignedIn, membership_id: UUID) -> HttpResponse:
    """Takes a colleague's lost second factor off; they set up a new one when they next sign in."""
    now = timezone.now()
    seat = colleague_for(request.user, membership_id, now)
    if request.method == "GET" or not seat.user:
        return render(request, "accounts/remove_factor.html", {"seat": seat})
    try:
        actions.remove_factor(actor=request.user, user=seat.user, service_id=seat.service_id, now=now)
    except actions.NoFactor as reason:
        messages.info(request, str(reason))
    return redirect("accounts:service")


@require_POST
def withdraw_invitation(request: SignedIn, invitation_id: UUID) -> HttpResponse:
    """Takes an invitation back: its link opens nothing any more."""
    now = timezone.now()
    row = invitation_for(request.user, invitation_id, now)
    try:
        actions.withdraw_invitation(actor=request.user, invitation=row, now=now)
    except actions.SeatTaken as reason:
        messages.info(request, str(reason))
    return redirect("accounts:service")
