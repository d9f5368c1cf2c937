"""The addresses of this app; each has a row in `access.py`."""

from django.urls import path

from glabella.clinic.desk.views import (
    card,
    history,
    notes,
    overview,
    papers,
    practice,
    search,
    tasks,
    today,
)

app_name = "desk"
P = "patients/<uuid:patient>/"
O = "practice/outlets/<uuid:outlet>/"  # noqa: E741 beside P and S
S = "practice/staff/<uuid:staff>/"
urlpatterns = [
    path("today/", today.today, name="today"),
    path("today/<uuid:appointment>/", today.set_state, name="set_state"),
    path("patients/", search.search, name="search"),
    path("patients/new/", search.new_patient, name="new_patient"),
    path(P, overview.overview, name="patient"),
    path(f"{P}card/", card.card, name="card"),
    path(f"{P}card/change/", card.change, name="change_card"),
    path(f"{P}add/<slug:kind>/", card.add, name="add"),
    path(f"{P}end/<slug:kind>/<uuid:row>/", card.end, name="end"),
    path(f"{P}history/", history.history, name="history"),
    path(f"{P}history/add/<slug:kind>/", history.add, name="add_clinical"),
    path(f"{P}history/end/<slug:kind>/<uuid:row>/", history.end, name="end_clinical"),
    path(f"{P}history/asked/", history.allergies_asked, name="allergies_asked"),
    path(f"{P}history/problem/<uuid:row>/", history.problem, name="change_problem"),
    path(f"{P}history/therapy/<uuid:row>/", history.therapy, name="change_therapy"),
    path(f"{P}notes/", notes.notes, name="notes"),
    path(f"{P}notes/new/", notes.new_note, name="new_note"),
    path(f"{P}notes/<uuid:note>/", notes.change_note, name="change_note"),
    path(f"{P}notes/<uuid:note>/sign/", notes.sign_note, name="sign_note"),
    path(f"{P}notes/<uuid:note>/add/", notes.add_addendum, name="add_addendum"),
    path(f"{P}papers/", papers.papers, name="papers"),
    path(f"{P}papers/new/", papers.add_paper, name="add_paper"),
    path(f"{P}papers/<uuid:document>/", papers.paper, name="paper"),
    path(f"{P}papers/<uuid:document>/read/", papers.mark_read, name="mark_read"),
    path("inbox/", papers.inbox, name="inbox"),
    path("inbox/new/", papers.receive, name="receive"),
    path("inbox/<uuid:document>/", papers.waiting_file, name="waiting_file"),
    path("inbox/<uuid:document>/file/", papers.file_paper, name="file_paper"),
    path("inbox/<uuid:document>/aside/", papers.set_aside, name="set_aside"),
    path("tasks/", tasks.tasks, name="tasks"),
    path(f"{P}tasks/new/", tasks.new_task, name="new_task"),
    path(f"{P}tasks/<uuid:task>/", tasks.patient_task, name="patient_task"),
    path(f"{P}tasks/<uuid:task>/attempt/", tasks.note_attempt, name="note_attempt"),
    path(f"{P}tasks/<uuid:task>/over/", tasks.hand_over, name="hand_over"),
    path(f"{P}tasks/<uuid:task>/close/", tasks.close, name="close_task"),
    path("practice/", practice.practice, name="practice"),
    path("practice/outlets/new/", practice.new_outlet, name="new_outlet"),
    path(O, practice.change_outlet, name="change_outlet"),
    path(f"{O}rooms/", practice.add_room, name="add_room"),
    path(S, practice.staff, name="staff"),
    path(f"{S}change/", practice.change_staff, name="change_staff"),
    path(f"{S}training/", practice.add_training, name="add_training"),
    path(f"{S}leave/", practice.take_leave, name="take_leave"),
    path(f"{S}leave/<uuid:leave>/", practice.cancel_leave, name="cancel_leave"),
]
