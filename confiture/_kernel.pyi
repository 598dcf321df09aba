"""Masks, the COPY codec and the pipe between two servers, in Rust.

All work runs without the GIL. A call that waits looks for signals every tenth of a second, so
Ctrl-C in the main thread stops it; a copy in a worker thread is stopped by `Progress.cancel`.
"""

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Literal, Protocol, Self, final

__all__ = [
    "Array",
    "Cancelled",
    "Connection",
    "CopyResult",
    "DatabaseError",
    "KernelError",
    "Mask",
    "MaskError",
    "MaskInfo",
    "Parameter",
    "Progress",
    "ValueSet",
    "collect",
    "copy",
    "count_members",
    "key_id",
    "masks",
]

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object = ...) -> tuple[object, object]: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object = ...) -> object: ...

class KernelError(Exception):
    """What the kernel could not do; no text of it holds a row's value."""

class DatabaseError(KernelError):
    """What a server reported, or how the way to it failed (`sqlstate` of class 08).

    DETAIL and CONTEXT are dropped. The server's text is replaced by the condition's name where it
    may quote data: class 22, and what functions and extensions raise.
    """

    side: Literal["source", "target", "connection"]
    sqlstate: str
    message: str
    schema: str | None
    table: str | None
    column: str | None
    constraint: str | None
    position: int | None
    """Character of the statement, from 1."""
    line: int | None
    """Line of the COPY stream, from 1, where the server speaks English."""

class Cancelled(KernelError):
    """A copy stopped because its progress was cancelled."""

class MaskError(KernelError):
    """A mask cannot be built or applied with these parameters."""

    parameter: str | None
    """The parameter at fault: one of the mask, or `key`, `release`, `domain`, `max_chars`."""

@final
class Parameter:
    """A parameter that a mask takes."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> Literal["text", "integer", "boolean", "choice"]: ...
    @property
    def default(self) -> str | int | bool | None: ...
    @property
    def required(self) -> bool: ...
    @property
    def choices(self) -> list[str]: ...
    @property
    def doc(self) -> str: ...

@final
class MaskInfo:
    """What a mask promises."""

    @property
    def name(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def parameters(self) -> list[Parameter]: ...
    @property
    def types(self) -> list[Literal["text", "any"]]:
        """`text` stands for text, varchar, bpchar, citext, name and domains over them."""

    @property
    def uniqueness(self) -> Literal["bijective", "collision-free", "lossy", "constant"]:
        """With default parameters."""

    @property
    def keyed(self) -> bool: ...
    @property
    def output(self) -> Literal["public", "internal", "personal", "sensitive"]:
        """The class of data that the output still is."""

    @property
    def example(self) -> str: ...
    def check(
        self, params: Mapping[str, str | int | bool | bytes | None], /
    ) -> tuple[Literal["bijective", "collision-free", "lossy", "constant"], int]:
        """Checks parameters without a key; returns uniqueness and `min_chars`.

        Raises MaskError.
        """

def masks() -> list[MaskInfo]:
    """Every mask, by name."""

def key_id(master: bytes, /) -> str:
    """The name under which a master key may be spoken of: 16 hexadecimal digits."""

@final
class Array:
    """An Arrow array, for anything that reads the PyCapsule protocol."""

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]: ...
    def __arrow_c_schema__(self) -> object: ...
    def __len__(self) -> int: ...

@final
class Mask:
    """A mask with its parameters and its key.

    Values are read byte for byte: two spellings of one letter are two values. Columns whose
    outputs must agree need the same `release`, `domain`, parameters and `max_chars`.
    """

    def __new__(
        cls,
        name: str,
        params: Mapping[str, str | int | bool | bytes | None],
        *,
        key: bytes | None,
        release: str,
        domain: str,
        max_chars: int | None = None,
    ) -> Self:
        """A mask for a column of at most `max_chars` characters, under a master key of 32 bytes.

        A value for `constant` is in the wire form of the column's type and of the copy's format.
        Raises MaskError.
        """

    @property
    def name(self) -> str: ...
    @property
    def uniqueness(self) -> Literal["bijective", "collision-free", "lossy", "constant"]: ...
    @property
    def min_chars(self) -> int:
        """Characters that the column must hold for the promise to stand; 0 where any will do."""

    def apply(self, values: _ArrowArray | _ArrowStream, /) -> Array:
        """Masks an Arrow array of string, large_string or string_view; keeps the type."""

@final
class Connection:
    """A session on one server, for COPY streams and the statements around them.

    It takes libpq's parameters by their names: host (or socket directory), hostaddr, port, dbname,
    user, password, sslmode, sslrootcert, sslcert, sslkey, channel_binding, application_name,
    connect_timeout, options, keepalives, keepalives_idle, keepalives_interval, keepalives_count,
    tcp_user_timeout. One call at a time may use a connection; `cancel` may come from any thread.
    """

    def __new__(cls, **params: str | int | None) -> Self:
        """Connects and authenticates. Raises DatabaseError, and KernelError for a parameter."""

    @property
    def backend_pid(self) -> int: ...
    @property
    def closed(self) -> bool:
        """Whether the connection takes no more statements."""

    def query(
        self, sql: str, params: Sequence[str | None] | None = None, /
    ) -> list[tuple[str | None, ...]]:
        """Runs statements and returns the rows of the last one that gives rows, as text.

        With `params`, one statement runs with text parameters `$1`, `$2`, …, and its result columns
        must be of text types.
        """

    def parameter(self, name: str, /) -> str | None:
        """A parameter as the server reported it when the session began, such as server_version."""

    def cancel(self) -> None:
        """Asks the server to stop what this connection is doing."""

    def close(self) -> None:
        """Ends the session. Closing twice does nothing."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None: ...

