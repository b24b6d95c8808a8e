"""A reader of its own, to be killed."""

import django


def main() -> None:
    django.setup()
    from kck.channels.email.reading import read_due

    while read_due():
        pass


if __name__ == "__main__":
    main()
