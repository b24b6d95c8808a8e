"""A sender of its own, to be killed: `python -m ... LEASE_SECONDS`. Ends when nothing is due."""

import sys
from datetime import timedelta

import django


def main(lease_seconds: float) -> None:
    django.setup()
    from kck.messaging import claiming, sending

    claiming.LEASE = timedelta(seconds=lease_seconds)
    while sending.send_due():
        pass


if __name__ == "__main__":
    main(float(sys.argv[1]))
