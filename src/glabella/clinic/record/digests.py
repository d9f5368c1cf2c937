"""The digest of what somebody signed or sealed: the same content, the same digest."""

import hashlib

import simplejson

from glabella.clinic.record.models import Note, Session
from glabella.core.quantity import plain_number


def note_digest(note: Note) -> str:
    """Return the digest of a note: whose, of which day, and what it says."""
    return _digest([str(note.patient_id), note.on.isoformat(), note.text])


def session_digest(session: Session) -> str:
    """Return the digest of a session with its sites in order and its lots."""
    return _digest(
        {
            "patient": str(session.patient_id),
            "outlet": str(session.outlet_id),
            "clinician": str(session.clinician_id or ""),
            "protocol": [session.protocol, session.protocol_version],
            "product": session.product,
            "on": session.on.isoformat(),
            "units": plain_number(session.units),
            "origin": session.origin,
            "deviations": [session.deviations, session.deviation_reason],
            "note": session.note,
            "sites": [
                [
                    site.position,
                    site.muscle,
                    site.side,
                    plain_number(site.units),
                    *[
                        None if part is None else plain_number(part)
                        for part in (site.volume_ml, site.x, site.y)
                    ],
                    site.figure,
                    site.figure_version,
                    site.depth,
                ]
                for site in session.sites.order_by("position")
            ],
            "lots": [
                [str(lot.lot_id or ""), lot.lot_number, plain_number(lot.units)]
                for lot in session.lots.order_by("lot_number", "id")
            ],
        }
    )


def _digest(content: object) -> str:
    text = simplejson.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
