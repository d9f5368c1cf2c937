"""Which rows of the clinic may change: every table is on one of four lists.

And the pairs of *when* and *who*: each deed that a row may gain later has both, tied
together by the database.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from glabella.clinic.record import guards
from tests.engines.kept import KEPT

Column = Any  # a field of a table; generic for the type checker alone

# Written once, never changed.
APPEND_ONLY = {
    "booking.Ask",
    "diary.Choice",
    "diary.FileTaken",
    "diary.NudgeWish",
    "diary.Sending",
    "booking.FairLog",
    "portal.Attempt",
    "portal.Line",
    "public.Knock",
    "checkin.CurveChoice",
    "consent.AtHome",
    "consent.Reconfirmation",
    "planning.Confirmed",
    "assessment.Raised",
    "audit.Event",
    "followup.CostNote",
    "followup.Judgement",
    "followup.Letter",
    "followup.SpreadCheck",
    "imports.Made",
    "people.NotTheSame",
    "accounts.Ticket",
    "record.Addendum",
    "record.ContactAttempt",
    "record.Decision",
    "stock.LotNote",
    "stock.Movement",
    "stock.Reading",
    "treatment.Reaction",
}
# Written once; later only ended, withdrawn or replaced, by name.
ENDED_ONCE = {
    "booking.Pause",
    "booking.Reminding",
    "booking.WorkingDay",
    "practice.Closure",
    "post.OptOut",
    "portal.Door",
    "public.FullRelease",
    "public.HelpLine",
    "portal.Proxy",
    "portal.Release",
    "followup.Contact",
    "followup.Review",
    "followup.SafetyReport",
    "consent.Clause",
    "consent.Consent",
    "consent.PhotoConsent",
    "consent.Talk",
    "accounts.BreakGlass",
    "accounts.Membership",
    "assessment.Examination",
    "people.Alert",
    "people.Allergy",
    "people.LegalHold",
    "people.Merge",
    "people.Registration",
    "people.Relation",
    "practice.Confirmation",
    "practice.LabelDecision",
    "practice.Leave",
    "practice.ProtocolSignature",
    "record.DiaryDay",
    "record.ExternalDose",
    "record.FactEntry",
    "record.Score",
    "photos.Photo",
    "stock.KitItem",
    "stock.Place",
    "stock.Sharing",
}
# A draft until somebody signs it by name, then never changed.
SIGNED = {
    "planning.Plan",
    "planning.PlanSite",
    "record.Note",
    "record.Session",
    "record.SessionLot",
    "record.Site",
    "treatment.TreatedSite",
    "treatment.Treatment",
    "treatment.TreatmentVial",
}
# Two people may edit these at once: the version counter tells the second one.
VERSIONED = {
    "followup.Coverage",
    "planning.Plan",
    "booking.Appointment",
    "booking.WaitingEntry",
    "people.Patient",
    "practice.Staff",
    "record.Note",
    "record.Problem",
    "record.SideEffect",
    "record.Task",
    "record.Therapy",
    "stock.ReorderLevel",
    "treatment.TreatedSite",
    "treatment.Treatment",
}
# Changed without a counter, and why nothing gets lost.
MUTABLE = {
    "booking.Feed": "its fingerprint moves with what it shows; revoked once",
    "booking.WorkingHours": "the week of somebody is set as a whole, by name",
    "practice.OpeningHours": "the week of an outlet is set as a whole, by name",
    "checkin.Draft": "one person answers; finished once, under its own condition",
    "post.Message": "each step stands under its own condition",
    "post.Worker": "each process writes its own row alone",
    "public.Handover": "opened once, under its own condition",
    "portal.Ask": "emptied once, under its own condition",
    "portal.Device": "seen and revoked under its own condition",
    "portal.Link": "used once, under its own condition",
    "accounts.User": "each setting is a deed of its own",
    "audit.Head": "it moves with each event, under a lock",
    "booking.FreedTime": "settled once, under its own condition",
    "booking.Hold": "made and released as a whole, with its cells",
    "booking.Offer": "answered once, under its own condition",
    "booking.Cell": "taken and given back with its appointment, under its version",
    "booking.Service": "a list of the house that one administrator keeps",
    "imports.Mapping": "saved whole under its name",
    "imports.Run": "each step is done once and by name",
    "online.Asking": "kept for minutes, until it is confirmed or lapses",
    "people.Contact": "consent is asked anew as a whole, by name",
    "people.Identifier": "changed by erasure alone",
    "people.NumberSeries": "counts on, under a lock",
    "practice.Outlet": "each setting is a deed of its own",
    "practice.Practice": "there is one row, made at set-up",
    "practice.Room": "only its name",
    "practice.Training": "one row for each course",
    "record.Document": "each step is done once and by name; the file never changes",
    "stock.Holding": "counts along with its movements, in one transaction",
    "stock.Lot": "quarantine and recall are done by name",
    "stock.Vial": "counts along with its movements, in one transaction",
}

# Points in time that are no deed, so that nobody did them.
NO_DEED = {
    "booking.Ask.made_at": "nobody is known who asked",
    "booking.Feed.changed_at": "noticed when a calendar asked",
    "diary.Sending.sent_at": "by the person or a proxy; the trail says so",
    "diary.Sending.written_on_device_at": "the entry itself, by the device",
    "record.DiaryDay.replaced_at": "by name or by the person; the trail says who",
    "checkin.CurveChoice.chosen_at": "by the person; the trail says so",
    "checkin.Draft.begun_at": "by the person or a proxy; the trail says so",
    "checkin.Draft.changed_at": "by the person or a proxy; the trail says so",
    "checkin.Draft.finished_at": "by the person or a proxy; the trail says so",
    "consent.AtHome.written_at": "by the person or a proxy; the trail says so",
    "post.Message.claimed_at": "by a worker, whose name stands beside it",
    "post.Message.expires_at": "a limit",
    "post.Message.handed_over_at": "by a worker, whose name stands beside it",
    "post.Worker.seen_at": "by a process, whose name stands beside it",
    "post.Worker.started_at": "by a process, whose name stands beside it",
    "post.Worker.stopped_at": "by a process, whose name stands beside it",
    "post.OptOut.opted_out_at": "by whoever holds the address",
    "public.Handover.expires_at": "a limit",
    "public.Handover.made_at": "nobody is known who filled it in",
    "public.Knock.made_at": "nobody is known who tried",
    "portal.Ask.answered_at": "by the worker, to whoever asked",
    "portal.Ask.asked_at": "nobody is known who asked",
    "portal.Attempt.tried_at": "nobody is known who tried",
    "portal.Device.remembered_at": "by the person of the door; the trail says so",
    "portal.Device.revoked_at": "by the person or the practice; the trail says who",
    "portal.Device.seen_at": "a sign-in, on the trail",
    "portal.Link.expires_at": "a limit",
    "portal.Link.used_at": "by the person of the door; the trail says so",
    "accounts.BreakGlass.closes_at": "a limit",
    "booking.Appointment.ends_at": "the appointment itself",
    "booking.Appointment.starts_at": "the appointment itself",
    "online.Asking.asked_at": "nobody is known who asked",
    "online.Asking.expires_at": "a limit",
    "booking.Cell.starts_at": "the appointment itself",
    "booking.FreedTime.ends_at": "the time itself",
    "booking.FreedTime.freed_at": "the trail says who cancelled or moved",
    "booking.FreedTime.settled_at": "by the worker; the trail says who took it",
    "booking.FreedTime.starts_at": "the time itself",
    "booking.Hold.ends_at": "the time itself",
    "booking.Hold.expires_at": "a limit",
    "booking.Hold.held_at": "for the offer or the request that names who asked",
    "booking.Hold.starts_at": "the time itself",
    "booking.Offer.answered_at": "by the person, staff or the clock; see the trail",
    "booking.Offer.ends_at": "the time itself",
    "booking.Offer.expires_at": "a limit",
    "booking.Offer.starts_at": "the time itself",
    "booking.WaitingEntry.ended_at": "by the person or staff; the trail says who",
    "followup.SafetyReport.due_at": "a limit",
    "consent.Talk.held_at": "the talk itself; it says who explained",
    "practice.Outlet.closed_at": "done by the administrator; the trail names who",
    "practice.Outlet.created_at": "made at set-up, before anybody could sign in",
    "practice.Practice.created_at": "made at set-up, before anybody could sign in",
    "record.Task.due_at": "a limit",
    "stock.Vial.discard_at": "a limit",
    "treatment.Reaction.began_at": "the reaction itself",
    "treatment.TreatmentVial.discard_at": "a limit",
    "treatment.TreatmentVial.reconstituted_at": "of the vial; who opened it is known",
}
# Deeds that patients or strangers do too; the trail says of which kind the actor was.
DONE_AT_HOME = {
    "booking.Appointment.cancelled_at",
    "people.Contact.asked_at",
    "public.Handover.used_at",
}
# Append-only tables without a trigger that refuses; the deeds alone keep the law.
WITHOUT_TRIGGER = {
    "booking.Ask": "it only counts, and nobody is named in it",
    "public.Knock": "it only counts, and nobody is named in it",
    "portal.Attempt": "it only counts, and nobody is named in it",
    "accounts.Ticket": "a used ticket says nothing about anybody",
    "assessment.Raised": "it only ties a finding to its task, which is kept",
    "imports.Made": "it says what can be undone and is no part of a record",
    "people.NotTheSame": "it only keeps a question from being asked again",
}


def tables() -> dict[str, type[models.Model]]:
    return {
        model._meta.label: model
        for model in apps.get_models()
        if model.__module__.startswith("glabella.")
    }


def times() -> Iterator[tuple[str, type[models.Model], Column]]:
    for label, model in tables().items():
        for column in model._meta.concrete_fields:
            if column.name.endswith("_at") and f"{label}.{column.name}" not in NO_DEED:
                yield f"{label}.{column.name}", model, column


def column(model: type[models.Model], name: str) -> Column | None:
    found = [each for each in model._meta.concrete_fields if each.name == name]
    return found[0] if found else None


def is_versioned(model: type[models.Model]) -> bool:
    return isinstance(column(model, "version"), models.PositiveIntegerField)


def test_every_table_is_on_one_list() -> None:
    alone = set(MUTABLE) | (VERSIONED - SIGNED)
    lists = (APPEND_ONLY, ENDED_ONCE, SIGNED, alone)

    assert sorted(label for each in lists for label in each) == sorted(tables())


def test_versioned_tables_are_those_with_a_counter() -> None:
    counted = {label for label, model in tables().items() if is_versioned(model)}

    assert counted == VERSIONED


def test_kept_tables_have_no_other_time_than_their_own_and_their_end() -> None:
    several = [
        label
        for label in APPEND_ONLY
        if any(each.null for name, _, each in times() if name.startswith(f"{label}."))
    ]

    assert several == []


def test_database_guards_what_the_record_keeps() -> None:
    names = {model._meta.db_table: label for label, model in tables().items()}
    guarded = {
        "forever": {names[table] for table in guards.FOREVER},
        "gaining": {names[table] for table in guards.GAINING},
        "signed": {names[table] for table in (*guards.FROZEN, *guards.PARTS)},
    }
    for kept in KEPT.values():
        guarded["forever"] |= {names[table] for table in kept.forever}
        guarded["gaining"] |= {names[table] for table in kept.gaining}
        guarded["signed"] |= {names[table] for table in (*kept.frozen, *kept.parts)}

    assert guarded == {
        "forever": APPEND_ONLY - {"audit.Event"} - set(WITHOUT_TRIGGER),
        "gaining": {
            label for label in ENDED_ONCE if label.split(".")[0] in {"record", *KEPT}
        },
        "signed": SIGNED,
    }


def test_each_time_of_a_deed_says_who() -> None:
    nobody = [
        name
        for name, model, each in times()
        if column(model, f"{each.name.removesuffix('_at')}_by") is None
    ]

    assert nobody == []


def test_later_deed_is_tied_to_who_did_it() -> None:
    loose = [
        name
        for name, model, each in times()
        if each.null and not is_tied(model, each.name.removesuffix("_at"))
    ]

    assert loose == []


def is_tied(model: type[models.Model], stem: str) -> bool:
    table = f"{model._meta.app_label}_{model._meta.model_name}"
    # A patient has no account: what they may do too says who only if staff did it.
    is_theirs = f"{model._meta.label}.{stem}_at" in DONE_AT_HOME
    law = f"{table}_{stem}_{'by_needs_at' if is_theirs else 'by_and_at_together'}"
    return law in {constraint.name for constraint in model._meta.constraints}


def test_exceptions_are_still_there() -> None:
    known = {
        f"{label}.{each.name}"
        for label, model in tables().items()
        for each in model._meta.concrete_fields
    }

    assert set(NO_DEED) <= known
    assert set(WITHOUT_TRIGGER) <= APPEND_ONLY
