// One message becomes one bubble.

import { element, formatted } from "./format.js";

const HOUR = new Intl.DateTimeFormat("es-PE", { timeZone: "America/Lima", hour: "2-digit", minute: "2-digit" });
const KINDS = { voice: "🎤 Nota de voz", audio: "🎵 Audio", video: "🎬 Video", sticker: "😀 Sticker" };

function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(0)} kB`;
}

const fileUrl = (file) => `/chat/file/${encodeURIComponent(file.file_id)}`;

function pin(place, title, address) {
  const where = `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`;
  const url = `https://www.openstreetmap.org/?mlat=${place.latitude}&mlon=${place.longitude}#map=16/` +
    `${place.latitude}/${place.longitude}`;
  return element("a", { className: "pin", href: url, target: "_blank", rel: "noopener noreferrer" },
    element("span", { className: "map", ariaHidden: "true" }, "📍"),
    element("span", {}, element("strong", {}, title), element("small", {}, address || where)));
}

function media(message) {
  if (message.photo) {
    const photo = message.photo.at(-1);
    return [element("img", { className: "photo", src: fileUrl(photo), alt: message.caption ? "" : "Foto" })];
  }
  if (message.document) {
    const file = message.document;
    return [element("a", { className: "file", href: fileUrl(file), download: file.file_name ?? "archivo" },
      element("span", { className: "sheet", ariaHidden: "true" }, "⬇"),
      element("span", {}, element("strong", {}, file.file_name ?? "archivo"), element("small", {}, size(file.file_size))))];
  }
  if (message.venue) return [pin(message.location, message.venue.title, message.venue.address)];
  if (message.location) return [pin(message.location, "Ubicación", "")];
  const kind = Object.keys(KINDS).find((one) => message[one]);
  if (!kind) return [];
  const label = element("span", { className: "kind" }, KINDS[kind]);
  if ((kind !== "voice" && kind !== "audio") || !message.from.is_bot) return [label];
  return [label, element("audio", { controls: true, src: fileUrl(message[kind]) })];
}

function poll(one) {
  const options = one.options.map((option) => element("li", {}, `${option.text} · ${option.voter_count}`));
  return [element("strong", {}, one.question), element("ol", { className: "poll" }, ...options)];
}

function inlineButton(message, button, act) {
  const node = element("button", { type: "button", className: button.style ?? "" }, button.text);
  if (button.url && !act.own(button.url)) node.classList.add("outside");
  node.addEventListener("click", () => {
    if (button.url) act.follow(button.url);
    else if (button.copy_text) navigator.clipboard?.writeText(button.copy_text.text);
    else if (button.callback_data) act.press(message, button.callback_data, node);
  });
  return node;
}

function inlineKeyboard(message, act) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return [];
  const made = rows.map((row) => element("div", { className: "row" },
    ...row.map((button) => inlineButton(message, button, act))));
  return [element("div", { className: "inline", role: "group", ariaLabel: "Botones del mensaje" }, ...made)];
}

function quoted(message) {
  const original = message.reply_to_message;
  if (!original) return [];
  return [element("div", { className: "quote" }, original.text ?? original.caption ?? "Archivo")];
}

/** The bubble of a message; `mine` if the person at the page wrote it, `named` where several people write. */
export function bubble(message, mine, named, act) {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  const body = text ? [element("div", { className: "text" }, ...formatted(text, entities, act))] : [];
  const name = named && !mine ? [element("div", { className: "name" }, message.from.first_name)] : [];
  const edited = message.edit_date ? "editado " : "";
  const moved = message.migrate_to_chat_id || message.migrate_from_chat_id ? ["El grupo cambió de número."] : [];
  const content = element("div", { className: "content" }, ...name, ...quoted(message), ...media(message),
    ...(message.poll ? poll(message.poll) : []), ...body, ...moved,
    element("small", { className: "hour" }, edited + HOUR.format(message.date * 1000)));
  const node = element("article", { className: mine ? "mine" : "theirs" }, content, ...inlineKeyboard(message, act));
  node.dataset.id = message.message_id;
  return node;
}

