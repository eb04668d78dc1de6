"""What a child says: a line of JSON, then the files that it names, one after the other."""

import json
from collections.abc import Mapping
from io import BytesIO

from portal.kernel.uploads.fault import Fault, Reason


def said(files: Mapping[str, bytes]) -> bytes:
    return b"".join([_line({"files": [[path, len(content)] for path, content in files.items()]}), *files.values()])


def said_no(fault: Fault) -> bytes:
    return _line({"reason": fault.reason, "entry": fault.entry})


def heard(answer: bytes) -> dict[str, bytes]:
    """The files; or the fault, raised. A child that broke off said nothing that can be told."""
    try:
        stream = BytesIO(answer)
        told = json.loads(stream.readline())
        if "reason" in told:
            raise Fault(Reason(told["reason"]), str(told["entry"]))
        return {str(path): stream.read(length) for path, length in told["files"]}
    except (ValueError, KeyError, TypeError) as error:
        raise Fault(Reason.BROKEN) from error


def _line(told: Mapping[str, object]) -> bytes:
    return json.dumps(told).encode() + b"\n"
