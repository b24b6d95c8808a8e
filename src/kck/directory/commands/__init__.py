"""Everything that changes the configuration."""

from kck.directory.commands.changes import (
    SomebodyElse,
    discard,
    drop_edit,
    edit_thing,
    end_changes,
    put_in_force,
    start_changes,
    take_effect,
    undo_changes,
    update_changes,
)
from kck.directory.commands.load_city import (
    Check,
    EditedOnScreens,
    Loaded,
    WrongFiles,
    check_city,
    load_city,
)
from kck.directory.commands.set_way import WrongWay, set_way
from kck.directory.commands.uploads import forget_upload, keep_upload, load_upload

__all__ = [
    "Check",
    "EditedOnScreens",
    "Loaded",
    "SomebodyElse",
    "WrongFiles",
    "WrongWay",
    "check_city",
    "discard",
    "drop_edit",
    "edit_thing",
    "end_changes",
    "forget_upload",
    "keep_upload",
    "load_city",
    "load_upload",
    "put_in_force",
    "set_way",
    "start_changes",
    "take_effect",
    "undo_changes",
    "update_changes",
]
