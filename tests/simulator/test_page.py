"""The chat page in a real browser: what a person sees, presses and can do with the keyboard alone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import aiohttp
import pytest
from playwright.async_api import FilePayload, Page, async_playwright, expect

from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from tests.simulator.small_bot import small_bot

pytestmark = pytest.mark.browser
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MEMBER, COORDINATOR, GROUP = 1, 2, -3
# Texts whose colour differs too little from the nearest ground behind it (WCAG 2.2, 1.4.3: at least 4.5 to 1).
FAINT = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (c) => {
    const [r, g, b] = c.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.9) return colour.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const says = (node) => [...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
  return [...document.body.querySelectorAll("*")].filter((one) => says(one) && one.checkVisibility()).flatMap((one) => {
    const [ink, behind] = [rgb(getComputedStyle(one).color).slice(0, 3), ground(one)].map(light);
    const ratio = (Math.max(ink, behind) + 0.05) / (Math.min(ink, behind) + 0.05);
    return ratio < 4.5 ? [`${one.textContent.trim().slice(0, 30)}: ${ratio.toFixed(2)}`] : [];
  });
}"""


@pytest.fixture
def demo() -> Telegram:
    one = Telegram()
    one.person(MEMBER, "Comunera", "qu")
    one.person(COORDINATOR, "Coordinadora")
    one.group(GROUP, "Grupo", [MEMBER, COORDINATOR])
    return one


@pytest.fixture
async def page(demo: Telegram) -> AsyncIterator[Page]:
    async with serve(demo) as url, small_bot(url), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        one = await browser.new_page(viewport={"width": 360, "height": 640}, locale="es-PE")
        one.set_default_timeout(5000)
        await one.goto(url)
        await one.wait_for_selector("body[data-ready]")
        yield one
        await browser.close()


async def test_the_whole_tour_with_the_keyboard_alone(page: Page, demo: Telegram) -> None:
    await expect(page.locator("#start")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("article")).to_have_count(2)
    await expect(page.locator("#start")).to_be_hidden()
    await page.get_by_role("button", name="Vencidos").focus()
    await page.keyboard.press("Enter")
    shown = page.locator("article").last
    await expect(shown.locator("strong")).to_have_text("Vencidos")
    await shown.get_by_role("button", name="▶").focus()
    await page.keyboard.press("Space")
    await expect(shown).to_contain_text("página 2 de 2")
    await expect(page.locator("article")).to_have_count(4)
    await expect(shown.get_by_role("button", name="◀")).to_be_focused()
    await shown.get_by_role("button", name="Nada").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#toast")).to_have_text("No hay nada")
    await page.locator("#text").focus()
    await page.keyboard.type("<b>hola</b>")
    await page.keyboard.press("Enter")
    await expect(page.locator("article").last).to_contain_text("¿Qué <necesita>?")
    assert demo.chat(MEMBER).messages[4]["text"] == "<b>hola</b>"


async def test_what_comes_below_what_one_reads_is_counted_and_one_press_away(page: Page, demo: Telegram) -> None:
    below = page.locator("#below")
    await page.locator("#start").click()
    await expect(below).to_be_hidden()
    async with aiohttp.ClientSession(page.url) as bot:
        for number in range(3):
            said = {"chat_id": MEMBER, "text": f"{number} " + "largo " * 400}
            assert (await bot.post(f"/bot{demo.token}/sendMessage", json=said)).status == 200
    await expect(below).to_have_text("↓ 2")
    await expect(page.locator("article").nth(2)).to_be_in_viewport()

    await below.click()
    await expect(page.locator("article").nth(3)).to_be_in_viewport()
    await expect(below).to_have_text("↓ 1")
    await below.click()
    await expect(below).to_be_hidden()


async def test_files_and_places_are_shown_and_can_be_fetched(page: Page) -> None:
    await page.locator("#start").click()
    await page.get_by_role("button", name="Sesiones").click()
    await expect(page.locator(".pin")).to_contain_text("Casa comunal")
    async with page.expect_download() as download:
        await page.locator(".file").click()
    fetched = Path(await (await download.value).path())
    assert await asyncio.to_thread(fetched.read_bytes) == b"BEGIN:VCALENDAR"


async def test_a_photo_is_sent_from_the_page_and_shown(page: Page, demo: Telegram) -> None:
    await page.locator("#open-attachments").click()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem", name="Foto")).to_be_focused()
    await page.keyboard.press("Enter")
    picture = page.locator("article img")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 90
    assert "photo" in demo.chat(MEMBER).messages[0]


async def test_a_link_to_the_bot_opens_inside(page: Page) -> None:
    await page.locator("#start").click()
    await page.locator("#text").fill("/vencidos")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Plan").click()
    await expect(page.locator("article").last).to_contain_text("Bienvenida. plan")


async def test_one_can_be_the_coordinator_or_the_group(page: Page, demo: Telegram) -> None:
    await page.get_by_role("button", name="Grupo").click()
    await page.wait_for_selector(f"body[data-ready='{GROUP}']")
    await page.locator("#text").fill("entre nosotros")
    await page.keyboard.press("Enter")
    await page.locator("#open-menu").click()
    await page.get_by_role("menuitem", name="/vencidos").click()
    await expect(page.locator("article").last).to_contain_text("página 1 de 2")
    texts = [message["text"] for message in demo.chat(GROUP).messages]
    assert texts[:2] == ["entre nosotros", "/vencidos@yuyachiq_bot"]
    await page.get_by_role("button", name="Coordinadora").click()
    await expect(page.locator("article")).to_have_count(0)


