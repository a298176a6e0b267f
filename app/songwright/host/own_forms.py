"""The user's own forms, one readable file each in the settings folder."""

from __future__ import annotations

import contextlib
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.atomic import read_file, write_file
from songwright.host.errors import write_error
from songwright.host.names import safe_file_name
from songwright.lyrics.forms import Form, FormError
from songwright.lyrics.notation import form_text, parse_form

__all__ = [
    "OWN",
    "form_folder",
    "load_own_forms",
    "read_own_forms",
    "remove_own_form",
    "save_own_form",
]

OWN = "own:"
"""Beginning of the id of a user's own form."""
_MOST_BYTES = 100_000


def form_folder(config: Path) -> Path:
    """Where the forms are, in the folder of the settings."""
    return config / "forms"


def load_own_forms(folder: Path) -> tuple[Form, ...]:
    """The forms that can be read, by name; files that make no sense as forms are passed over and left alone."""
    return read_own_forms(folder)[0]


def read_own_forms(folder: Path) -> tuple[tuple[Form, ...], tuple[str, ...]]:
    """The forms that can be read, by name, and for each file that cannot its name and why; those are left alone."""
    found: list[Form] = []
    left_out: list[str] = []
    for path in sorted(folder.glob("*.txt"), key=lambda path: path.stem.lower()):
        try:
            text = read_file(path, most=_MOST_BYTES).decode("utf-8-sig")
            found.append(parse_form(text, form_id=f"{OWN}{path.stem}", name=path.stem))
        except SongwrightError as error:
            left_out.append(f"{path.name}: {error.message}")
        except UnicodeDecodeError:
            left_out.append(said("{name}: This is not a text file in UTF-8.", name=path.name))
        except Exception as error:  # noqa: BLE001 - whatever one file holds, the other forms must be there
            left_out.append(f"{path.name}: {type(error).__name__}")
    return tuple(found), tuple(left_out)


def save_own_form(folder: Path, form: Form, *, before: str = "") -> Form:
    """Write a form under its name, in place of the file of `before` (the id that it had); returns it with its id.

    Raises FormError when another form has that name or the notation has no signs for it, WriteFileError.
    """
    if not form.name.strip():
        raise FormError(said("The form has no name yet. Give it one, so that it can be found again."))
    stem = safe_file_name(form.name)
    path, old = folder / f"{stem}.txt", folder / f"{before.removeprefix(OWN)}.txt"
    # Where capitals make no difference, a name that differs in them alone is the old file's own.
    same = before.startswith(OWN) and old.exists() and path.exists() and path.samefile(old)
    if path.exists() and not same:
        raise FormError(said("There is a form called “{name}” already. Give this one another name.", name=form.name))
    text = form_text(form)
    # A folder that cannot be made gives its sentence in the write that follows.
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    write_file(path, text.encode("utf-8"))
    if before.startswith(OWN) and path != old and not same:
        remove_own_form(folder, before)
    return parse_form(text, form_id=f"{OWN}{stem}")


def remove_own_form(folder: Path, form_id: str) -> None:
    """Remove a form's file; one that is gone already is no error. WriteFileError when it cannot be removed."""
    path = folder / f"{form_id.removeprefix(OWN)}.txt"
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise write_error(path, error) from error
