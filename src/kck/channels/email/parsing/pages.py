"""A page made safe to be shown, and its text."""

import re
from dataclasses import dataclass
from html import escape, unescape

import nh3
from lxml import etree

from kck.channels.email.parsing.limits import MAX_HTML, MAX_LINKS, MAX_NESTING
from kck.channels.email.parsing.plain import MARKS, text_of
from kck.channels.email.parsing.terms import Defect

REMOTE = "data-remote-src"  # where a blocked picture would come from
_TAGS = {
    "a", "abbr", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code",
    "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"style", "dir", "lang", "align"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height", REMOTE},
    "td": {"colspan", "rowspan", "valign", "bgcolor", "width"},
    "th": {"colspan", "rowspan", "valign", "bgcolor", "width", "scope"},
    "table": {"border", "cellpadding", "cellspacing", "bgcolor", "width"},
    "tr": {"valign", "bgcolor"},
    "font": {"color", "size", "face"},
    "ol": {"start", "type"},
    "col": {"span", "width"},
}
# nothing that moves things about or fetches anything
_STYLES = {
    "color", "background-color", "font-weight", "font-style", "font-size", "font-family",
    "text-decoration", "text-align", "text-indent", "vertical-align", "line-height",
    "white-space", "padding", "padding-left", "padding-right", "padding-top", "padding-bottom",
    "border", "border-left", "border-right", "border-top", "border-bottom", "border-color",
    "border-style", "border-width", "border-collapse", "list-style-type",
}  # fmt: skip
_GONE = {"script", "style", "title", "head", "template", "svg", "math", "object", "iframe",
         "noscript", "textarea", "select", "noframes"}  # fmt: skip
_DATA_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]{1,150000}\Z")
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=lambda tag, name, value: _kept(tag, name, value),
    clean_content_tags=_GONE,
    url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    filter_style_properties=_STYLES,
)
_NOT_NESTED = {
    "p", "br", "img", "hr", "li", "td", "tr", "th", "dt", "dd", "meta", "link", "input", "option",
    "tbody", "thead", "tfoot", "col", "area", "base", "wbr", "source", "param", "colgroup",
}  # fmt: skip
_ELEMENT = re.compile(r"<(/?)([A-Za-z][\w:\-]{0,30})")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue0f0-\ue0f3\ufffe\uffff\ud800-\udfff]")
_TAG = re.compile(r"<[^<>]*>?")
_UNREAD = (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"), ("<head", "</head"))
_CRUDE_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|/blockquote)\b[^<>]{0,200}>", re.I)


@dataclass(frozen=True, kw_only=True)
class Page:
    html: str
    marked: str  # its text, with the marks of `plain`
    blocked: int = 0

    @property
    def text(self) -> str:
        return MARKS.sub("", self.marked)


def read_page(html: str, defects: set[Defect]) -> Page:
    if len(html) > MAX_HTML:
        defects.add(Defect.HTML_AS_TEXT)
        return Page(html="", marked=_crudely(html[:MAX_HTML]))
    html = _CONTROLS.sub("", html)
    root = None if _nesting(html) > MAX_NESTING else _tree(html)
    if root is None:
        if html.strip():
            defects.add(Defect.HTML_AS_TEXT)
        return Page(html="", marked=_crudely(html))
    links = sum(1 for _ in root.iter("a"))
    marked = text_of(root)
    if links > MAX_LINKS:
        defects.add(Defect.HTML_AS_TEXT)
        return Page(html="", marked=marked)
    blocked = _without_remote_pictures(root)
    page = etree.tostring(root, encoding="unicode", method="html")
    return Page(html=_CLEANER.clean(page).strip(), marked=marked, blocked=blocked)


def page_of_text(text: str) -> str:
    return f'<div style="white-space:pre-wrap">{escape(text)}</div>'


def _tree(html: str) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        return etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _nesting(html: str) -> int:
    """How deep it may become; sanitising takes quadratic time in it."""
    depth = deepest = 0
    for closing, name in _ELEMENT.findall(html):
        if name.lower() in _NOT_NESTED:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _without_remote_pictures(root: etree._Element) -> int:
    blocked = 0
    for picture in root.iter("img"):
        picture.attrib.pop(REMOTE, None)
        address = "".join((picture.get("src") or "").split())
        if address.lower().startswith(("http:", "https:", "//")):
            del picture.attrib["src"]
            blocked += 1
            picture.set(REMOTE, f"https:{address}" if address.startswith("//") else address)
    return blocked


def _kept(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        plain = value.strip()
        own = plain.lower().startswith("cid:") or _DATA_PICTURE.match(plain)
        return plain if own else None
    if name == "href" and value.strip().lower().startswith(("data:", "cid:")):
        return None
    if name == "style" and ("url(" in value.lower() or "\\" in value):
        return None
    return value


def _crudely(html: str) -> str:
    """For pages that nobody should parse: what is between the tags, found in one go."""
    for begin, end in _UNREAD:
        html = _without(html, begin, end)
    text = _TAG.sub(" ", _CRUDE_BREAK.sub("\n", html))
    return _CONTROLS.sub("", unescape(text)).strip()


def _without(html: str, begin: str, end: str) -> str:
    low, kept, position = html.lower(), [], 0
    if len(low) != len(html):  # a letter that has no single small one
        return html
    while (start := low.find(begin, position)) >= 0 and (stop := low.find(end, start)) >= 0:
        kept.append(html[position:start])
        position = stop + len(end)
    return "".join([*kept, html[position:]])
