"""What can go wrong before there is a file: told by its code, never by an address or a secret."""

from competencies.models.sources import Failure


class Failed(RuntimeError):  # noqa: N818 a finding about a source, not an error of ours
    """A source gave no file; it is asked again later."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure
