"""Where the people of a story work."""

from partners.models import Organisation, User


class Seat:
    """Where people work: an organisation that is enrolled when the diary comes to its day."""

    def __init__(self) -> None:
        self._row: Organisation | None = None
        self._admin_user: User | None = None

    @property
    def row(self) -> Organisation:
        """The organisation, once it is enrolled."""
        if self._row is None:
            raise LookupError("not enrolled yet")
        return self._row

    @property
    def admin_user(self) -> User | None:
        """Who acts for the organisation; nobody until its first admin has joined."""
        return self._admin_user

    @property
    def lead(self) -> User:
        """The same, where there must be somebody."""
        if self._admin_user is None:
            raise LookupError("no admin has joined yet")
        return self._admin_user

    def is_enrolled(self, row: Organisation) -> None:
        """The day has come."""
        self._row = row

    def is_led_by(self, user: User) -> None:
        """Its first admin has joined; a later one changes nothing."""
        self._admin_user = self._admin_user or user
