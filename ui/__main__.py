"""`python -m ui` is `verbatim`."""

from ui.cli import main

if __name__ == "__main__":
    main()
