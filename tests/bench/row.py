"""One line of the bench."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured: `value` in `unit`, which may be at most `limit`; `detail` are the figures behind it."""

    name: str
    value: float
    unit: str
    limit: float
    detail: str

    @property
    def ok(self) -> bool:
        """Whether the value keeps within its limit."""
        return self.value <= self.limit

    def __str__(self) -> str:
        verdict = "ok" if self.ok else "TOO SLOW"
        return (
            f"{self.name:20} {self.value:6.2f} {self.unit}, at most {self.limit:g}: {verdict} ({self.detail})"
        )
