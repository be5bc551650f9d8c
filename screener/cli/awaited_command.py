"""What is awaited, on the command line: printed, or exported."""

import argparse

from screener.cli.output import DONE, Unusable, json_document, tell, tell_bytes
from screener.cli.signing_in import signed_in
from screener.interview.awaited_files import export_awaited, left_out_told, record_export
from screener.interview.awaited_list import all_awaited, awaited_data, awaited_lines
from screener.interview.copy_path import copy_path
from screener.interview.exporting import STANDARD_OUTPUT
from screener.interview.refusals import Refused
from screener.language import _, active_language
from screener.record.errors import StoreError
from screener.record.events import Person
from screener.record.rights import Right
from screener.record.store import Store, default_path


def awaited(options: argparse.Namespace) -> int:
    """Print what is awaited, or write it as a calendar; what leaves as data is recorded."""
    try:
        with Store.open(options.store or default_path(), create=False) as store:
            _awaited(options, store, signed_in(options, store, Right.AWAITED))
    except (Refused, StoreError) as error:
        raise Unusable(str(error)) from None
    return DONE


def _awaited(options: argparse.Namespace, store: Store, person: Person) -> None:
    if options.ics is not None:
        path = copy_path(options.ics)
        read = export_awaited(store, person, path)
        tell(_("Written to {path}.").format(path=path))
        if left_out := left_out_told(read):
            tell(left_out)
        return
    read = all_awaited(store, person)
    if options.json:
        content = json_document(awaited_data(read, store.today()))
        record_export(store, person, "json", STANDARD_OUTPUT, len(read.rows), content)
        tell_bytes(content)
        return
    for line in awaited_lines(read, active_language(), store.today()):
        tell(line)
