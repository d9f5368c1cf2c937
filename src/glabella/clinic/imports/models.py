"""Saved mappings, runs, and what each run made, so that it can be undone."""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together

USER = "accounts.User"


class Mapping(OpaqueModel):
    """Which column of a file means what; saved under a name, offered again."""

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=16)  # "patients", "treatments", ...
    columns = models.JSONField()  # {"Surname": "family_name"}
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class Run(OpaqueModel):
    """One file on its way in: uploaded, tried, imported in one transaction, undone."""

    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    settings = models.JSONField(default=dict)  # see `values.Settings`
    rows_total = models.PositiveIntegerField(default=0)
    # Totals of the last dry run; its lines are kept as a file, see `files`.
    report = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(null=True)
    imported_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    closed_at = models.DateTimeField(null=True)  # its files are gone
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Imported, undone and closed with who did it."""

        constraints = (together("imported"), together("undone"), together("closed"))

    def __str__(self) -> str:
        return f"import {self.id}"


class Made(OpaqueModel):
    """One row that a run made, by table and key."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="made")
    line = models.PositiveIntegerField()
    table = models.CharField(max_length=40)  # "people.Patient"
    row = models.UUIDField()
    # Of the row as the run left it: whether somebody has touched it since.
    digest = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
