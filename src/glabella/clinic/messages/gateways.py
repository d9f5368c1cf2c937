"""Who takes a message over: any SMTP server, and a gateway for short messages.

A gateway says one of three things. It returns: the message is taken over. It raises
`NotSentError`: the message surely did not go out and may be tried again. It raises
anything else: nobody knows, and the message is never sent again by itself.
"""

import logging
import smtplib
from email.mime.text import MIMEText
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

from glabella.clinic.messages.models import Message

logger = logging.getLogger("glabella.messages")


class NotSentError(Exception):
    """The message surely did not go out."""


class Gateway(Protocol):
    """What a gateway for short messages must be able to do."""

    def hand_over(self, *, address: str, text: str, reference: str) -> None:
        """Take a message over.

        Args:
            address: A number in E.164: "+41791234567".
            text: Plain text.
            reference: Opaque; the same message never comes with another one.

        Raises:
            NotSentError: If it surely did not go out.
        """


class Console:
    """The gateway of a practice that has none: it writes that something would go out.

    Neither number nor text is logged.
    """

    def hand_over(self, *, address: str, text: str, reference: str) -> None:
        """Log the reference and the length."""
        del address  # never logged
        logger.info("sms %s of %d characters", reference, len(text))


def hand_over(message: Message) -> None:
    """Give a message to whom its channel belongs to.

    Raises:
        NotSentError: If it surely did not go out.
    """
    if message.channel == "sms":
        gateway: Gateway = import_string(settings.GLABELLA_SMS_GATEWAY)()
        gateway.hand_over(
            address=message.address, text=message.text, reference=str(message.id)
        )
        return
    _mail(message)


def _mail(message: Message) -> None:
    mail = EmailMessage(
        subject=message.subject,
        body=message.text,
        to=[message.address],
        headers={"Message-ID": f"<{message.id}@{settings.GLABELLA_MAIL_DOMAIN}>"},
    )
    if message.attachment:
        part = MIMEText(message.attachment, "calendar", "utf-8")
        part.set_param("method", message.method)
        mail.attach(part)
    try:
        mail.send()
    except (
        smtplib.SMTPConnectError,
        smtplib.SMTPAuthenticationError,
        smtplib.SMTPHeloError,
        smtplib.SMTPSenderRefused,
        smtplib.SMTPRecipientsRefused,
        ConnectionRefusedError,
    ) as error:
        # Refused before the text was given away. Anything later may have arrived.
        raise NotSentError(type(error).__name__) from error
