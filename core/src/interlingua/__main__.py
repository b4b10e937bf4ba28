"""`python -m interlingua`: the command line, where the script isn't on the path."""

from interlingua.cli.app import main

if __name__ == "__main__":
    main()
