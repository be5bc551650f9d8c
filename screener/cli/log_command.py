"""The screening log on the command line: printed, or exported."""

import argparse

from screener.cli.output import DONE, Unusable, json_document, tell, tell_bytes
from screener.cli.signing_in import signed_in
from screener.interview.copy_path import copy_path
from screener.interview.exporting import STANDARD_OUTPUT
from screener.interview.refusals import Refused
from screener.interview.screening_log import (
    export_log,
    log_data,
    log_lines,
    read_log,
    record_export,
)
from screener.language import _
from screener.record.errors import StoreError
from screener.record.events import Person
from screener.record.rights import Right
from screener.record.store import Store, default_path


def log(options: argparse.Namespace) -> int:
    """Print the screening log, or write it to a file; what leaves as data is recorded."""
    try:
        with Store.open(options.store or default_path(), create=False) as store:
            person = signed_in(options, store, Right.LOG)
            _log(options, store, person)
    except (Refused, StoreError) as error:
        raise Unusable(str(error)) from None
    return DONE


def _log(options: argparse.Namespace, store: Store, person: Person) -> None:
    for format, named in (("csv", options.csv), ("xlsx", options.xlsx)):
        if named is not None:
            path = copy_path(named)
            export_log(store, person, path, format)
            tell(_("Written to {path}.").format(path=path))
            return
    rows = read_log(store, person)
    if options.json:
        content = json_document({"screenings": log_data(rows)})
        record_export(store, person, "json", STANDARD_OUTPUT, len(rows), content)
        tell_bytes(content)
        return
    for line in log_lines(rows):
        tell(line)
