"""The Bot API methods this Telegram knows: one table."""

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.simulator import about, editing, menus, profile, pushing, sending
from bot.simulator.calls import Call
from bot.simulator.polls import poll_content
from bot.simulator.refusals import Refused
from bot.simulator.telegram import Telegram

Method = Callable[[Telegram, Call], Any]


def _sends(content: sending.Content) -> Method:
    return partial(sending.deliver, content=content)


METHODS: dict[str, Method] = {
    "getme": about.get_me,
    "setwebhook": pushing.set_webhook,
    "deletewebhook": pushing.delete_webhook,
    "getwebhookinfo": pushing.webhook_info,
    "sendmessage": _sends(sending.text_content),
    "senddocument": _sends(sending.file_content("document")),
    "sendphoto": _sends(sending.file_content("photo")),
    "sendvideo": _sends(sending.file_content("video")),
    "sendvoice": _sends(sending.file_content("voice")),
    "sendaudio": _sends(sending.file_content("audio")),
    "sendlocation": _sends(sending.location_content),
    "sendvenue": _sends(sending.venue_content),
    "sendpoll": _sends(poll_content),
    "sendchataction": about.chat_action,
    "editmessagetext": editing.edit_text,
    "editmessagereplymarkup": editing.edit_keyboard,
    "editmessagecaption": editing.edit_caption,
    "pinchatmessage": editing.pin,
    "unpinchatmessage": editing.unpin,
    "deletemessage": editing.delete_message,
    "answercallbackquery": editing.answer_press,
    "setmycommands": menus.set_commands,
    "getmycommands": menus.get_commands,
    "deletemycommands": menus.delete_commands,
    "setmyname": partial(profile.set_words, what="name"),
    "getmyname": partial(profile.get_words, what="name"),
    "setmydescription": partial(profile.set_words, what="description"),
    "getmydescription": partial(profile.get_words, what="description"),
    "setmyshortdescription": partial(profile.set_words, what="short_description"),
    "getmyshortdescription": partial(profile.get_words, what="short_description"),
    "setchatmenubutton": profile.set_menu_button,
    "getchatmenubutton": profile.get_menu_button,
    "getchat": about.get_chat,
    "getchatmember": about.get_member,
    "getchatadministrators": about.get_administrators,
    "getchatmembercount": about.count_members,
    "leavechat": about.leave_chat,
    "getfile": about.get_file,
}


def perform(telegram: Telegram, call: Call) -> Any:
    """The result of the call; Refused with Telegram's code and words. Method names are read as Telegram: any case."""
    method = METHODS.get(call.method.lower())
    if method is None:
        raise Refused(404, "Not Found: method not found")
    return method(telegram, call)
