"""Photographs: only under a consent, without metadata, gone when it is withdrawn."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.consent.models import PhotoConsent
from glabella.clinic.photos import actions, queries
from glabella.clinic.photos.models import Photo
from glabella.clinic.photos.pictures import LARGEST_FILE, cleaned
from glabella.clinic.photos.values import NewPhoto, standard_views
from glabella.clinic.record.models import Document, Session
from tests import world
from tests.clinic.pages import client_of, get, post, said
from tests.clinic.scene import Scene, scene

pytestmark = pytest.mark.django_db
RED, BLUE = (200, 0, 0), (0, 0, 200)


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (40, 20), *, turned: bool = False
) -> bytes:
    """Return a picture, the left half red, with a place in its metadata."""
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010E] = "SECRET-PLACE"
    if turned:
        exif[0x0112] = 6
    target = io.BytesIO()
    image.save(target, kind, exif=exif)
    return target.getvalue()


@pytest.fixture
def here(settings: Settings, tmp_path: Path) -> Scene:
    settings.GLABELLA_FILES = tmp_path
    return scene()


@pytest.fixture
def client(here: Scene) -> Client:
    return client_of(here.user)


def agreed(here: Scene, *purposes: str) -> PhotoConsent:
    paper = Document.objects.create(
        outlet=here.outlet,
        title="Consent",
        media_type="application/pdf",
        size_bytes=1,
        sha256="0",
        received_at=world.AT,
    )
    return PhotoConsent.objects.create(
        patient=here.card,
        outlet=here.outlet,
        purposes=list(purposes or ("record",)),
        language="en",
        text_version="1",
        signed_at=world.AT,
        signed_by=here.user,
        signed_as="patient",
        signer_name="Qq",
        document=paper,
        digest="0",
    )


def new(here: Scene, view: str = "face_rest", *, days_ago: int = 0) -> NewPhoto:
    return NewPhoto(here.outlet.id, view, world.TODAY - timedelta(days=days_ago))


def added(here: Scene, *, days_ago: int = 0) -> Photo:
    return actions.add_photo(
        here.who, picture(), new(here, days_ago=days_ago), by=here.by, at=world.AT
    )


def withdraw(consent: PhotoConsent, here: Scene) -> None:
    rows = PhotoConsent.objects.filter(id=consent.id)
    rows.update(withdrawn_at=world.AT, withdrawn_by=here.user, withdrawn_reason="wish")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_metadata_is_gone_and_the_picture_stands_upright(kind: str) -> None:
    kept = cleaned(picture(kind, turned=True))

    assert b"SECRET" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as image:
        assert (image.size, dict(image.getexif())) == ((20, 40), {})
        top = image.getpixel((10, 5))
    assert (kept.width, kept.height) == (20, 40)
    assert isinstance(top, tuple)
    assert top[0] > top[2]


def test_large_picture_is_bounded() -> None:
    kept = cleaned(picture(size=(4000, 1000)))

    assert (kept.width, kept.height) == (3000, 750)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no picture"),
        (b"%PDF-1.7", "no picture"),
        (picture()[:200], "no picture"),
        (b"\0\0\0\x18ftypheic\0\0", "HEIC"),
        (b"x" * (LARGEST_FILE + 1), "larger than 25 MB"),
    ],
)
def test_file_that_cannot_be_kept_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(DeedRefusedError, match=words):
        cleaned(content)


@pytest.mark.parametrize("size", [(8000, 8000), (10000, 10000), (20000, 20000)])
def test_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    target = io.BytesIO()
    Image.new("1", size).save(target, "PNG")

    with pytest.raises(DeedRefusedError, match="too many pixels"):
        cleaned(target.getvalue())


def test_photo_wants_a_consent_for_the_record(here: Scene) -> None:
    with pytest.raises(DeedRefusedError, match="no consent to photographs"):
        added(here)
    agreed(here, "teaching")
    with pytest.raises(DeedRefusedError, match="no consent to photographs"):
        added(here)


def test_photo_is_kept_encrypted(here: Scene, tmp_path: Path) -> None:
    agreed(here)
    row = added(here)

    stored = (tmp_path / str(row.id)).read_bytes()

    assert queries.content_of(row)[:2] == b"\xff\xd8"
    assert b"\xff\xd8" not in stored[:4]
    assert [one.id for one in queries.album(here.who).photos] == [row.id]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"view": "nonsense"}, "not known"),
        ({"taken_on": world.TODAY + timedelta(days=9)}, "lies ahead"),
        ({"session": "strange"}, "not of this person"),
    ],
)
def test_photo_that_cannot_be_is_refused(
    here: Scene, change: dict[str, object], words: str
) -> None:
    agreed(here)
    other = Session.objects.create(
        patient=world.patient(here.outlet),
        outlet=here.outlet,
        protocol="chronic_migraine",
        product="onabotulinumtoxinA",
        on=world.TODAY,
        units=1,
        recorded_at=world.AT,
    )
    fields = {"outlet": here.outlet.id, "view": "other", "taken_on": world.TODAY}
    fields |= {"session": other.id} if "session" in change else change
    wrong = NewPhoto(**fields)  # type: ignore[arg-type]  # one field after the other

    with pytest.raises(DeedRefusedError, match=words):
        actions.add_photo(here.who, picture(), wrong, by=here.by, at=world.AT)


def test_withdrawn_consent_hides_everything_at_once(
    here: Scene, client: Client
) -> None:
    consent = agreed(here)
    row = added(here)
    assert "photos.Photo" in said(get(client, "desk:export_json", here.card.id))
    withdraw(consent, here)

    page = said(get(client, "photos:photos", here.card.id))
    gone = get(client, "photos:picture", here.card.id, row.id)
    copy = said(get(client, "desk:export_json", here.card.id))

    assert "1 photograph is on file" in page
    assert str(row.id) not in page
    assert gone.status_code == 404
    assert "photos.Photo" not in copy
    assert queries.album(here.who).hidden == 1


def test_destroyed_photo_leaves_its_row_alone(
    here: Scene,
    client: Client,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    agreed(here)
    row = added(here)

    with django_capture_on_commit_callbacks(execute=True):
        answer = post(client, "photos:destroy", here.card.id, row.id, reason="wish")
    again = post(client, "photos:destroy", here.card.id, row.id, reason="wish")

    assert (answer.status_code, again.status_code) == (302, 422)
    assert not (tmp_path / str(row.id)).exists()
    assert get(client, "photos:picture", here.card.id, row.id).status_code == 404
    assert "wish" in said(get(client, "photos:photos", here.card.id))


def test_row_is_kept_by_the_database(here: Scene) -> None:
    agreed(here)
    added(here)

    with pytest.raises(DatabaseError), transaction.atomic():
        Photo.objects.update(view="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        Photo.objects.all().delete()


def test_pages_from_asking_to_comparing(here: Scene, client: Client) -> None:
    assert "No consent to photographs" in said(
        get(client, "photos:photos", here.card.id)
    )
    agreed(here)
    assert "No photograph yet" in said(get(client, "photos:photos", here.card.id))
    file = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    day = (world.TODAY - timedelta(days=90)).isoformat()
    form = {"view": "face_frown", "taken_on": day}
    kept = post(client, "photos:add", here.card.id, file=file, **form)
    bad = SimpleUploadedFile("a.jpg", b"nothing", "image/jpeg")
    refused = post(client, "photos:add", here.card.id, file=bad, **form)
    first = Photo.objects.get()
    second = actions.add_photo(
        here.who, picture("PNG"), new(here, "face_frown"), by=here.by, at=world.AT
    )
    page = said(get(client, "photos:photos", here.card.id))
    both = {"first": str(second.id), "second": str(first.id)}
    compared = said(get(client, "photos:compare", here.card.id, **both))
    shown = get(client, "photos:picture", here.card.id, first.id)

    assert (kept.status_code, refused.status_code) == (302, 422)
    assert "First and latest" in page
    before, after = (compared.index(f"{row.id}/picture") for row in (first, second))
    assert before < after
    assert "no-store" in shown["Cache-Control"].split(", ")
    assert shown["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("second", ["", "nonsense", str(world.TODAY)])
def test_one_photo_is_not_compared(here: Scene, client: Client, second: str) -> None:
    agreed(here)
    row = added(here)

    both = {"first": str(row.id), "second": second}

    assert get(client, "photos:compare", here.card.id, **both).status_code == 404


def test_views_have_both_languages() -> None:
    assert all(words.en and words.de for words in standard_views().values())
