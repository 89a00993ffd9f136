"""The sheet in a real browser, from the disk: read, correct, sign, save; and what is saved is read back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.locales import sheet
from tests.locales.rows import Row, present
from tests.locales.translate import main
from tests.simulator.test_page import CHROMIUM, FAINT, QUIET

pytestmark = pytest.mark.browser


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "hoja.html"
    path.write_text(sheet.page(present()), encoding="utf-8")
    return path


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        one = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield one
        await one.close()


@pytest.fixture
async def page(browser: Browser, file: Path) -> Page:
    one = await browser.new_page(viewport={"width": 360, "height": 740}, locale="es-PE")
    one.set_default_timeout(5000)
    await one.goto(file.as_uri())
    await expect(one.locator("#still")).to_be_hidden()
    return one


async def sign(page: Page, initials: str = "r. q.") -> None:
    await page.locator("#initials").fill(initials)
    await page.locator("#day").fill("2026-11-25")
    await page.locator("#place").fill("Yauri")


async def correct(page: Page, key: str, text: str) -> None:
    card = page.locator(f"[data-key='{key}']")
    if not await card.locator("textarea").is_visible():
        await card.get_by_text("Corregir").click()
    await card.locator("textarea").fill(text)


async def tick(page: Page, *keys: str) -> None:
    for key in keys:
        await page.locator(f"[data-key='{key}'] .right").check()


async def saved(page: Page, folder: Path) -> Path:
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Guardar").click()
    file = await download.value
    await file.save_as(folder / file.suggested_filename)
    return folder / file.suggested_filename


async def test_one_correction_and_two_signatures_come_back(
    page: Page, locales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await sign(page)
    await correct(page, "button.back", " Kutimuy ")
    await tick(page, "button.help", "status.done")
    await expect(page.locator("#told")).to_have_text("Está bien: 2 · Corregidos: 1")
    file = await saved(page, locales)

    assert file.name == "yuyachiq-RQ-2026-11-25.json"
    assert await page.locator("#content").input_value() == file.read_text(encoding="utf-8")
    assert main(["--read", str(file)], locales) == 0
    assert sorted(capsys.readouterr().out.splitlines()[:3]) == [
        "button.back: «Kutiy» → «Kutimuy»",
        "button.help: firmado",
        "status.done: firmado",
    ]
    assert {row.key: row.quechua for row in present(locales) if row.signatures} == {
        "button.back": "Kutimuy",
        "button.help": "Yanapay",
        "status.done": "hunt'asqa",
    }


async def test_nothing_is_saved_without_initials_or_without_a_text(page: Page) -> None:
    await page.get_by_role("button", name="Guardar").click()
    await expect(page.locator("#told")).to_have_text("Todavía no marcó ningún texto.")
    await tick(page, "button.help")
    await page.get_by_role("button", name="Guardar").click()
    await expect(page.locator("#told")).to_have_text("Escriba sus iniciales, de 2 a 5 letras.")
    await expect(page.locator("#initials")).to_be_focused()


async def test_a_lost_name_is_told_at_once_and_not_saved(page: Page) -> None:
    await sign(page)
    await correct(page, "card.source", "Maymanta willasqa:")
    told = page.locator("[data-key='card.source'] .state")
    await expect(told).to_have_text("Falta {source}: escríbalo igual, con sus llaves.")
    await page.get_by_role("button", name="Guardar").click()
    await expect(page.locator("#copy")).to_be_hidden()
    await correct(page, "card.source", "Maymanta: {source}")
    await expect(told).to_have_text("Corregido por usted.")


async def test_a_correction_taken_back_is_none(page: Page) -> None:
    await correct(page, "button.back", "Kutimuy")
    await expect(page.locator("[data-key='button.back'] .right")).to_be_disabled()
    await correct(page, "button.back", "Kutiy")
    await expect(page.locator("#told")).to_have_text("Está bien: 0 · Corregidos: 0")
    await expect(page.locator("[data-key='button.back'] .right")).to_be_enabled()


async def test_closing_the_page_loses_nothing(page: Page) -> None:
    await sign(page)
    await correct(page, "button.back", "Kutimuy")
    await tick(page, "button.help")
    await page.reload()
    await expect(page.locator("#told")).to_have_text("Está bien: 1 · Corregidos: 1")
    await expect(page.locator("#place")).to_have_value("Yauri")

    page.on("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="Empezar de nuevo").click()
    await expect(page.locator("#told")).to_have_text("Está bien: 0 · Corregidos: 0")
    await expect(page.locator("#place")).to_have_value("")


async def test_texts_are_found_by_subject_words_and_doubts(page: Page) -> None:
    shown = page.locator("article:visible")
    await page.locator("#subject").select_option("botones")
    await expect(shown).to_have_count(sum(row.subject == "button" for row in present()))
    await page.locator("#subject").select_option("")
    await page.locator("#search").fill("PROXIMA sesión: {date}")
    await expect(shown).to_have_count(1)
    await page.locator("#search").fill("nada de nada")
    await expect(page.get_by_text("Aquí no hay ningún texto.")).to_be_visible()
    await page.locator("#search").fill("")
    await page.locator("#subject").select_option("primero: las dudas")
    await expect(shown).to_have_count(await page.locator("article[data-asked]").count())


async def test_only_what_nobody_signed(browser: Browser, tmp_path: Path) -> None:
    signed = Row("button.back", ("Volver",), "Kutiy", "MW", "", ("src: MW", "reviewed: RQ 2026-11-25 Yauri"))
    other = Row("button.help", ("Ayuda",), "Yanapay", "MW", "", ("src: MW",))
    (tmp_path / "dos.html").write_text(sheet.page([signed, other]), encoding="utf-8")
    page = await browser.new_page()
    await page.goto((tmp_path / "dos.html").as_uri())
    await page.get_by_label("Solo los que nadie firmó").check()

    await expect(page.locator("article:visible .key")).to_have_text(["button.help"])


async def test_without_scripts_the_page_reads_and_tells_how_to_correct(browser: Browser, file: Path) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(file.as_uri())

    await expect(page.get_by_text("Aquí esta página no puede guardar")).to_be_visible()
    await expect(page.get_by_role("button", name="Guardar")).to_be_hidden()
    await expect(page.locator("article:visible")).to_have_count(len(present()))


async def test_printed_it_has_lines_to_write_on_and_no_buttons(page: Page) -> None:
    await page.emulate_media(media="print")

    await expect(page.locator("article .line:visible")).to_have_count(len(present()))
    await expect(page.locator("button:visible")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 360, 1200])
async def test_it_fits_its_screen_and_is_readable(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 740})

    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert await page.evaluate(FAINT) == []
