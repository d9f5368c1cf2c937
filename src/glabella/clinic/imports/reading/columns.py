"""What the columns of a file mean, by the headers that other systems print."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import attrs


@attrs.frozen
class Field:
    """Something that a column can mean.

    Args:
        name: Its code.
        headers: What stands above such a column elsewhere, in English and German,
            each folded; see `fold`.
        fixed: Whether one value may be given for every row instead of a column.
    """

    name: str
    headers: frozenset[str]
    fixed: bool = False


def fold(text: str) -> str:
    """Return a header as it is compared: letters and digits, "ue" for "ü"."""
    spelled = text.casefold().replace("ß", "ss")
    for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        spelled = spelled.replace(umlaut, plain)
    letters = unicodedata.normalize("NFKD", spelled)
    return re.sub(r"[^a-z0-9]", "", letters)


def _field(name: str, headers: str, *, fixed: bool = False) -> Field:
    words = {fold(word) for word in headers.split("|")} | {fold(name)}
    return Field(name, frozenset(words), fixed)


_PERSON = (
    _field("family_name", "Surname|Last name|Nachname|Familienname|Patient last name"),
    _field("given_names", "First name|Given name|Forename|Vorname|Patient first name"),
    _field("name", "Full name|Patient|Patient name|Client|Client name|Patientin|Kunde"),
    _field(
        "birth_date",
        "DOB|Date of birth|Birthday|Birthdate|Geburtsdatum|Geburtstag|Geb.|Geb.-Datum"
        "|geboren am|Patient DOB|Client DOB",
    ),
    _field(
        "number",
        "Patient no|Chart number|Chart no|MRN|File number|Patientennummer"
        "|Patienten-Nr.|Pat.-Nr.|Patnr|Karteinummer|Nr.",
    ),
    _field(
        "external_id",
        "ID|Patient ID|Client ID|Customer ID|External ID|Patienten-ID|Kundennummer"
        "|Kunden-ID|Kunden-Nr.|PatientNow ID|Client number|Client no",
    ),
)
_PATIENT = (
    _field("sex", "Gender|Geschlecht|Anrede|Sex at birth|Salutation"),
    _field("language", "Preferred language|Sprache|Korrespondenzsprache"),
    _field(
        "phone",
        "Telephone|Tel|Tel.|Home phone|Phone number|Telefon|Telefonnummer"
        "|Telefon privat|Festnetz",
    ),
    _field(
        "mobile",
        "Mobile phone|Cell|Cell phone|Mobil|Mobiltelefon|Handy|Natel|Mobile number",
    ),
    _field("email", "E-mail|Email address|E-Mail-Adresse|Mail"),
    _field("address", "Full address|Postal address|Adresse|Anschrift|Postadresse"),
    _field(
        "street",
        "Address 1|Address line 1|Street address|Strasse|Straße|Straße Nr."
        "|Strasse und Hausnummer",
    ),
    _field("postcode", "Zip|Zip code|Postal code|Post code|PLZ|Postleitzahl"),
    _field("city", "Town|Suburb|Ort|Stadt|Wohnort"),
    _field("country", "Land"),
    _field(
        "referrer",
        "Referred by|Referring doctor|Referral source|Zuweiser"
        "|Zuweisung|Überweiser|Überwiesen von|Zuweisender Arzt",
    ),
    _field(
        "gp",
        "General practitioner|Family doctor|Primary care|PCP|Hausarzt"
        "|Hausärztin|Hausarztpraxis",
    ),
    _field(
        "allergies", "Allergy|Allergie|Allergien|Known allergies|Unverträglichkeiten"
    ),
)
_TREATMENT = (
    _field(
        "date",
        "Treatment date|Date of treatment|Service date|Date of service|Datum"
        "|Behandlungsdatum|Behandelt am|Visit date|Injection date|Datum der Behandlung",
    ),
    _field(
        "product",
        "Drug|Medication|Toxin|Brand|Product name|Item|Präparat|Produkt"
        "|Medikament|Wirkstoff",
        fixed=True,
    ),
    _field(
        "units",
        "Units injected|Units used|Total units|Dose|Quantity|Qty|Einheiten"
        "|Anzahl Einheiten|Dosis|Menge|Gesamtdosis",
    ),
    _field(
        "protocol",
        "Indication|Diagnosis|Condition|Treatment|Procedure|Service"
        "|Indikation|Diagnose|Behandlung",
        fixed=True,
    ),
    _field(
        "lot",
        "Lot number|Lot no|Lot #|Batch|Batch number|Charge|Chargennummer"
        "|Ch.-B.|Charge Nr.|Los",
    ),
    _field(
        "sites",
        "Injection sites|Areas|Area|Area treated|Location|Muscles"
        "|Injektionsstellen|Areal|Areale|Muskeln|Region|Lokalisation",
    ),
    _field(
        "clinician",
        "Provider|Practitioner|Injector|Doctor|Staff|Arzt|Ärztin"
        "|Behandler|Behandelnder Arzt",
    ),
    _field(
        "note",
        "Notes|Comment|Comments|SOAP note|SOAP notes|Notiz|Notizen"
        "|Bemerkung|Bemerkungen|Kommentar",
    ),
)
_APPOINTMENT = (
    _field(
        "start",
        "Start|Starts at|Start date|Appointment|Appointment date and time"
        "|Termin|Beginn|Terminbeginn",
    ),
    _field("date", "Appointment date|Day|Datum|Termindatum|Tag"),
    _field("time", "Start time|Appointment time|Uhrzeit|Zeit|Startzeit|Von"),
    _field("end", "End|End time|Finish|Ends at|Ende|Endzeit|Bis"),
    _field(
        "minutes",
        "Duration|Length|Duration (min)|Duration minutes|Dauer|Dauer (min)|Minuten",
        fixed=True,
    ),
    _field(
        "clinician",
        "Provider|Practitioner|Doctor|Staff|Staff member|With|Arzt"
        "|Ärztin|Behandler|Mitarbeiter",
        fixed=True,
    ),
    _field(
        "service",
        "Appointment type|Type|Treatment|Leistung|Terminart|Behandlung|Service name",
        fixed=True,
    ),
    _field("note", "Notes|Comment|Comments|Notiz|Notizen|Bemerkung|Bemerkungen"),
)
_STOCK = (
    _field(
        "product",
        "Item|Product name|Drug|Brand|Name|Description|Präparat|Produkt"
        "|Artikel|Artikelbezeichnung|Bezeichnung|Wirkstoff",
        fixed=True,
    ),
    _field(
        "vial_units",
        "Units per vial|Vial size|Strength|Size|Units|Einheiten"
        "|Einheiten pro Flasche|Packungsgrösse|Packungsgröße|Stärke",
        fixed=True,
    ),
    _field(
        "lot",
        "Lot number|Lot no|Lot #|Batch|Batch number|Charge|Chargennummer|Ch.-B.|Los",
    ),
    _field(
        "expiry",
        "Expiry date|Expires|Expiration|Expiration date|Exp|Exp.|Use by"
        "|Verfall|Verfalldatum|Verfallsdatum|Ablaufdatum|Haltbar bis|Verwendbar bis",
    ),
    _field(
        "vials",
        "Quantity|Qty|On hand|Quantity on hand|In stock|Stock|Count|Anzahl"
        "|Bestand|Menge|Stück|Flaschen|Durchstechflaschen",
    ),
)

FIELDS: Mapping[str, tuple[Field, ...]] = MappingProxyType(
    {
        "patients": _PERSON + _PATIENT,
        "treatments": _PERSON + _TREATMENT,
        "appointments": _PERSON + _APPOINTMENT,
        "stock": _STOCK,
    }
)
KINDS = tuple(FIELDS)
# What must be there; of several in one line, any.
NEEDED: Mapping[str, tuple[frozenset[str], ...]] = MappingProxyType(
    {
        "patients": (frozenset({"family_name", "name"}),),
        "treatments": (
            frozenset({"number", "external_id", "family_name", "name"}),
            frozenset({"date"}),
            frozenset({"product"}),
            frozenset({"units"}),
            frozenset({"protocol"}),
        ),
        "appointments": (
            frozenset({"number", "external_id", "family_name", "name"}),
            frozenset({"start", "date"}),
            frozenset({"service"}),
        ),
        "stock": tuple(
            frozenset({name})
            for name in ("product", "vial_units", "lot", "expiry", "vials")
        ),
    }
)
# Reports of other systems, by the names that their exports carry.
REPORTS: Mapping[str, str] = MappingProxyType(
    {
        "Injections List": "treatments",
        "Treatment List - SOAP Notes": "treatments",
        "Appointments by Client": "appointments",
    }
)
_WORDS = (
    ("appointments", ("appointment", "termin", "calendar", "kalender")),
    ("treatments", ("injection", "treatment", "behandlung", "soap")),
    ("stock", ("stock", "inventory", "lager", "bestand")),
    ("patients", ("patient", "client", "kunde", "contact")),
)


def kind_of(file_name: str, header: Sequence[str] = ()) -> str:
    """Return what kind of file it is: by the name of its report, then by its columns.

    "" if neither tells.
    """
    name = fold(file_name.rpartition(".")[0] or file_name)
    named = [kind for report, kind in REPORTS.items() if fold(report) in name]
    worded = [kind for kind, words in _WORDS if any(word in name for word in words)]
    if named or worded:
        return (named + worded)[0]
    best = max(KINDS, key=lambda kind: _fit(kind, header))
    return best if guessed(best, header) else ""


def _fit(kind: str, header: Sequence[str]) -> tuple[int, bool]:
    found = guessed(kind, header)
    return len(found), not lacking(kind, found.values())


def guessed(kind: str, header: Iterable[str]) -> dict[str, str]:
    """Return the meaning of each header that is known, each meaning once."""
    found: dict[str, str] = {}
    for word in header:
        folded = fold(word)
        fits = [field.name for field in FIELDS[kind] if folded in field.headers]
        free = [name for name in fits if name not in found.values()]
        if free:
            found[word] = free[0]
    return found


def is_known(word: str) -> bool:
    """Return whether a word is the header of some column."""
    folded = fold(word)
    return bool(folded) and any(
        folded in field.headers for fields in FIELDS.values() for field in fields
    )


def lacking(kind: str, names: Iterable[str]) -> list[frozenset[str]]:
    """Return what must be there and is not; of each set, any one would do."""
    there = set(names)
    return [wanted for wanted in NEEDED[kind] if not wanted & there]


def applied(
    saved: Mapping[str, str], kind: str, header: Iterable[str]
) -> dict[str, str]:
    """Return a saved mapping for the headers of a file, as far as they agree."""
    known = {field.name for field in FIELDS[kind]}
    return {
        word: saved[word] for word in header if word in saved and saved[word] in known
    }
