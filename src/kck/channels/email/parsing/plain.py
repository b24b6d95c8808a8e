"""Text from a page, with `>` before what was quoted; marks say what only the page knew."""

import re
from dataclasses import dataclass, field

from lxml import etree

# letters of the private use area, each at the beginning of a line of its own
HEADLINE, CUT, SIGNATURE, SIGNATURE_END = "\ue0f0", "\ue0f1", "\ue0f2", "\ue0f3"
MARKS = re.compile("[\ue0f0-\ue0f3]")

_SKIPPED = {
    "head", "script", "style", "title", "template", "svg", "math", "object", "embed", "iframe",
    "select", "textarea", "noframes", "applet", "meta", "link",
}  # fmt: skip
_BLOCKS = {
    "div", "tr", "section", "article", "header", "footer", "aside", "main", "nav", "dl", "dt",
    "dd", "center", "form", "fieldset", "address", "body", "html", "tbody", "thead", "table",
    "caption", "figure", "figcaption", "li",
}  # fmt: skip
_APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "blockquote", "hr"}
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])"
)
# where mail programs say: from here on it is the earlier mail
_CUT_IDS = {
    "divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container", "stopspelling",
    "olk_src_body_section", "replybody", "isforwardcontent", "yiv_quote",
}  # fmt: skip
_CUT_CLASSES = {"outlookmessageheader", "yahoo_quoted", "zmail_extra", "ntes-mailmaster-quote"}
_HEAD_CLASSES = {"gmail_attr", "moz-cite-prefix", "moz-email-headers-table"}
_SIGNATURE_CLASSES = {
    "gmail_signature", "moz-signature", "protonmail_signature_block", "gmail_signature_prefix",
}  # fmt: skip
_SIGNATURE_IDS = {
    "signature", "ms-outlook-mobile-signature", "applemailsignature", "ymail_android_signature",
    "composer_signature", "ms-outlook-mobile-body-separator-line",
}  # fmt: skip
# Outlook for the desktop: a line above "Od: … Wysłano: …", and nothing else that tells it
_OUTLOOK_LINE = re.compile(
    r"border:\s*none;\s*border-top:\s*solid\s+#?(?:b5c4df|e1e1e1|windowtext)\s+1\.0pt", re.I
)
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_LONGEST_LINK = 200


@dataclass
class _Lines:
    """What has been said so far; knows how deep in quotations it is."""

    done: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    depth: int = 0
    pre: int = 0
    items: dict[etree._Element, int] = field(default_factory=dict)

    def say(self, words: str) -> None:
        if self.pre:
            first, *others = words.replace("\r", "").split("\n")
            self.line.append(first)
            for other in others:
                self.end(always=True)
                self.line.append(other)
            return
        words = _SPACES.sub(" ", words)
        if words == " " and not self.line:
            return
        if words.startswith(" ") and (not self.line or self.line[-1].endswith(" ")):
            words = words[1:]
        if words:
            self.line.append(words)

    def end(self, *, always: bool = False) -> None:
        if self.line or always:
            text = "".join(self.line).rstrip()
            prefix = ">" * self.depth
            self.done.append(f"{prefix} {text}".rstrip() if prefix else text)
            self.line = []

    def gap(self) -> None:
        """An empty line, unless there is one."""
        self.end()
        if self.done and self.done[-1].strip("> "):
            self.end(always=True)

    def close_quotation(self) -> None:
        """Empty lines at its end say nothing."""
        while self.done and self.done[-1] and not self.done[-1].strip("> "):
            self.done.pop()
        self.depth -= 1

    def bullet(self, parent: etree._Element | None) -> str:
        if parent is None or parent.tag != "ol":
            return "- "
        self.items[parent] = self.items.get(parent, 0) + 1
        return f"{self.items[parent]}. "

    def mark(self, which: str) -> None:
        self.end()
        self.done.append(which)


def text_of(root: etree._Element) -> str:
    """With marks: `MARKS.sub("", …)` is what people read."""
    lines = _Lines()
    walk = etree.iterwalk(root, events=("start", "end"))
    marks: dict[etree._Element, str] = {}
    for event, node in walk:
        tag = node.tag
        if event == "start":
            if tag in _SKIPPED or _is_hidden(node):
                walk.skip_subtree()
                marks[node] = "skipped"
                continue
            _start(lines, node, tag, marks)
            if node.text:
                lines.say(node.text)
            continue
        if marks.get(node) != "skipped":
            _finish(lines, node, tag, marks)
        if node.tail:
            lines.say(node.tail)
    lines.end()
    return "\n".join(lines.done).strip("\n")


def _start(lines: _Lines, node: etree._Element, tag: str, marks: dict[etree._Element, str]) -> None:
    if tag == "br":
        lines.end(always=True)
    elif tag in _APART:
        lines.gap()
        lines.pre += tag == "pre"
        if tag == "blockquote" and "border:none" not in (node.get("style") or "").replace(" ", ""):
            lines.depth += 1
            marks[node] = "quote"
    elif tag in _BLOCKS:
        lines.end()
    elif tag in {"td", "th"} and lines.line:
        lines.say(" ")
    elif tag == "img":
        _say_image(lines, node)
    if node.attrib:
        _mark(lines, node, tag, marks)
    if tag == "li":
        lines.say(lines.bullet(node.getparent()))


def _mark(lines: _Lines, node: etree._Element, tag: str, marks: dict[etree._Element, str]) -> None:
    name = (node.get("id") or "").lower().removeprefix("x_")
    classes = {part.removeprefix("x_") for part in (node.get("class") or "").lower().split()}
    if (
        name in _CUT_IDS
        or classes & _CUT_CLASSES
        or (tag == "div" and _OUTLOOK_LINE.search(node.get("style") or ""))
    ):
        lines.mark(CUT)
    elif classes & _HEAD_CLASSES:
        lines.end()
        lines.line.append(HEADLINE)
        marks[node] = "headline"
    elif name in _SIGNATURE_IDS or classes & _SIGNATURE_CLASSES:
        lines.mark(SIGNATURE)
        marks[node] = "signature"


def _finish(
    lines: _Lines, node: etree._Element, tag: str, marks: dict[etree._Element, str]
) -> None:
    if tag == "a":
        _say_link(lines, node)
    if tag in _APART:
        lines.end()
        if marks.get(node) == "quote":
            lines.close_quotation()
        lines.pre -= tag == "pre"
        lines.gap()
    elif tag in _BLOCKS:
        lines.end()
    if marks.get(node) == "signature":
        lines.mark(SIGNATURE_END)


def _is_hidden(node: etree._Element) -> bool:
    style = node.get("style")
    return bool(style and _HIDDEN.search(style)) or node.get("hidden") is not None


def _say_image(lines: _Lines, node: etree._Element) -> None:
    words = (node.get("alt") or "").strip()
    if any(letter.isalpha() for letter in words) and not words.startswith(("http:", "https:")):
        lines.say(f"[{words[:100]}]")


def _say_link(lines: _Lines, node: etree._Element) -> None:
    """The address behind other words; not if it is the words, and not mile-long ones."""
    address = (node.get("href") or "").strip()
    if not address.lower().startswith(("http://", "https://")) or len(address) > _LONGEST_LINK:
        return
    words = "".join(node.itertext()).strip()
    bare = address.split("://", 1)[1].rstrip("/")
    if words and bare not in words:
        lines.say(f" <{address}>")
