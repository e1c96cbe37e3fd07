"""The `kancelaria` command: alone it opens the desktop; the rest is for administrators, scripts and checks."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import click

from ui.cli.language import speak_polish
from ui.cli.output import Output
from ui.cli.session import Session

speak_polish()

COMMANDS = {
    "init": "station", "doctor": "station",
    "devices": "paper", "scan": "paper", "intake": "paper", "stacks": "paper",
    "items": "records", "show": "records", "search": "records", "amend": "records", "confirm": "records",
    "void": "records", "export": "records",
    "label": "labels", "receipt": "receipts", "register": "printouts", "missing-scans": "printouts",
    "volume": "reproduction", "carriers": "reproduction",
    "handover": "handover", "dispatch": "dispatch", "posting-book": "dispatch",
    "statistics": "statistics", "store": "store",
    "consignment": "consignment", "note": "notes", "withdraw": "notes", "protocol": "protocols",
    "correspondents": "correspondents", "series": "series",
    "assign": "routing", "return": "routing", "central": "central_care", "sync": "central",
    "sign-in": "people", "sign-out": "people",
}  # fmt: skip
"""Command → module of `ui.cli`; modules are imported only when their command is used, so each starts quickly."""


class Lazy(click.Group):
    """A group whose commands are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the library's signature
        """Names in the order of the contract."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"ui.cli.{COMMANDS[cmd_name]}")
        found: click.Command = getattr(module, {"return": "return_"}.get(cmd_name, cmd_name.replace("-", "_")))
        return found


@click.group(
    cls=Lazy,
    options_metavar="[OPCJE]",
    subcommand_metavar="[POLECENIE …]",
    invoke_without_command=True,
    context_settings={"help_option_names": ["--help", "-h"]},
)
@click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), help="Folder stanowiska.", envvar="KANCELARIA_HOME"
)
@click.option("--json", "as_json", is_flag=True, help="Wyniki jako JSON, po jednym obiekcie w wierszu.")
@click.version_option(package_name="kancelaria")
@click.pass_context
def main(context: click.Context, home: Path | None, as_json: bool) -> None:
    """Kancelaria: skanowanie, czytanie i jednokrotna rejestracja przesyłek. Bez polecenia otwiera okno programu."""
    context.obj = Session(home, Output(as_json))
    if context.invoked_subcommand is None:
        from ui.desktop.app import run

        sys.exit(run(home))


if __name__ == "__main__":
    main()
