"""The errors that a person can do something about.

    UserError                 exit 10  nothing could be done; the message says why and what to do
    |-- UsageError            exit 2   the command was given wrongly
    |-- NotFoundError         exit 10  a thing named by the user is not in the project
    |-- RefusedFile           exit 10  a file cannot be read; carries the code of docs/contracts.md
    |-- StoreError            exit 10  the project folder cannot be opened or written
    '-- ModelMissing          exit 10  an encoder or a spaCy pipeline is not on this machine

Problems with single rows or files are data (`Problem`), never exceptions: the rest of the batch goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

EXIT_DONE = 0
EXIT_BUG = 1
EXIT_USAGE = 2
EXIT_NOTHING_DONE = 10
EXIT_DONE_IN_PART = 12


class UserError(Exception):
    """What happened, where, and what to do about it, in one message that is shown as it is."""

    exit_code = EXIT_NOTHING_DONE


class UsageError(UserError):
    exit_code = EXIT_USAGE


class NotFoundError(UserError):
    pass


class StoreError(UserError):
    pass


class ModelMissing(UserError):
    pass


REFUSAL_CODES = frozenset(
    [
        "empty_file",
        "password_required",
        "damaged_docx",
        "damaged_pdf",
        "not_a_pdf",
        "unsupported_legacy_word",
        "unsupported_rtf",
        "unsupported_image",
        "unsupported_type",
        "too_large",
        "too_deep",
    ]
)


class RefusedFile(UserError):
    """A file that cannot be read. `code` is one of `REFUSAL_CODES`."""

    def __init__(self, code: str, message: str) -> None:
        if code not in REFUSAL_CODES:
            raise ValueError(f"unknown refusal code {code!r}")
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Problem:
    """One input row that was refused: 1-based `row` in the file, the id as given (or None), a code and a sentence."""

    row: int
    id: str | None
    code: str
    message: str
