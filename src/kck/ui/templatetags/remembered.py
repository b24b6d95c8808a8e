"""`{% translate "…" %}` that looks its words up once in each language: a page has a hundred."""

from typing import Any

from django import template
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

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
