"""Every error that Onrecord raises on purpose.

    OnrecordError
    ├── UsageError            the call itself is off: an option's value, a name that is not among the choices
    ├── InputError            one input cannot be read; the rest of a batch goes on
    │   ├── InputMissing      there is no such file, or nothing matches the pattern
    │   ├── InputUnreadable   its bytes are not to be had (permissions, a broken disk, a password)
    │   ├── InputTooLarge     more bytes or pages than the limit
    │   ├── InputCut          it breaks off before its end; what came before was read
    │   ├── NotText           binary data, or bytes in no encoding we know
    │   ├── BadFormat         text, but not what its name or form promises (JSON that is none)
    │   ├── NoArticle         nothing in it that is an article: empty, white space, a page of menus
    │   ├── NotEnglish        an article in a language that the model does not read
    │   ├── ExtraMissing      what reads inputs of this kind is not installed
    │   ├── SetAside          reading it failed in a way that nobody foresaw, or ended the process that read it twice
    │   └── FetchError        a web address that cannot be fetched
    │       ├── AddressRefused   not http or https, not a public address, or forbidden by robots.txt
    │       ├── FetchFailed      the server answered with an error, or not at all
    │       └── FetchLimit       too large, too slow, or too many redirects
    ├── BatchError            the folder of a batch cannot be written, or holds something else
    ├── ModelError            the model's files are missing, damaged, or do not fit this version
    └── LedgerError           a ledger cannot be opened, read or written
        ├── LedgerMissing     there is no such file, or nothing was ever added to it
        ├── NotLedger         there is a file, but it is no ledger
        ├── LedgerTooNew      it was written by a newer version of Onrecord
        ├── LedgerDamaged     its bytes are not as they were written
        ├── LedgerReadOnly    it cannot be written to
        ├── LedgerFull        there is no room for more
        └── LedgerBusy        somebody else has been writing to it for too long

An `InputError` names the input, says what was wrong, and says what to do; a `LedgerError` does so of the ledger.
"""

from __future__ import annotations


class OnrecordError(Exception):
    """The root of the tree: catch it to catch all that Onrecord raises on purpose."""


class UsageError(OnrecordError):
    """The call itself is off: an option's value, or a name that is not among the choices."""


class InputError(OnrecordError):
    """One input cannot be read. `str(error)` is one line: the origin, what was wrong, what to do."""

    def __init__(self, origin: str, problem: str, advice: str) -> None:
        super().__init__(f"{origin}: {problem} {advice}")
        self.origin = origin
        """The input as the caller named it."""
        self.problem = problem
        """What was wrong, one sentence."""
        self.advice = advice
        """What to do next, one sentence."""

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        return type(self), (self.origin, self.problem, self.advice)


class InputMissing(InputError):
    """There is no such file, or nothing matches the pattern."""


class InputUnreadable(InputError):
    """The bytes of the input are not to be had: the system refuses them, or a password does."""


class InputTooLarge(InputError):
    """The input holds more bytes or pages than the limit."""


class InputCut(InputError):
    """The input breaks off before its end; what came before was read."""


class NotText(InputError):
    """The input is binary data, or in no encoding we know."""


class BadFormat(InputError):
    """The input is text, but not what its name or form promises."""


class NoArticle(InputError):
    """The input holds nothing that is an article."""


class NotEnglish(InputError):
    """The article is in a language that the model does not read."""


class ExtraMissing(InputError):
    """What reads inputs of this kind is not installed."""


class SetAside(InputError):
    """Reading the article failed in a way that nobody foresaw, or ended the process that read it twice."""


class FetchError(InputError):
    """A web address cannot be fetched."""


class AddressRefused(FetchError):
    """The address is not http or https, does not lead to a public address, or robots.txt forbids it."""


class FetchFailed(FetchError):
    """The server answered with an error, or not at all."""


class FetchLimit(FetchError):
    """The answer is too large, too slow, or redirects too often."""


class BatchError(OnrecordError):
    """A folder of shards cannot be read or written. `str(error)` is one line: folder, what was wrong, what to do."""

    def __init__(self, folder: str, problem: str, advice: str) -> None:
        super().__init__(f"{folder}: {problem} {advice}")
        self.folder = folder
        """The folder, as the caller named it."""
        self.problem = problem
        """What was wrong, one sentence."""
        self.advice = advice
        """What to do next, one sentence."""

    def __reduce__(self) -> tuple[type[BatchError], tuple[str, str, str]]:
        return type(self), (self.folder, self.problem, self.advice)


class ModelError(OnrecordError):
    """The model's files are missing, damaged, or do not fit this version of Onrecord."""


class LedgerError(OnrecordError):
    """A ledger cannot be opened, read or written. `str(error)` is one line: the ledger, what was wrong, what to do."""

    def __init__(self, path: str, problem: str, advice: str) -> None:
        super().__init__(f"{path}: {problem} {advice}")
        self.path = path
        """The ledger's file, as the caller named it."""
        self.problem = problem
        """What was wrong, one sentence."""
        self.advice = advice
        """What to do next, one sentence."""

    def __reduce__(self) -> tuple[type[LedgerError], tuple[str, str, str]]:
        return type(self), (self.path, self.problem, self.advice)


class LedgerMissing(LedgerError):
    """There is no such file, or nothing was ever added to it."""


class NotLedger(LedgerError):
    """There is a file, but it is no ledger."""


class LedgerTooNew(LedgerError):
    """The ledger was written by a newer version of Onrecord."""


class LedgerDamaged(LedgerError):
    """The bytes of the ledger are not as they were written."""


class LedgerReadOnly(LedgerError):
    """The ledger cannot be written to."""


class LedgerFull(LedgerError):
    """There is no room for more: the disk is full, or the ledger is as large as the system allows."""


class LedgerBusy(LedgerError):
    """Somebody else has been writing to the ledger for too long."""
