"""What an action says when it will not do what was asked."""

from django.utils.functional import Promise


class Refused(Exception):  # noqa: N818 a refusal is no error
    """An action is refused, for a reason that the user can do something about.

    `code` is stable and for programs and tests; `message` is translated and says what to do.
    Nothing has been written when it is raised out of an action.
    """

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return str(self.message)
