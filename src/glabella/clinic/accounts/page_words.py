"""The pages that the trail speaks of, in plain words."""

from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

PAGES = MappingProxyType(
    {
        "accounts:glasses": _("broken glass"),
        "accounts:review_glass": _("review of a broken glass"),
        "accounts:trail": _("trail"),
        "desk:add": _("addition to a card"),
        "desk:add_addendum": _("addendum"),
        "desk:add_clinical": _("addition to the history"),
        "desk:add_paper": _("new document"),
        "desk:allergies_asked": _("question about allergies"),
        "desk:card": _("card of a patient"),
        "desk:change_card": _("change of a card"),
        "desk:change_note": _("change of a note"),
        "desk:change_problem": _("change of a problem"),
        "desk:change_therapy": _("change of a therapy"),
        "desk:close_task": _("end of a task"),
        "desk:end": _("end of an entry of a card"),
        "desk:end_clinical": _("end of an entry of the history"),
        "desk:export_json": _("everything about a patient, as JSON"),
        "desk:export_paper": _("everything about a patient, as PDF"),
        "desk:file_paper": _("filing of a document"),
        "desk:guard": _("hold and restriction"),
        "desk:hand_over": _("handing over of a task"),
        "desk:history": _("history"),
        "desk:inbox": _("inbox"),
        "desk:merge": _("merge of two cards"),
        "desk:new_note": _("new note"),
        "desk:new_patient": _("new patient"),
        "desk:new_task": _("new task"),
        "desk:notes": _("notes"),
        "desk:paper": _("document"),
        "desk:papers": _("documents"),
        "desk:patient": _("first page of a patient"),
        "desk:patient_task": _("task of a patient"),
        "desk:privacy": _("data protection of a patient"),
        "desk:search": _("search for patients"),
        "desk:sign_note": _("signing of a note"),
        "desk:tasks": _("tasks"),
        "desk:today": _("today"),
        "desk:waiting_file": _("waiting document"),
        "library:replay": _("replay of past decisions"),
    }
)
