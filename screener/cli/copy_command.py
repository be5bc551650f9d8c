"""`screener copy`: the last recorded decision of a screening, written to a file."""

import argparse

from screener.cli.output import DONE, Unusable, tell
from screener.cli.signing_in import signed_in
from screener.interview.copy_path import copy_path
from screener.interview.copying import copy_name, last_decision, write_copy
from screener.interview.refusals import Refused
from screener.language import _, active_language
from screener.protocol.problems import ProtocolError
from screener.record.errors import StoreError
from screener.record.rights import Right
from screener.record.state import fold
from screener.record.store import Store, default_path


def copy(options: argparse.Namespace) -> int:
    """Write a copy of a decision to a new file that its owner alone can read; recorded."""
    try:
        with Store.open(options.store or default_path(), create=False) as store:
            person = signed_in(options, store, Right.COPY)
            number, format = store.number(options.number), options.format
            decision = last_decision(fold(store.events(number)))
            path = copy_path(str(options.file or copy_name(decision, format)))
            write_copy(store, number, path, format, person, active_language())
    except (StoreError, Refused, ProtocolError) as error:
        raise Unusable(str(error)) from None
    tell(_("Written to {path}.").format(path=path))
    return DONE
