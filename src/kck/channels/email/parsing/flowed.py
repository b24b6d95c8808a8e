"""format=flowed (RFC 3676): lines that end in a space go on in the next one."""

from itertools import groupby


def unflowed(text: str, *, delete_space: bool) -> str:
    lines = [_depth_and_text(line) for line in text.split("\n")]
    out: list[str] = []
    for depth, run in groupby(lines, key=lambda line: line[0]):
        prefix = ">" * depth + (" " if depth else "")
        out += [prefix + line for line in _paragraphs([text for _depth, text in run], delete_space)]
    return "\n".join(out)


def _depth_and_text(line: str) -> tuple[int, str]:
    text = line.lstrip(">")
    depth = len(line) - len(text)
    return depth, text[1:] if text.startswith(" ") else text  # space-stuffed


def _paragraphs(lines: list[str], delete_space: bool) -> list[str]:
    out: list[str] = []
    open_: list[str] = []
    for line in lines:
        if line.endswith(" ") and line != "-- ":
            open_.append(line[:-1] if delete_space else line)
            continue
        out.append("".join([*open_, line]) if line != "-- " else line)
        if line == "-- " and open_:
            out.insert(-1, "".join(open_).rstrip())
        open_ = []
    return [*out, "".join(open_).rstrip()] if open_ else out
