"""A script: give the practice in GLABELLA_HOME somebody at its front desk."""

import os
from datetime import UTC, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "glabella.web.settings")
django.setup()

from glabella.clinic.accounts.actions import create_account, grant  # noqa: E402 needs the setup above
from glabella.clinic.accounts.roles import Role  # noqa: E402 needs the setup above
from glabella.clinic.accounts.values import NewAccount  # noqa: E402 needs the setup above
from glabella.clinic.audit.actor import system  # noqa: E402 needs the setup above
from glabella.clinic.practice.models import Outlet  # noqa: E402 needs the setup above

BY, AT = system("test"), datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
user = create_account(
    NewAccount("desk@example.org", "Example Desk"),
    password="correct horse battery staple",  # noqa: S106 of a synthetic account
    by=BY,
    at=AT,
)
grant(user.id, Role.FRONT_DESK, outlet=Outlet.objects.get().id, by=BY, at=AT)
