"""Tags of which a page has a hundred, cheaper than Django's own: they look up once.

`{% translate "…" %}` its words in each language, `{% url … %}` its route.
"""

from typing import Any

from django import template
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode, url
from django.templatetags.i18n import TranslateNode, do_translate
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from kck.ui.addresses import address

register = template.Library()


class RememberedNode(Node):
    """Catalogues are read when a process starts, so what was once said is still right."""

    child_nodelists = ()

    def __init__(self, node: TranslateNode) -> None:
        self._node = node
        self._known: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        known = self._known.get(language)
        if known is None:
            known = self._known[language] = str(self._node.render(context))
        return known


@register.tag("translate")
def translate(parser: Parser, token: Token) -> Any:
    node = do_translate(parser, token)
    words, context = node.filter_expression, node.message_context
    given = words.var.literal is None or words.filters or (context and context.is_var)
    return node if given or node.asvar else RememberedNode(node)


class AddressNode(URLNode):
    def render(self, context: Context) -> str:
        try:
            args = [arg.resolve(context) for arg in self.args]
            found = address(self.view_name.resolve(context), *args)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


@register.tag("url")
def cheap_url(parser: Parser, token: Token) -> URLNode:
    """One with names for its arguments is left to Django."""
    node = url(parser, token)
    if node.kwargs:
        return node
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
