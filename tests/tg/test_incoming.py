"""What befalls a chat is told from what somebody says in it."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update

from bot.chat.request import Attachment, Kind
from bot.domain.messages import Media
from bot.tg.dispatch import befell
from bot.tg.incoming import concerns_us, moved, thread_of
from bot.tg.incoming import read as read_request
from tests.cast import GROUP, MEMBER, NOW

BOT = {"id": 1000, "is_bot": True, "first_name": "Yuyachiq"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
PERSON = {"id": MEMBER, "is_bot": False, "first_name": "Miembro"}
RIGHTS = dict.fromkeys(
    """can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members
    can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories""".split(),
    False,
)
LIMITS = dict.fromkeys(
    """can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos can_send_video_notes
    can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews can_change_info can_invite_users
    can_pin_messages can_manage_topics can_edit_tag can_react_to_messages""".split(),
    False,
)
FIELDS: dict[str, dict[str, Any]] = {
    "member": {},
    "left": {},
    "kicked": {"until_date": 0},
    "administrator": RIGHTS,
    "administrator silent": RIGHTS | {"can_post_messages": False},
    "restricted": {**LIMITS, "is_member": True, "until_date": 0},
    "restricted out": {**LIMITS, "is_member": False, "until_date": 0},
}


def read(raw: dict[str, Any]) -> Update:
    return Update.de_json({"update_id": 1, **raw}, None)


def standing(status: str) -> dict[str, Any]:
    return {"user": BOT, "status": status.split(maxsplit=1)[0], **FIELDS[status]}


def size(file_id: str, number: int) -> dict[str, Any]:
    """A file of so many bytes."""
    return {"file_id": file_id, "file_unique_id": file_id, "file_size": number, "width": 1, "height": 1}


def message(**fields: Any) -> Update:
    content = {"message_id": 1, "date": 0, "chat": {"id": GROUP, "type": "supergroup", "title": "Grupo"}}
    return read({"message": content | fields})


@pytest.mark.parametrize(
    ("chat", "before", "after", "told"),
    [
        ("private", "member", "kicked", Kind.BLOCKED),
        ("private", "kicked", "member", Kind.UNBLOCKED),
        ("group", "left", "member", Kind.JOINED),
        ("supergroup", "kicked", "administrator", Kind.JOINED),
        ("supergroup", "member", "left", Kind.REMOVED),
        ("group", "administrator", "kicked", Kind.REMOVED),
        ("supergroup", "restricted", "restricted out", Kind.REMOVED),
        ("supergroup", "member", "administrator", None),
        ("supergroup", "member", "restricted", None),
        ("channel", "left", "administrator", Kind.CHANNEL),
        ("channel", "administrator", "left", Kind.REMOVED),
        ("channel", "administrator", "administrator silent", Kind.REMOVED),  # it may not post any more
        ("channel", "administrator silent", "administrator", Kind.CHANNEL),
        ("channel", "left", "administrator silent", None),
    ],
)
def test_what_befell_the_bot(chat: str, before: str, after: str, told: Kind | None) -> None:
    change = {"chat": {"id": GROUP, "type": chat}, "from": ANONYMOUS, "date": 0}
    update = read(
        {"my_chat_member": change | {"old_chat_member": standing(before), "new_chat_member": standing(after)}}
    )

    assert (befell(update), concerns_us(update)) == (told, True)


def test_a_group_moved_is_told_alike_from_either_side() -> None:
    there = message(migrate_to_chat_id=-7, **{"from": ANONYMOUS})
    here = message(migrate_from_chat_id=-7)

    assert (moved(there), moved(here)) == ((GROUP, -7), (-7, GROUP))
    assert concerns_us(there)
    assert concerns_us(here)


def test_anonymous_words_are_nobodys() -> None:
    """AUT-10"""
    words = message(text="/dejar", **{"from": ANONYMOUS})

    assert (befell(words), moved(words), concerns_us(words)) == (None, None, False)


def test_a_topic_is_told_from_a_thread_of_replies() -> None:
    in_topic = message(text="hola", message_thread_id=77, is_topic_message=True, **{"from": PERSON})
    in_thread = message(text="hola", message_thread_id=77, **{"from": PERSON})

    assert (thread_of(in_topic), thread_of(in_thread)) == (77, None)


@pytest.mark.parametrize(
    ("fields", "attached"),
    [
        ({"photo": [size("s", 1), size("l", 9)]}, Attachment(Media("photo", "l"), size=9)),
        (
            {"document": {**size("d", 7), "file_name": "acta.pdf", "mime_type": "application/pdf"}},
            Attachment(Media("document", "d"), "acta.pdf", "application/pdf", 7),
        ),
        ({"voice": {**size("v", 5), "duration": 3}}, Attachment(Media("voice", "v"), size=5)),
        ({"text": "sin nada"}, None),
    ],
)
def test_what_came_along_is_known_by_what_telegram_calls_it(
    fields: dict[str, Any], attached: Attachment | None
) -> None:
    assert read_request(message(**fields), Kind.DOCUMENT, NOW).attachment == attached


def test_a_place_is_taken_in_degrees_and_the_words_under_a_photo_are_words() -> None:
    there = read_request(message(location={"latitude": -14.8, "longitude": -71.4}), Kind.LOCATION, NOW)
    photo = read_request(message(photo=[size("s", 1)], caption=" la obra "), Kind.PHOTO, NOW)

    assert (there.place, photo.text) == ((-14.8, -71.4), "la obra")
