"""Who takes a message over: any SMTP server, and a gateway for short messages.

A gateway says one of three things. It returns: the message is taken over. It raises
`NotSentError`: the message surely did not go out and may be tried again. It raises
anything else: nobody knows, and the message is never sent again by itself.
"""

import logging
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.mime.text import MIMEText
from email.utils import formataddr
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string

from glabella.clinic.messages.leaving import leaving_address
from glabella.clinic.messages.models import Message
from glabella.clinic.practice.lexicon import outlet_mail, outlet_name
from glabella.core.errors import InputError

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


class NoMail(BaseEmailBackend):
    """The mail server of a practice that has none: nothing goes out, and it says so."""

    def open(self) -> bool | None:
        """Refuse before anything is said.

        Raises:
            ConnectionRefusedError: Always.
        """
        raise ConnectionRefusedError("no mail server is set")


def check_gateways() -> None:
    """Look for the gateway of text messages before somebody waits for one.

    Raises:
        InputError: If there is none of that name.
    """
    try:
        import_string(settings.GLABELLA_SMS_GATEWAY)
    except ImportError as error:
        raise InputError(
            f"there is no such gateway: {error}.",
            where="GLABELLA_SMS",
            mending="Write the dotted name of a class that is installed, or leave it "
            "out.",
        ) from error


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
    with _mail_server() as server:
        _mail(message, server)


def _mail(message: Message, server: BaseEmailBackend) -> None:
    mail = _as_mail(message)
    mail.connection = server
    try:
        mail.send()
    except (
        smtplib.SMTPSenderRefused,
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPDataError,
    ) as error:
        # The server has said no in words. Whatever else happens, it may have arrived.
        raise NotSentError(type(error).__name__) from error


@contextmanager
def _mail_server() -> Iterator[BaseEmailBackend]:
    """Give an open line to the mail server.

    Raises:
        NotSentError: If there is no line; nothing was said yet.
    """
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotSentError(type(error).__name__) from error
    try:
        yield server
    finally:
        # What was said was said: hanging up badly changes nothing about it.
        with suppress(OSError, smtplib.SMTPException):
            server.close()


def _as_mail(message: Message) -> EmailMessage:
    """Return a message as e-mail; its sender is the outlet, by its name."""
    outlet = message.outlet
    name = outlet_name(outlet, language=message.language)
    answer_to = outlet_mail(outlet, otherwise="")
    headers = {
        "Message-ID": f"<{message.id}@{settings.GLABELLA_MAIL_DOMAIN}>",
        "Auto-Submitted": "auto-generated",  # so that no machine answers
    }
    if leaving := leaving_address(message):
        # RFC 8058: the mail program shows a button of its own.
        headers["List-Unsubscribe"] = f"<{leaving}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMessage(
        subject=message.subject,
        body=message.text,
        from_email=formataddr((name, settings.GLABELLA_MAIL_FROM)),
        to=[message.address],
        reply_to=[answer_to] if answer_to else None,
        headers=headers,
    )
    if message.attachment:
        part = MIMEText(message.attachment, "calendar", "utf-8")
        part.set_param("method", message.method)
        mail.attach(part)
    return mail
