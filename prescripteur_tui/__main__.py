"""The entry point: `prescripteur`, or `python -m prescripteur_tui`."""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave with its exit code."""
    from prescripteur_tui.cli.principal import prescripteur

    prescripteur.main(prog_name="prescripteur")


if __name__ == "__main__":
    main()
