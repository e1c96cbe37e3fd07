"""Polish for the texts of the command-line library, which looks them up through gettext's default domain."""

from __future__ import annotations

import gettext
import os
from importlib.resources import files


def speak_polish() -> None:
    """Bind gettext's default domain to our catalogue, whatever the machine's locale is."""
    os.environ["LANGUAGE"] = "pl"
    gettext.bindtextdomain("messages", str(files("resources") / "i18n"))
    gettext.textdomain("messages")
