"""What each button carries. One function a button, so that texts write them and routes read them alike."""

from __future__ import annotations

from datetime import date

from bot.domain.asking import Ask, Which
from bot.domain.callbacks import pack, unpack
from bot.domain.intents import Intent

BESIDE = "+"  # no field of a button is that: a query is folded words


def beside(data: str) -> str:
    """The same button under a message that stays as it is: the answer comes in a new one."""
    return pack(*unpack(data), BESIDE)


def language(code: str) -> str:
    return pack("g", code)


def mesa(mesa_id: int) -> str:
    return pack("m", mesa_id)


def subgroup(mesa_id: int, index: int) -> str:
    """index: 0 = the whole mesa, i + 1 = mesa.subgroups[i]."""
    return pack("u", mesa_id, index)


def listing(ask: Ask, subgroup_index: int, institution_id: int = 0) -> str:
    """A page of a list; a query is folded words and short enough by its making. INSTITUTION and TOPIC carry the one thing
    they are about; any other list carries what narrows it, if anything does."""
    fields: list[object] = [ask.mesa, ask.which.value, subgroup_index, ask.page]
    narrowing: list[object] = [institution_id or "", ask.query, span(ask.due) if ask.due else ""]
    if ask.which is Which.INSTITUTION:
        narrowing = [institution_id]
    elif ask.which is Which.TOPIC:
        narrowing = [ask.query]
    while narrowing and narrowing[-1] == "":
        narrowing.pop()
    return pack("l", *fields, *narrowing)


def span(days: tuple[date, date]) -> str:
    """ "20261130-20261206" """
    return "-".join(f"{day:%Y%m%d}" for day in days)


def read_span(field: str) -> tuple[date, date] | None:
    """What `span` wrote; None for anything else."""
    parts = field.split("-")
    if len(parts) != 2 or not all(len(part) == 8 and part.isascii() and part.isdigit() for part in parts):
        return None
    try:
        first, last = (date(int(part[:4]), int(part[4:6]), int(part[6:])) for part in parts)
    except ValueError:
        return None
    return first, last


def offer(intent: Intent, words: str) -> str:
    """One of the meanings a question may have; words: the question, folded and short enough by its making."""
    return pack("q", list(Intent).index(intent), words)


def card(commitment_id: int) -> str:
    return pack("c", commitment_id)


def history(commitment_id: int) -> str:
    return pack("h", commitment_id)


def who(commitment_id: int) -> str:
    return pack("w", commitment_id)


def meetings(mesa_id: int, *, past: bool, subgroup_index: int = 0, page: int = 1) -> str:
    return pack("s", mesa_id, "p" if past else "n", subgroup_index, page)


def meeting(meeting_id: int) -> str:
    return pack("e", meeting_id)


def pin(meeting_id: int) -> str:
    return pack("v", meeting_id)


def ics(meeting_id: int) -> str:
    return pack("k", meeting_id)


def responsibles(mesa_id: int, subgroup_index: int, page: int = 1) -> str:
    return pack("o", mesa_id, subgroup_index, page)


def home() -> str:
    return pack("i")


def privacy() -> str:
    return pack("p")


def help_() -> str:
    return pack("y")


def forget() -> str:
    """Confirms the erasing of what this chat chose."""
    return pack("f")


def terms(page: int = 1) -> str:
    """A page of the glossary."""
    return pack("gl", page)


def term(key: str, commitment_id: int = 0) -> str:
    """What a hard word means. commitment_id: the card it stands in, to go back to; 0 = none."""
    return pack("gt", key, *([commitment_id] if commitment_id else []))


def notice(notice_id: int) -> str:
    """Opens what a discreet notice did not say."""
    return pack("nv", notice_id)


def silence() -> str:
    """Asks for how many days nothing is to be said (`snooze`)."""
    return pack("ns")


