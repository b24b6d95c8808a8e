"""A sender of its own, to be killed: `python -m ... LEASE_SECONDS`."""

import sys
from datetime import timedelta

import django


def main(lease_seconds: float) -> None:
    django.setup()
    from kck.messaging import sending

    sending.LEASE = timedelta(seconds=lease_seconds)
    sending.send_due()


if __name__ == "__main__":
    main(float(sys.argv[1]))
