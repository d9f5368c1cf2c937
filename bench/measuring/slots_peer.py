"""Free slots by django-appointment, run by the Python of a venv that has it.

It reads the rows from a file, keeps them in a database of its own in memory, and says
how long the slots took and how many there were. Its own functions are called as they
are; it knows one clinician and one day at a time, and no outlets.
"""

import json
import sys
from datetime import date, time, timedelta
from pathlib import Path
from time import perf_counter

import django
from django.conf import settings


def main() -> int:
    """Fill, ask, say."""
    asked = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    settings.configure(
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "phonenumber_field",
            "appointment",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3"}},
        USE_TZ=True,
        TIME_ZONE="UTC",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SECRET_KEY="bench",  # noqa: S106 of a database that lives for minutes
        ROOT_URLCONF="appointment.urls",
    )
    settings.DATABASES["default"]["NAME"] = ":memory:"
    django.setup()
    print(json.dumps(_measured(asked)))
    return 0


def _measured(asked: dict[str, object]) -> dict[str, float]:
    from appointment.services import (  # noqa: PLC0415 once Django is set up
        get_available_slots_for_staff,
    )
    from django.core.management import call_command  # noqa: PLC0415 after the settings are in place, as above

    call_command("migrate", verbosity=0, run_syncdb=True)
    staff = _fill(asked)
    first, days = date.fromisoformat(str(asked["first"])), int(str(asked["days"]))
    start = perf_counter()
    count = sum(
        len(get_available_slots_for_staff(first + timedelta(days=day), one))
        for one in staff
        for day in range(days)
    )
    return {"seconds": perf_counter() - start, "slots": count}


def _fill(asked: dict[str, object]) -> list[object]:
    from appointment.models import (  # noqa: PLC0415 once Django is set up
        Appointment,
        AppointmentRequest,
        Config,
        Service,
        StaffMember,
        WorkingHours,
    )
    from django.contrib.auth import get_user_model  # noqa: PLC0415 after the settings are in place, as above

    user = get_user_model()
    opens, closes = time(8), time(18)
    Config.objects.create(
        slot_duration=15, lead_time=opens, finish_time=closes, appointment_buffer_time=0
    )
    service = Service.objects.create(
        name="Talk", duration=timedelta(minutes=15), price=0
    )
    staff = []
    for number in range(int(str(asked["clinicians"]))):
        one = StaffMember.objects.create(
            user=user.objects.create(username=f"c{number}"),
            slot_duration=15,
            lead_time=opens,
            finish_time=closes,
            appointment_buffer_time=0,
            work_on_saturday=True,
            work_on_sunday=True,
        )
        one.services_offered.add(service)
        for day in range(7):
            WorkingHours.objects.create(
                staff_member=one, day_of_week=day, start_time=opens, end_time=closes
            )
        staff.append(one)
    client = user.objects.create(username="client")
    rows = []
    for number, day, hour, minute in asked["taken"]:  # type: ignore[attr-defined]  # rows of four numbers
        starts = time(hour, minute)
        end = hour * 60 + minute + 15
        rows.append(
            AppointmentRequest(
                date=date.fromisoformat(str(asked["first"])) + timedelta(days=day),
                start_time=starts,
                end_time=time(end // 60, end % 60),
                service=service,
                staff_member=staff[number],
            )
        )
    made = AppointmentRequest.objects.bulk_create(rows, batch_size=5000)
    Appointment.objects.bulk_create(
        (Appointment(client=client, appointment_request=row) for row in made),
        batch_size=5000,
    )
    return staff


if __name__ == "__main__":
    sys.exit(main())
