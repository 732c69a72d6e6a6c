"""A password as somebody chooses it: typed twice, hard to guess, and known to nobody else."""

from collections.abc import Iterable

from flask import request
from flask_babel import gettext

from workflows.accounts import PasswordHash
from workflows.passwords import UnsuitablePassword, hash_password

#: The fields of a form in which a password is chosen, twice, and the one it stands in for.
CHOSEN = ("password", "again")
PRESENT = "present"


class NotChosen(Exception):
    """What was typed cannot be a password; the words say why."""


def chosen_password(about: Iterable[str]) -> PasswordHash:
    """Hash the password that was typed twice; raises NotChosen."""
    password, again = (request.form.get(name, "") for name in CHOSEN)
    if password != again:
        raise NotChosen(gettext("The two passwords are not the same."))
    try:
        return hash_password(password, about)
    except UnsuitablePassword as error:
        raise NotChosen(
            gettext(
                "A password has 12 to 128 characters and is hard to guess: no common one, no name,"
                " no date, no row of keys. Four words that have nothing to do with each other are"
                " good."
            )
        ) from error
