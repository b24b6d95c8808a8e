"""`<c-button>` and other components of `kck.ui.drawn` without a template of their own.

They take the place of cotton's tag, so that pages write them as they write every component.
"""

from typing import Any

from django import template
from django.template.base import Node, Parser, TextNode, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django_cotton.templatetags import UnprocessableDynamicAttr
from django_cotton.templatetags._component import AttrKind, PreparedAttr, cotton_component

from kck.ui.drawn import DRAWN, Attrs, drawn

register = template.Library()
_FIXED = frozenset({AttrKind.STATIC, AttrKind.BOOLEAN})


class DrawnNode(Node):
    """Drawn once and for all, when nothing in it depends on the page."""

    def __init__(self, node: Any) -> None:
        self.nodelist = node.nodelist
        self._name: str = node.component_name
        self._attrs: list[PreparedAttr] = node._prepared_attrs
        self._fixed = all(attr.kind in _FIXED for attr in self._attrs) and all(
            isinstance(one, TextNode) for one in self.nodelist
        )
        self._known: SafeString | None = None

    def render(self, context: Context) -> SafeString:
        if self._known is not None:
            return self._known
        shown = drawn(self._name, self._given(context), self.nodelist.render(context))
        if self._fixed:
            self._known = shown
        return shown

    def _given(self, context: Context) -> Attrs:
        """What the page gave, each as cotton reads it."""
        given: Attrs = {}
        for attr in self._attrs:
            if attr.kind in _FIXED:
                given[attr.key] = attr.value
            elif attr.kind == AttrKind.ESCAPED:
                # a piece of a page has no template of its own that it would have to be bound to
                given[attr.key] = attr.compiled.nodelist.render(context)
            else:
                _resolve(attr, context, given)
        return given


def _resolve(attr: PreparedAttr, context: Context, given: Attrs) -> None:
    """A value that is no text: of a variable; what is none stands as it is written."""
    try:
        value = attr.compiled.resolve(context)
    except UnprocessableDynamicAttr:
        if attr.kind == AttrKind.UNQUOTED:
            given[attr.key] = attr.value
        return
    if attr.key == "attrs" and attr.kind == AttrKind.DYNAMIC:
        given.update(value)
    else:
        given[attr.key] = value


@register.tag("cotton")
def component(parser: Parser, token: Token) -> Any:
    node = cotton_component(parser, token)
    return DrawnNode(node) if node.component_name in DRAWN else node