def acknowledge(commitment_id: int, days: int) -> str:
    """A coordinator knows: the team hears no repeats of it for so many days."""
    return pack("na", commitment_id, days)


def evidence(commitment_id: int, page: int = 1) -> str:
    """What shows how a commitment goes, the newest first."""
    return pack("ce", commitment_id, page)


def withdraw(commitment_id: int, number: int) -> str:
    return pack("ew", commitment_id, number)


def changing(commitment_id: int) -> str:
    """What a coordinator can change of a commitment."""
    return pack("cc", commitment_id)


def change(commitment_id: int, what: str) -> str:
    """Begins to change it. what: the wizard's name."""
    return pack("cw", commitment_id, what)


def draft(mark: str, revision: int, choice: str) -> str:
    """Answers the open question of what is being written (bot/chat/wizards.py)."""
    return pack("d", mark, revision, choice)


def deliveries(mesa_id: int, page: int = 1) -> str:
    """A page of what became of a mesa's notices."""
    return pack("ne", mesa_id, page)


def retry(notice_id: int) -> str:
    """A notice's failures wait for another try."""
    return pack("nr", notice_id)


def panel(mesa_id: int, page: int = 1) -> str:
    """A page of what needs a mesa's coordinators."""
    return pack("pn", mesa_id, page)


def panel_mesas(page: int = 1) -> str:
    """The mesas to choose from, for who sees to all of them."""
    return pack("pm", page)


def panel_picture(mesa_id: int) -> str:
    return pack("pi", mesa_id)


def panel_command(mesa_id: int, command: str) -> str:
    """Begins what that command begins, in that mesa."""
    return pack("pc", mesa_id, command)


def follow(mesa_id: int, subgroup_index: int = 0) -> str:
    """The whole mesa (0), or one of its subgroups (i + 1)."""
    return pack("fm", mesa_id, subgroup_index)


def follow_commitment(commitment_id: int) -> str:
    return pack("fc", commitment_id)


def stop(mesa_id: int, subgroup_index: int = 0) -> str:
    """As `follow`."""
    return pack("xm", mesa_id, subgroup_index)


def stop_commitment(commitment_id: int) -> str:
    return pack("xc", commitment_id)


def notices() -> str:
    """How one is told."""
    return pack("av")


def wish(choice: str) -> str:
    """One of the choices of how one is told (bot/domain/recipients.py, Choice)."""
    return pack("aw", choice)


def snooze(days: int) -> str:
    """0 ends the silence."""
    return pack("as", days)


def owed_by_me(page: int = 1) -> str:
    """A page of what a contact's institutions owe."""
    return pack("cm", page)


def mine(commitment_id: int) -> str:
    """One of these, with what the contact can do."""
    return pack("co", commitment_id)


def answer(commitment_id: int, how: str) -> str:
    """Begins a contact's answer. how: "a" accepts, "d" declines, "i" reports (bot/chat/answering.py)."""
    return pack("ca", commitment_id, how)


def ask(commitment_id: int) -> str:
    """A coordinator has whom an institution named, which declined, asked too."""
    return pack("ci", commitment_id)


def announcements(mesa_id: int, page: int = 1) -> str:
    """A page of what was announced to a mesa."""
    return pack("al", mesa_id, page)


def announcement(number: int, what: str) -> str:
    """Does one of these with an announcement: "p" pauses it, "g" goes on with it, "x" cancels it."""
    return pack("an", number, what)


def new_session(mesa_id: int) -> str:
    return pack("sn", mesa_id)


def change_session(meeting_id: int) -> str:
    """A coordinator changes it, or says how it went."""
    return pack("sx", meeting_id)


def change_mesa(mesa_id: int) -> str:
    """A coordinator changes who sits in it, its state, its term or its subgroups."""
    return pack("mx", mesa_id)


def mesa_page(mesa_id: int) -> str:
    """Who sits in a mesa, its state and its term."""
    return pack("mp", mesa_id)
