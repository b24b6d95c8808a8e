"""Names that people of units gave when they acted or spoke. They are no residents we know."""

from kck.foundation.privacy import Holder, register
from kck.unitlinks.commands.forget import forget_names

register(
    Holder(
        name="unitlinks",
        export=lambda person_id: {},
        forget=lambda person_id, at, by: 0,
        holds=lambda person_id: "",
        expire=lambda at, preview: forget_names(at=at, preview=preview),
    )
)
