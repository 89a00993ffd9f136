"""Sessions: the next with its place, pin and calendar; the past with how they went."""

from __future__ import annotations

from icalendar import Calendar

from tests.journeys.world import World, labels, text


async def test_the_next_session(member: World) -> None:
    (coming,) = await member.say("Reuniones")

    assert text(coming) == (
        "Mesa: Mesa de Diálogo del Valle\n\n"
        "Próxima sesión: sábado, 28 de noviembre de 2026 (28/11/2026) · en 5 días\n\n"
        "Hora: 09:30\nLugar: Local comunal del Valle\nAgenda: Hospital y carretera\nConvoca: PCM"
    )
    assert labels(coming) == ["📍 Lugar", "📅 Al calendario", "S-04 · 05/12/2026", "Sesiones pasadas"]


async def test_a_community_sees_the_sessions_of_the_whole_mesa_too(member: World) -> None:
    (asked,) = await member.say("/start m-valle")
    await member.press(asked, "Qucha", answers=2)
    (coming,) = await member.say("/sesiones")

    assert "28/11/2026" in text(coming)
    assert "S-04" not in str(labels(coming))  # of another community


async def test_a_session_without_hour_or_place_says_so(member: World) -> None:
    (coming,) = await member.say("/sesiones")
    (later,) = await member.press(coming, "S-04")

    assert "Hora: todavía no se informó\nLugar: todavía no se informó\nAgenda: Agua" in text(later)
    assert labels(later) == ["📅 Al calendario", "◀ Volver"]


async def test_the_place_is_a_pin_on_the_map(member: World) -> None:
    (coming,) = await member.say("/sesiones")
    words, pin = await member.press(coming, "Lugar", answers=2)

    assert text(words) == "La sesión será aquí:"
    assert pin["venue"]["title"] == "Local comunal del Valle"
    assert pin["venue"]["location"] == {"latitude": -14.79, "longitude": -71.41}


async def test_the_calendar_file_is_one_event(member: World) -> None:
    (coming,) = await member.say("/sesiones")
    (file,) = await member.press(coming, "calendario")

    _, content = member.telegram.files[file["document"]["file_id"]]
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert file["document"]["file_name"] == "sesion-S-03.ics"
    assert file["caption"] == "Guarde esta sesión en su calendario."
    assert (str(event["SUMMARY"]), event.decoded("DTSTART").isoformat()) == (
        "Mesa de Diálogo del Valle · S-03",
        "2026-11-28T14:30:00+00:00",
    )


async def test_past_sessions_tell_how_they_went(member: World) -> None:
    (coming,) = await member.say("/sesiones")
    (past,) = await member.press(coming, "pasadas")
    (one,) = await member.press(past, "S-01")

    assert text(past).splitlines()[:3] == ["Mesa: Mesa de Diálogo del Valle", "", "Sesiones pasadas (2):"]
    assert "Cómo fue: realizada" in text(one)
    assert "acta no publicada" in text(one)


async def test_a_mesa_without_sessions_says_so(world: World) -> None:
    (asked,) = await world.say("/start m-puna")
    await world.press(asked, "Runasimi", answers=3)
    (coming,) = await world.say("Huñunakuykuna")

    assert text(coming) == "Rimanakuy: Mesa de Diálogo de la Puna\n\nManam qatiq huñunakuy kanchu."
