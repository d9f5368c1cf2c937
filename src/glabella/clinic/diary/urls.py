"""Addresses of the diaries. None carries a name; the session says whose it is."""

from django.urls import URLPattern, path

from glabella.clinic.diary.views import days, files, sending, shell, staff, wishes

app_name = "diary"
STAFF = "of/<uuid:patient>/"  # pages of staff
urlpatterns: list[URLPattern] = [
    path("", days.today, name="today"),
    path("choose/", wishes.choose, name="choose"),
    path("reminder/", wishes.reminder, name="reminder"),
    path("file/", files.mine, name="file"),
    path("send/", sending.send, name="send"),
    path("pass/", sending.give_pass, name="pass"),
    path("standing/", shell.standing, name="standing"),
    path("offline/", shell.offline, name="offline"),
    path("worker.js", shell.worker, name="worker"),
    path("app.webmanifest", shell.manifest, name="manifest"),
    path(f"{STAFF}", staff.diary, name="staff"),
    path(f"{STAFF}choose/", staff.choose, name="staff_choose"),
    path(f"{STAFF}file/", files.of_patient, name="staff_file"),
    path("<slug:diary>/", days.day, name="day"),
    path("<slug:diary>/month/", days.month, name="month"),
]