async def test_a_day_passes_when_told(page: Page, demo: Telegram) -> None:
    before = await page.locator("#date").text_content()
    await page.get_by_role("button", name="Pasa un día").click()
    await expect(page.locator("#date")).not_to_have_text(before or "")
    assert demo.offset == 86_400


async def test_nothing_is_wider_than_a_phone_and_the_notice_is_there(page: Page) -> None:
    await page.locator("#start").click()
    await page.get_by_role("button", name="Vencidos").click()
    await page.locator("#text").fill("x" * 400)
    await page.keyboard.press("Enter")
    await expect(page.locator("article")).to_have_count(6)
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await expect(page.locator(".notice")).to_have_text("Demostración: simulador local, no es Telegram")


async def test_the_page_is_for_this_computer_only(demo: Telegram) -> None:
    async with serve(demo) as url, aiohttp.ClientSession(url) as session:
        for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
            async with session.get("/", headers=headers) as page:
                assert page.status == 403
            async with session.post("/chat/say", json={"chat_id": MEMBER, "text": "x"}, headers=headers) as said:
                assert said.status == 403
        async with session.post("/chat/say", data='{"chat_id": 1, "text": "x"}') as form:
            assert form.status == 403
        async with session.get("/chat/events", headers={"Host": "evil.example"}) as events:
            assert events.status == 403
        async with session.get("/chat/file/nothing") as nothing:
            assert nothing.status == 404
        async with session.post("/chat/say", json={"chat_id": 404, "text": "x"}) as nobody:
            assert (nobody.status, await nobody.json()) == (400, {"error": "404"})
    assert demo.chat(MEMBER).messages == []


async def test_a_long_answer_is_read_from_its_top(page: Page, demo: Telegram) -> None:
    await page.locator("#start").click()
    await expect(page.locator("article")).to_have_count(2)
    await page.locator("#text").fill("/largo")
    await page.keyboard.press("Enter")
    await expect(page.locator("article")).to_have_count(4)
    await expect(page.locator("article").last).to_be_in_viewport()
    top, height = await page.evaluate(
        "[document.querySelectorAll('article')[3].getBoundingClientRect().top"
        " - document.querySelector('#messages').getBoundingClientRect().top,"
        " document.querySelector('#messages').clientHeight]"
    )
    assert 0 <= top < height / 2


async def test_typing_a_slash_offers_the_commands_that_begin_so(page: Page, demo: Telegram) -> None:
    await page.locator("#text").focus()
    await page.keyboard.type("/")
    await expect(page.get_by_role("menuitem")).to_have_count(2)
    await page.keyboard.type("a")
    await expect(page.get_by_role("menuitem")).to_have_count(1)
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem", name="/ayuda")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("article").last).to_contain_text("¿Qué <necesita>?")
    await expect(page.locator("#menu")).to_be_hidden()
    await expect(page.locator("#text")).to_be_focused()
    assert demo.chat(MEMBER).messages[0]["text"] == "/ayuda"


async def test_what_a_message_says_is_shown_as_it_is_meant_and_never_as_html(page: Page, demo: Telegram) -> None:
    await page.locator("#start").click()
    await page.locator("#text").fill("/formas")
    await page.keyboard.press("Enter")
    await expect(page.locator("article")).to_have_count(4)
    shown = page.locator("article").last.locator(".text")
    assert await shown.inner_html() == (
        "<strong>fuerte <em>y suave</em></strong> &lt;b&gt;no&lt;/b&gt; "
        '<a href="https://e.org/" target="_blank" rel="noopener noreferrer">sitio</a> '
        '<time datetime="2026-11-24T15:00:00.000Z" title="martes, 24 de noviembre de 2026, 10:00 a. m.">10:00</time>'
        "<blockquote>cita</blockquote>\nfin"  # a quote ends its own line: one empty line under it, as in Telegram
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_word_stands_out_from_what_is_behind_it(page: Page, scheme: Literal["light", "dark"]) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await page.locator("#start").click()
    for text in ("Sesiones", "Vencidos", "/formas"):
        await page.locator("#text").fill(text)
        await page.keyboard.press("Enter")
    await expect(page.locator("article")).to_have_count(9)
    await page.locator("#open-menu").click()
    assert await page.evaluate(FAINT) == []


async def test_a_link_that_runs_something_leads_nowhere(page: Page, demo: Telegram) -> None:
    link = {"type": "text_link", "offset": 0, "length": 5, "url": "javascript:alert(1)"}
    content = {
        "from": demo.bot_user(),
        "chat": demo.chat(MEMBER).brief(),
        "date": 0,
        "text": "<img>",
        "entities": [link],
    }
    demo.chat(MEMBER).add(content)
    demo.bell.ring()
    shown = page.locator("article a")
    await expect(shown).to_have_text("<img>")
    assert await shown.get_attribute("href") == "#"


async def test_files_of_this_computer_are_sent_as_they_are(page: Page, demo: Telegram) -> None:
    await page.locator("#start").click()
    await page.locator("#open-attachments").click()
    async with page.expect_file_chooser() as chosen:
        await page.get_by_role("menuitem", name="Archivo de esta computadora").click()
    full = FilePayload(name="compromisos ñ.csv", mimeType="text/csv", buffer=b"a,b\r\n\0\xff")
    await (await chosen.value).set_files([full, FilePayload(name="vacío.csv", mimeType="text/csv", buffer=b"")])

    await expect(page.locator("article.mine .file")).to_have_count(2)
    await expect(page.locator("article.mine .file strong").first).to_have_text("compromisos ñ.csv")
    assert [body for _, body in demo.files.values()] == [b"a,b\r\n\0\xff", b""]
    await expect(page.locator("#attachments")).to_be_hidden()
