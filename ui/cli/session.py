"""What every command shares: the station's folder, the open office, and errors turned into messages and exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ui.cli.output import KNOWN_ERRORS, Output, exit_code_of

if TYPE_CHECKING:
    from kancelaria.bootstrap import Office


@dataclass
class Session:
    """One run of the command. `home` None = the usual folder."""

    home: Path | None
    output: Output
    _office: Office | None = field(default=None, repr=False)

    @property
    def actor(self) -> str:
        """Who is named in the history: whoever is signed in to the central, else the person running the command."""
        from ui.operations.secrets import person_at

        return person_at(self.office)

    @property
    def clerk(self) -> str:
        """The same, refused where their role may not register, confirm and void."""
        from ui.operations.facts import CLERKS
        from ui.operations.rights import allowed, signed_in_at

        return allowed(signed_in_at(self.office), CLERKS)

    @property
    def worker(self) -> str:
        """The same, refused where their role may not amend and route."""
        from ui.operations.rights import WORKERS, allowed, signed_in_at

        return allowed(signed_in_at(self.office), WORKERS)

    @property
    def office(self) -> Office:
        """The station, opened once."""
        if self._office is None:
            from kancelaria.bootstrap import open_office
            from kancelaria.logs import set_up_logs

            self._office = open_office(self.home)
            set_up_logs(self._office.settings.logs, self._office.settings.log_level)
        return self._office

    def close(self) -> None:
        """Let go of the station."""
        if self._office is not None:
            self._office.close()
            self._office = None


def command(run: Callable[..., None]) -> Callable[..., None]:
    """Give a click command its session, and end it by the contract whatever happens."""

    @click.pass_context
    @wraps(run)
    def wrapped(context: click.Context, /, *args: Any, **kwargs: Any) -> None:
        session: Session = context.obj
        try:
            run(session, *args, **kwargs)
        except KNOWN_ERRORS as error:
            session.output.failed(error)
            session.output.exit_code = max(session.output.exit_code, exit_code_of(error))
        except BrokenPipeError:
            sys.stderr.close()
        finally:
            session.close()
        context.exit(int(session.output.exit_code))

    return wrapped
