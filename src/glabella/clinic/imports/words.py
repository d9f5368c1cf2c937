"""The words of this app: kinds, fields, findings with how to mend them, and twins."""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from glabella.clinic.imports.values import Finding

Words = Mapping[str, Promise]

KINDS: Words = MappingProxyType(
    {
        "patients": _("Patients"),
        "treatments": _("Past treatments"),
        "appointments": _("Appointments"),
        "stock": _("Stock"),
    }
)
FIELDS: Words = MappingProxyType(
    {
        "family_name": _("Family name"),
        "given_names": _("Given names"),
        "name": _("Whole name: family name, given names"),
        "birth_date": _("Date of birth"),
        "number": _("Patient number here"),
        "external_id": _("Patient number in the other system"),
        "sex": _("Sex in the register"),
        "language": pgettext_lazy("column", "Language"),
        "phone": _("Phone"),
        "mobile": _("Mobile phone"),
        "email": _("E-mail"),
        "address": _("Whole address"),
        "street": _("Street"),
        "postcode": _("Postcode"),
        "city": _("Town"),
        "country": _("Country"),
        "referrer": _("Referrer"),
        "gp": _("General practitioner"),
        "allergies": _("Allergies"),
        "date": _("Day"),
        "product": _("Product"),
        "units": _("Units given"),
        "protocol": _("Condition treated"),
        "lot": _("Lot number"),
        "sites": _("Sites, in words"),
        "clinician": _("Clinician"),
        "note": _("Note"),
        "start": _("Start: day and time"),
        "time": _("Start: time"),
        "end": _("End"),
        "minutes": _("Minutes"),
        "service": _("Service"),
        "vial_units": _("Units in a vial"),
        "expiry": _("Expiry"),
        "vials": _("Number of vials"),
    }
)
# What is wrong, and how to mend it.
FLAWS: Mapping[str, tuple[Promise, Promise]] = MappingProxyType(
    {
        "empty": (_("This is empty and is needed."), _("Fill it in.")),
        "too_long": (
            _("This is longer than %(most)s letters."),
            _("Shorten it, or divide it."),
        ),
        "too_many_cells": (
            _("There are more cells than columns: %(cells)s."),
            _("Put quotation marks around a cell that holds the delimiter."),
        ),
        "broken_formula": (
            _("The spreadsheet had a broken formula here."),
            _("Type the value in its place."),
        ),
        "not_a_day": (_("This is no day."), _("Write it as 2025-04-03 or 03.04.2025.")),
        "no_such_day": (_("There is no such day."), _("Check day and month.")),
        "day_or_month_first": (
            _("This may be two different days."),
            _("Say under “Columns” whether the day or the month comes first."),
        ),
        "two_digits_of_a_year": (
            _("The year has two digits."),
            _("Say under “Columns” which century is meant, or write four."),
        ),
        "day_that_never_was": (
            _("Spreadsheets count 29 February 1900 under 60; that day never was."),
            _("Write the day out."),
        ),
        "read_as_serial": (
            _("A bare number, read as the day a spreadsheet counts: %(day)s."),
            _("Nothing to do if that is right."),
        ),
        "not_a_time": (_("This is no time of day."), _("Write it as 14:30.")),
        "not_a_number": (_("This is no number."), _("Write digits: 155 or 12.5.")),
        "not_whole": (_("This is no whole number."), _("Write it without decimals.")),
        "number_two_ways": (
            _("“%(sign)s” may divide decimals or thousands here."),
            _("Say under “Columns” which sign divides decimals."),
        ),
        "lies_ahead": (_("%(day)s lies ahead."), _("Check the year.")),
        "too_long_ago": (_("%(day)s is too long ago."), _("Check the year.")),
        "name_without_comma": (
            _("Without a comma nobody can say which is the family name."),
            _("Write “Family name, Given names”, or use two columns."),
        ),
        "no_such_sex": (
            _("This word for the sex is not known."),
            _("Use f, m, other or unknown."),
        ),
        "no_such_language": (
            _("This language is not known."),
            _("Use a code such as de, en, fr or it, or “other”."),
        ),
        "no_such_email": (_("This is no e-mail address."), _("Correct or empty it.")),
        "no_such_phone": (_("This is no phone number."), _("Correct or empty it.")),
        "phone_not_possible": (
            _("No such number exists in this country; it is kept as it stands."),
            _("Ask for it at the next visit."),
        ),
        "phone_was_a_number": (
            _("The spreadsheet kept it as a number: zeros in front are lost."),
            _("Format the column as text and export again, or check it later."),
        ),
        "no_allergy_said": (
            _("“None” is not taken over: nobody knows who asked, and when."),
            _("Ask at the next visit and note the day."),
        ),
        "no_such_patient": (
            _("Nobody at this outlet is known by this."),
            _("Import the patients first, or correct the number or the name."),
        ),
        "several_patients": (
            _("Several people at this outlet are known by this."),
            _("Add a column with the patient number."),
        ),
        "birth_date_needed": (
            _("A name alone does not say who it is."),
            _("Add the date of birth or the patient number."),
        ),
        "name_of_another": (
            _("This number belongs to somebody with another name."),
            _("Check the number and the name."),
        ),
        "patient_rests": (
            _("The record of this person is restricted."),
            _("Leave the row out, or lift the restriction first."),
        ),
        "no_such_product": (
            _("This product is not known. Known: %(known)s."),
            _("Write the brand or the substance as one of these."),
        ),
        "no_such_protocol": (
            _("This condition is not known. Known: %(known)s."),
            _("Write one of these, or choose one for every row under “Columns”."),
        ),
        "not_above_zero": (
            _("This is not a number that can be."),
            _("Check it; it must be above zero."),
        ),
        "too_fine": (
            _("Units are kept to two decimals."),
            _("Round it, or check the decimal sign."),
        ),
        "clinician_in_note": (
            _("Nobody of this name works here; it is kept in the note."),
            _("Nothing to do if that is enough."),
        ),
        "no_such_service": (
            _("This service is not known. Known: %(known)s."),
            _("Write one of these, or choose one for every row under “Columns”."),
        ),
        "time_is_missing": (
            _("The time of day is missing."),
            _("Add it behind the day, or choose the column of the time."),
        ),
        "time_is_skipped": (
            _("On %(day)s the clocks in %(zone)s go forward: %(time)s never comes."),
            _("Ask the patient; %(other)s may be meant."),
        ),
        "time_is_twice": (
            _("On %(day)s the clocks in %(zone)s go back: %(time)s comes twice."),
            _("Move it to a time that comes once, and tell the patient."),
        ),
        "is_past": (
            _("This has passed; only what lies ahead is booked."),
            _("Import what was given as past treatments."),
        ),
        "not_on_five_minutes": (
            _("Appointments start on a whole five minutes."),
            _("Move it by a few minutes."),
        ),
        "no_such_length": (
            _("No appointment is that long."),
            _("Check the minutes, or the end."),
        ),
        "length_of_service": (
            _("No length is said; it gets the %(minutes)s minutes of its service."),
            _("Nothing to do if that is right."),
        ),
        "no_such_clinician": (
            _("Nobody of this name or e-mail works here."),
            _("Write the e-mail of the account, or leave it empty."),
        ),
        "clinician_is_taken": (
            _("This clinician is taken at that time."),
            _("Choose another time or another clinician."),
        ),
        "no_such_vial": (
            _("No source names a vial of this size. Named: %(known)s."),
            _("Read the box; it is kept as it stands."),
        ),
        "has_expired": (
            _("It has expired on %(day)s."),
            _("Waste it once it is in the stock, or leave the row out."),
        ),
        "other_expiry": (
            _("The same lot is said to expire on %(day)s."),
            _("Read both days on the box."),
        ),
        "number_twice": (
            _("Line %(line)s has the same number."),
            _("Give each person one number, or leave one line out."),
        ),
    }
)
TWINS: Words = MappingProxyType(
    {
        "same_number": _("has this number here"),
        "same_external_id": _("has this number in the other system"),
        "same_name_and_birth_date": _("same name and date of birth"),
        "similar_name_and_birth_date": _("similar name, same date of birth"),
        "same_name_and_swapped_birth_date": _(
            "same name; day and month of birth changed round"
        ),
        "same_name_birth_date_unknown": _("same name; a date of birth is not known"),
        "same_session": _("the same product and units on the same day are on file"),
        "same_appointment": _("has an appointment at this time"),
        "held_already": _("vials of this lot are held here already"),
        "same_in_this_file": _("the same stands in an earlier line of this file"),
    }
)
TABLES: Words = MappingProxyType(
    {
        "people.Patient": _("the card"),
        "people.Registration": _("the registration"),
        "people.Identifier": _("the number of the other system"),
        "people.Contact": _("a contact"),
        "people.Relation": _("somebody beside the patient"),
        "people.Allergy": _("an allergy"),
        "record.Session": _("a session"),
        "record.SessionLot": _("the lot of a session"),
        "booking.Appointment": _("an appointment"),
        "stock.Lot": _("a lot"),
        "stock.Holding": _("what is held of a lot"),
        "stock.Movement": _("a movement of stock"),
    }
)


def what(finding: Finding) -> str:
    """Return what is wrong, in words."""
    return str(FLAWS[finding.code][0]) % _more(finding)


def mending(finding: Finding) -> str:
    """Return how to mend it, in words."""
    return str(FLAWS[finding.code][1]) % _more(finding)


def in_general(code: str) -> str:
    """Return what is wrong without its particulars, for a count."""
    return str(FLAWS[code][0]) % defaultdict(lambda: "…")


def _more(finding: Finding) -> Mapping[str, str]:
    return {**finding.more, "value": finding.value}


def sentence(finding: Finding) -> str:
    """Return a finding in one line, for a cell of a file."""
    place = f"{finding.column}: " if finding.column else ""
    return f"{place}{what(finding)} {mending(finding)}"
