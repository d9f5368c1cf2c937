"""What a row is called in a log or an error: no words about anybody."""

import pytest
from django.apps import apps
from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel
from tests import world

TABLES = [model for model in apps.get_models() if issubclass(model, OpaqueModel)]
NAMES = {"family_name", "given_names", "search_name", "signed_name", "approved_name"}


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_row_is_called_by_no_words_about_a_person(model: type[OpaqueModel]) -> None:
    said = {
        field.name: world.FAMILY
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField) or field.name in NAMES
    }

    assert world.FAMILY not in str(model(**said))
