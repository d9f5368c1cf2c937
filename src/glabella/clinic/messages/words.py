"""The words of kinds, channels, states and failures of messages."""

from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KIND: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "reminder": _("reminder of an appointment"),
        "recall": _("call for a next appointment"),
        "offer": _("offer of a free time"),
        "notice": _("something waits in the portal"),
        "due": _("questions wait in the portal"),
        "link": _("link to the portal"),
        "code": _("one-time code"),
        "booked": _("appointment booked"),
        "invitation": _("appointment for the calendar"),
        "moved": _("appointment moved"),
        "cancelled": _("appointment cancelled"),
        "cancellation": _("appointment out of the calendar"),
        "test": _("test"),
    }
)
CHANNEL: MappingProxyType[str, Promise] = MappingProxyType(
    {"email": _("e-mail"), "sms": _("text message")}
)
STATE: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "waiting": _("waits"),
        "claimed": _("is being handed over"),
        "handed_over": _("handed over"),
        "failed": _("failed"),
        "uncertain": _("uncertain"),
        "cancelled": _("not sent any more"),
    }
)
SETTLED: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "arrived": _("It arrived"),
        "lost": _("It did not arrive; nothing more is sent"),
        "sent_again": _("Send it again"),
    }
)
FAILURE: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "too late": _("its time had passed"),
        "withdrawn": _("what it spoke of has changed"),
        "opted out": _("the person wants no reminders"),
        "not safe any more": _("the address is not safe any more"),
        "not written to any more": _("the person is not to be written to any more"),
        "worker was not heard of again": _("the worker stopped in the middle"),
        "ConnectionRefusedError": _("no mail server answers"),
        "SMTPConnectError": _("the mail server turned us away"),
        "SMTPAuthenticationError": _("the mail server does not take our password"),
        "SMTPSenderRefused": _("the mail server does not take our sender"),
        "SMTPRecipientsRefused": _("the mail server does not know this address"),
        "SMTPDataError": _("the mail server refused the text"),
        "SMTPServerDisconnected": _("the mail server hung up in the middle"),
        "TimeoutError": _("no answer in time"),
        "gaierror": _("the mail server was not found"),
        "SSLCertVerificationError": _("the mail server does not prove who it is"),
    }
)


def failure_in_words(code: str) -> str:
    """Return why a message did not go out; what a gateway said itself stays."""
    return str(FAILURE.get(code, code))
