"""The inspector's pages of the watch: the flags, and the rows behind each."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backoffice import watch_words
from backoffice.exchange import services, staff
from backoffice.watch import flags, inquiries
from backoffice.watch.inquiries import Author, NotPossible, Standing

LONGEST_NOTE = 4000


def listed() -> ResponseReturnValue:
    """List the flags that nobody looks at yet."""
    with services().engine.begin() as connection:
        found = flags.unopened(connection)
    return render_template("watch.html", flags=found, words_of_watch=watch_words)


def flag(flag: int) -> ResponseReturnValue:
    """Show a flag with the rows behind it."""
    with services().engine.begin() as connection:
        found = flags.find(connection, flag)
        rows = flags.rows_behind(connection, found) if found else ()
        running = [one for one in inquiries.latest(connection) if one.standing is Standing.OPEN]
    if found is None:
        flash(gettext("There is no such flag."))
        return redirect(url_for("watch.listed"))
    return render_template(
        "flag.html", flag=found, rows=rows, running=running, words_of_watch=watch_words
    )


def inspect(flag: int) -> ResponseReturnValue:
    """Open an inspection on a flag, or let an open one look at it too."""
    into = request.form.get("inspection", type=int)
    try:
        with services().engine.begin() as connection:
            author = Author(staff().id, services().clock.now(connection), typed_note())
            if into is None:
                into = inquiries.begin(connection, flag, author)
            else:
                inquiries.add(connection, into, flag, author)
    except NotPossible:
        flash(gettext("Somebody looks at this flag already."))
        return redirect(url_for("watch.flag", flag=flag), 303)
    return redirect(url_for("inspections.inspection", inspection=into), 303)


def typed_note() -> str:
    """Read the note of a form, bounded, with the line ends of this side."""
    return request.form.get("note", "").replace("\r\n", "\n").strip()[:LONGEST_NOTE]
