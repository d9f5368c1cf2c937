"""`glabella verify`: whether the trail is whole, in words or as JSON."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

import attrs

from glabella.cli.printing import print_json, print_page
from glabella.clinic.audit.anchors import anchor_file, read_anchors
from glabella.clinic.audit.verification import Report, verify
from glabella.core.errors import InputError
from glabella.web.operations.readiness import check_answers, check_migrated

FINDINGS = 1


def verify_trail(asked: Namespace) -> int:
    """Read the whole trail and print what was found."""
    check_answers()
    check_migrated()
    file: Path = asked.anchors or anchor_file()
    if asked.anchors and not file.is_file():
        raise InputError("there is no such file.", where=str(file))
    report = verify(read_anchors(file))
    if asked.json:
        print_json("verify", report_json(report))
    else:
        print_report(report)
    return 0 if report.is_whole else FINDINGS


def report_json(report: Report) -> Mapping[str, object]:
    """Return a report as JSON holds it."""
    return {
        "whole": report.is_whole,
        "events": report.events,
        "head": report.head,
        "anchors": report.anchors,
        "findings": [attrs.asdict(finding) for finding in report.findings],
    }


def print_report(report: Report) -> None:
    """Print a report for a person."""
    read = f"{report.events} events and {report.anchors} anchors were read"
    if report.is_whole:
        print_page(f"The trail is whole: {read}, and the head is sealed.\n")
        return
    lines = [f"  {finding.kind:<17} {finding.what}\n" for finding in report.findings]
    print_page(f"The trail is NOT whole; {read}:\n" + "".join(lines))
