"""Telegram's HTML as Telegram reads it."""

from typing import Any

import pytest

from bot.simulator.markup import HALF_A_PAIR, parse_html
from bot.simulator.refusals import Refused

BROKEN = [
    ("<b>uno", 'Can\'t find end tag corresponding to start tag "b"'),
    ("uno</b>", "Unexpected end tag at byte offset 3"),
    ("ñ<b>x</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
    ("<p>uno</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
    ("a <", "Unclosed start tag at byte offset 2"),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
    ("x <a href=", 'Unclosed start tag "a" at byte offset 2'),
    ("<a href", 'Unclosed start tag "a" at byte offset 0'),
    ('<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier specified"),
    ('<tg-time unix="60" format="y">x</tg-time>', "Invalid date format used"),
    (
        "&#xD83D;",
        HALF_A_PAIR,
    ),
]


@pytest.mark.parametrize(("source", "reason"), BROKEN)
def test_broken_html_is_refused_with_the_place(source: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("&lt;b&gt; &amp; &quot;&#241;&nbsp;", '<b> & "ñ&nbsp;', []),
        ("p'unchaw", "p'unchaw", []),
        ("&ltx; &#99999999; &#0; &lt", "&ltx; &#99999999; &#0; <", []),
        ("<b></b>x", "x", []),
        ('<tg-time unix="mañana">x</tg-time>', "x", []),
        ('<a href="javascript:alert(1)">x</a>', "x", []),
        ("<a>e.org</a>", "e.org", [{"type": "text_link", "offset": 0, "length": 5, "url": "e.org"}]),
        (
            '<a href="tg://user?id=7">x</a>',
            "x",
            [
                {
                    "type": "text_mention",
                    "offset": 0,
                    "length": 1,
                    "user": {"id": 7, "is_bot": False, "first_name": ""},
                }
            ],
        ),
        ('<code class="language-py">x</code>', "x", [{"type": "code", "offset": 0, "length": 1}]),
        (
            '<pre><code class="language-py">x</code></pre>',
            "x",
            [{"type": "pre", "offset": 0, "length": 1, "language": "py"}],
        ),
        (
            '<code class="language-py"><pre>x</pre></code>',
            "x",
            [{"type": "pre", "offset": 0, "length": 1, "language": "py"}],
        ),
        ("<span class='tg-spoiler'>x</span>", "x", [{"type": "spoiler", "offset": 0, "length": 1}]),
        (
            "<tg-emoji emoji-id=5>x</>",
            "x",
            [{"type": "custom_emoji", "offset": 0, "length": 1, "custom_emoji_id": "5"}],
        ),
        ("<B>x</B>", "x", [{"type": "bold", "offset": 0, "length": 1}]),
        (
            "😀<i>a<b>b</b></i>",
            "😀ab",
            [{"type": "italic", "offset": 2, "length": 2}, {"type": "bold", "offset": 3, "length": 1}],
        ),
        (
            '<a href="https://e.org/?a=1&amp;b=2">x</a>',
            "x",
            [{"type": "text_link", "offset": 0, "length": 1, "url": "https://e.org/?a=1&b=2"}],
        ),
        (
            '<tg-time unix="60" format="wDT">mañana</tg-time>',
            "mañana",
            [{"type": "date_time", "offset": 0, "length": 6, "unix_time": 60, "date_time_format": "wDT"}],
        ),
        ("<blockquote expandable>x</blockquote>", "x", [{"type": "expandable_blockquote", "offset": 0, "length": 1}]),
    ],
)
def test_html_becomes_plain_text_and_entities(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_html(source) == (text, entities)
