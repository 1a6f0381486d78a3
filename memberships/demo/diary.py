"""What happens on which day, kept until all stories are told and then played in the order of the days."""

from collections.abc import Callable
from datetime import date, timedelta

Deed = Callable[[date], object]
"""Something that happens; it is told the day."""


class Diary:
    """Days are told as so many days ago; `today` is the last one on which anything happens."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._deeds: list[tuple[date, int, Deed]] = []

    def ago(self, days: int) -> date:
        """The day so many days before today; a negative number names a day to come."""
        return self.today - timedelta(days=days)

    def since(self, day: date) -> int:
        """How many days ago a day is."""
        return (self.today - day).days

    def note(self, ago: int, deed: Deed) -> None:
        """Let something happen so many days ago, after what was noted for that day before."""
        if ago < 0:
            raise ValueError(f"{-ago} days from now have not come yet")
        self._deeds.append((self.ago(ago), len(self._deeds), deed))

    def play(self) -> None:
        """Let everything happen, the earliest day first."""
        for day, _place, deed in sorted(self._deeds, key=lambda noted: noted[:2]):
            deed(day)
