"""What families write to people outside the portal. Nothing personal in an e-mail: no name, no child, no purpose."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _


def link_to_join(token: str) -> str:
    """The whole address of an invitation."""
    return f"{settings.ORIGIN}{reverse('accounts:open_link', args=[token])}"


def mail_link(email: str, token: str) -> None:
    """A mail server that is down changes nothing: the link was shown on the practitioner's screen."""
    words = _(
        "You have a message in VIGPortal.\n\n"
        "This link opens it, once, within seven days:\n%(link)s\n\n"
        "If you did not expect it, you need do nothing."
    )
    send_mail(_("You have a message"), words % {"link": link_to_join(token)}, None, [email], fail_silently=True)
