"""Telegram HTML: nothing people write becomes a tag, and no cut breaks one."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.texts.markup import Html, bold, clean, escape, italic, lines, link, plain, quote, shorten, split, units

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("<b>", "&lt;b&gt;"),
        ("</pre>&amp;", "&lt;/pre&gt;&amp;amp;"),
        ('p\'unchaw "x"', "p'unchaw &quot;x&quot;"),
        ("a\x00b\x1b[1m\tc", "a b [1m c"),
        ("uno\ndos", "uno\ndos"),
        ("n\u0303", "ñ"),
        ("a\ud800b", "ab"),
    ],
)
def test_what_people_write_is_only_text(written: str, safe: str) -> None:
    assert escape(written) == safe


def test_html_that_is_ours_stays() -> None:
    assert escape(bold("a < b")) == "<b>a &lt; b</b>"
    assert italic("x") + quote("y") == "<i>x</i><blockquote>y</blockquote>"
    assert lines("a", "", bold("b")) == "a\n<b>b</b>"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://x", "https://a b", 'https://a"b'])
def test_only_web_addresses_are_links(url: str) -> None:
    assert link(url, "fuente <1>") == "fuente &lt;1&gt;"


def test_a_link_is_escaped() -> None:
    assert link("https://x.pe/?a=1&b=2", "x") == '<a href="https://x.pe/?a=1&amp;b=2">x</a>'


@given(ANY_TEXT)
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    assert plain(bold(text)) == clean(text)


def test_a_short_text_is_one_part() -> None:
    assert split("hola") == ["hola"]


def test_a_cut_opens_and_closes_tags() -> None:
    parts = split(Html("<b>" + "palabra " * 10 + "</b> fin"), limit=40)

    assert parts[0] == "<b>palabra palabra palabra palabra palabra </b>"
    assert "".join(plain(part) for part in parts) == "palabra " * 10 + " fin"


def test_a_letter_of_several_signs_is_never_cut() -> None:
    family = "👩‍👩‍👧‍👦"

    parts = split(escape(family * 3), limit=units(family) + 1)

    assert parts == [family] * 3


@pytest.mark.parametrize("before", range(4_084, 4_097))
@pytest.mark.parametrize("then", ["<b>NEGRO &amp; MÁS</b>", "&amp;&lt;&gt;", "👩‍👩‍👧‍👦👍🏽🇵🇪", "<i>é</i>"])
def test_at_telegrams_own_limit_neither_a_tag_nor_an_entity_nor_a_letter_is_cut(before: int, then: str) -> None:
    """INJ-03"""
    parts = split(Html("a" * before + then + "z" * 50))

    assert "".join(plain(part) for part in parts) == plain(Html("a" * before + then + "z" * 50))
    assert [part for part in parts if units(plain(part)) > 4_096 or part.count("<b>") != part.count("</b>")] == []
    letters = regex.findall(r"\X", plain(Html(then)))
    assert [one for part in parts for one in regex.findall(r"\X", plain(part)) if one not in "az"] == letters


@given(st.lists(st.tuples(st.sampled_from(["", "b", "i", "code"]), ANY_TEXT), max_size=8), st.integers(20, 80))
def test_any_text_is_cut_within_the_limit_and_loses_nothing(runs: list[tuple[str, str]], limit: int) -> None:
    html = "".join(f"<{tag}>{escape(text)}</{tag}>" if tag else escape(text) for tag, text in runs)

    parts = split(html, limit)

    assert "".join(plain(part) for part in parts) == plain(html)
    assert all(units(plain(part)) <= limit or is_one_letter(plain(part)) for part in parts)


def is_one_letter(text: str) -> bool:
    return len(regex.findall(r"\X", text)) == 1


def test_a_cut_falls_behind_a_paragraph_if_it_can() -> None:
    assert split("a" * 30 + "\n\n" + "b" * 30, limit=50) == ["a" * 30 + "\n\n", "b" * 30]


def test_a_long_text_is_shortened_at_a_word() -> None:
    assert shorten("Construir el hospital de la provincia", 25) == "Construir el hospital de…"
    assert shorten("x" * 30, 10) == "x" * 9 + "…"
    assert shorten("corto", 10) == "corto"