@final
class Progress:
    """Counts of a copy under way, which any thread may read, and the way to stop it.

    It may be given to several copies at once; it then counts their sum and stops them all.
    """

    def __new__(cls) -> Self: ...
    @property
    def rows(self) -> int: ...
    @property
    def bytes(self) -> int:
        """Bytes read from the source."""

    @property
    def cancelled(self) -> bool: ...
    def cancel(self) -> None:
        """Asks the copy to stop; it raises Cancelled within about a tenth of a second."""

@final
class CopyResult:
    """What a copy moved; the rows read, parsed and written agreed."""

    @property
    def rows(self) -> int: ...
    @property
    def bytes_read(self) -> int: ...
    @property
    def bytes_written(self) -> int: ...
    @property
    def masked(self) -> int:
        """Values that a mask replaced, unparsed ones included."""

    @property
    def unparsed(self) -> int:
        """Values that a mask could not parse and replaced by a token."""

def copy(
    source: Connection,
    target: Connection,
    copy_out: str,
    copy_in: str,
    *,
    format: Literal["binary", "text"],  # noqa: A002 (COPY's own word)
    masks: Sequence[Mask | None],
    progress: Progress | None = None,
) -> CopyResult:
    """Copies rows through the masks, one for each column, or None for a column to pass untouched.

    Each side runs in the transaction that it is in. After an error the COPY of the target was
    refused as a whole, and both connections take ROLLBACK, or are closed where their server is out
    of reach. The text format is that of COPY's defaults, without a header line.

    Raises DatabaseError, Cancelled, and KernelError for a stream that does not fit `masks` or for
    row counts that do not agree.
    """

@final
class ValueSet:
    """Values as keyed 64-bit hashes, under a random key of this set."""

    def __len__(self) -> int: ...

def collect(
    connection: Connection,
    copy_out: str,
    *,
    format: Literal["binary", "text"] = "binary",  # noqa: A002 (COPY's own word)
    progress: Progress | None = None,
) -> ValueSet:
    """The distinct values of the query's only column, without NULL."""

def count_members(
    connection: Connection,
    copy_out: str,
    values: ValueSet,
    *,
    format: Literal["binary", "text"] = "binary",  # noqa: A002 (COPY's own word)
    progress: Progress | None = None,
) -> int:
    """How many rows of the query's only column have a value of the set."""
