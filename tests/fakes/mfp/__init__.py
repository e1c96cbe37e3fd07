"""A virtual multifunction printer: a real eSCL server in its own process, with faults on demand."""

from tests.fakes.mfp.process import VirtualMfp

__all__ = ["VirtualMfp"]
