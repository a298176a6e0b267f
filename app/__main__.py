"""Run a checkout: `python app`."""

from songwright.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
