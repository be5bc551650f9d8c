"""Run every benchmark: `make bench`."""

from benchmarks.decisions import peer, real_protocol
from benchmarks.start import processes

real_protocol()
peer()
processes()
