// The page: shows what the simulator streams and sends what the person does.

import { bubble } from "./bubbles.js";
import { element } from "./format.js";

const $ = (id) => document.getElementById(id);
const DATE = new Intl.DateTimeFormat("es-PE", {
  timeZone: "America/Lima", weekday: "short", day: "numeric", month: "short", year: "numeric",
});
let chatId = null;
let state = null;
let stream = null;
let shown = new Map();
let unseen = []; // ids of what came below what is in view, oldest first
let keyboardShown = "";
let lastToast = null;
let keyboardOpen = true;

async function post(what, wish) {
  const response = await fetch(`/chat/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ chat_id: chatId, ...wish }),
  });
  if (!response.ok) toast("No se pudo enviar.");
  return response.ok ? (await response.json()).id : null;
}

const act = {
  say(text) {
    const inGroup = state.chat.kind !== "private" && text.startsWith("/") && !text.includes("@");
    const [command, ...rest] = text.split(" ");
    return post("say", { text: inGroup ? [`${command}@${state.bot.username}`, ...rest].join(" ") : text });
  },
  async press(message, data, node) {
    node.classList.add("busy");
    node.dataset.query = (await post("press", { message_id: message.message_id, data })) ?? "";
    settle();
  },
  /** What a link to this bot starts it with, null for any other link. */
  own(url) {
    const found = /^(?:https?:\/\/)?t\.me\/(\w+)(?:\?start=([\w-]{1,64}))?$/i.exec(url);
    return found?.[1].toLowerCase() === state.bot.username.toLowerCase() ? { payload: found[2] } : null;
  },
  /** A link to this bot is opened here; true if it was. */
  open(url) {
    const found = act.own(url);
    if (!found) return false;
    const own = state.viewers.find((one) => one.kind === "private" && one.user_id === state.chat.user_id);
    if (own && own.chat_id !== chatId) watch(own.chat_id);
    post("say", { text: found.payload ? `/start ${found.payload}` : "/start" });
    return true;
  },
  follow(url) {
    if (act.open(url)) return;
    if (/^https?:/i.test(url)) window.open(url, "_blank", "noopener");
    else toast(url);
  },
};

function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

function showToast(one) {
  if (!one || one.id === lastToast) return;
  lastToast = one.id;
  if (one.url) act.follow(one.url);
  if (!one.text) return;
  if (!one.alert) return toast(one.text);
  $("alert").querySelector("p").textContent = one.text;
  $("alert").showModal();
}

function settle() {
  for (const node of document.querySelectorAll(".busy")) {
    if (node.dataset.query !== undefined && !state.chat.waiting.includes(node.dataset.query)) {
      node.classList.remove("busy");
    }
  }
}

/** Where the focus is within a bubble, so that an edit in place does not lose it. */
function focusWithin(node) {
  const buttons = [...node.querySelectorAll(".inline button")];
  return node.contains(document.activeElement) ? Math.max(buttons.indexOf(document.activeElement), 0) : -1;
}

function refocus(node, index) {
  const buttons = [...node.querySelectorAll(".inline button")];
  (buttons[Math.min(index, buttons.length - 1)] ?? $("text")).focus({ preventScroll: true });
}

function showMessages(chat) {
  const log = $("messages");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  const next = new Map();
  let added = null;
  for (const message of chat.messages) {
    const key = message.message_id;
    const source = JSON.stringify(message);
    const old = shown.get(key);
    if (old?.source === source) { next.set(key, old); continue; }
    const mine = !message.from.is_bot && message.from.id === chat.user_id;
    const node = bubble(message, mine, chat.kind !== "private", act);
    const focused = old ? focusWithin(old.node) : -1;
    if (old) old.node.replaceWith(node); else { log.append(node); added ??= node; unseen.push(key); }
    if (focused >= 0) refocus(node, focused);
    next.set(key, { source, node });
  }
  for (const [key, { node }] of shown) if (!next.has(key)) node.remove();
  shown = next;
  $("start").hidden = chat.messages.length > 0;
  if (added && (atEnd || chat.messages.at(-1)?.from.id === chat.user_id)) scrollTo(added);
  showUnseen();
}

/** How many are below, and the way to the first of them. */
function showUnseen() {
  const log = $("messages");
  const below = (id) => shown.get(id)?.node.offsetTop - log.offsetTop > log.scrollTop + log.clientHeight - 40;
  unseen = unseen.filter(below);
  $("below").hidden = !unseen.length;
  $("below").textContent = `↓ ${unseen.length}`;
  $("below").ariaLabel = `Mensajes nuevos más abajo: ${unseen.length}`;
}

/** To the end, but never past where the first new message begins: a long answer is read from its top. */
function scrollTo(node) {
  const log = $("messages");
  log.scrollTop = Math.min(node.offsetTop - log.offsetTop - 8, log.scrollHeight - log.clientHeight);
}

function showKeyboard(chat) {
  const markup = chat.keyboard;
  const source = JSON.stringify([chat.id, markup]);
  const box = $("keyboard");
  $("toggle-keyboard").hidden = !markup;
  $("toggle-keyboard").setAttribute("aria-expanded", String(keyboardOpen));
  box.hidden = !markup || !keyboardOpen;
  $("text").placeholder = markup?.input_field_placeholder ?? "Mensaje";
  if (source === keyboardShown) return;
  keyboardShown = source;
  box.replaceChildren(...(markup?.keyboard ?? []).map((row) => element("div", { className: "row" },
    ...row.map((button) => replyButton(button)))));
  $("messages").scrollTop = $("messages").scrollHeight;
}

function replyButton(button) {
  const text = typeof button === "string" ? button : button.text;
  const node = element("button", { type: "button", className: button.style ?? "" }, text);
  node.addEventListener("click", () =>
    button.request_location ? post("media", { kind: "location" }) :
    button.request_contact ? post("media", { kind: "contact" }) : post("say", { text }));
  return node;
}

function showMenu(commands) {
  const source = JSON.stringify(commands);
  if ($("menu").dataset.source === source) return;
  $("menu").dataset.source = source;
  $("open-menu").hidden = !commands.length;
  $("menu").replaceChildren(...commands.map((one) => {
    const node = element("button", { type: "button", role: "menuitem" },
      element("strong", {}, `/${one.command}`), ` ${one.description}`);
    node.dataset.command = one.command;
    node.addEventListener("click", () => {
      fold();
      act.say(`/${one.command}`);
      $("text").value = "";
      $("text").focus();
    });
    return node;
  }));
}

function showViewers(viewers) {
  const nav = $("viewers");
  const source = JSON.stringify([viewers, chatId]);
  if (nav.dataset.source === source) return;
  nav.dataset.source = source;
  const focused = nav.contains(document.activeElement);
  nav.replaceChildren(...viewers.map((one) => {
    const node = element("button", { type: "button", ariaPressed: String(one.chat_id === chatId) }, one.label);
    node.addEventListener("click", () => watch(one.chat_id));
    return node;
  }));
  if (focused) nav.querySelector("[aria-pressed=true]")?.focus();
}

function showPin(pinned) {
  const message = pinned[0];
  $("pin").hidden = !message;
  if (!message) return;
  $("pin").textContent = `📌 ${message.text ?? message.caption ?? "Mensaje fijado"}`;
  $("pin").onclick = () => shown.get(message.message_id)?.node.scrollIntoView({ block: "center" });
}

function show(next) {
  const first = state === null || state.chat.id !== next.chat.id;
  state = next;
  chatId = next.chat.id;
  $("bot-name").textContent = next.bot.first_name;
  $("date").textContent = DATE.format(next.now * 1000);
  $("date").dateTime = new Date(next.now * 1000).toISOString();
  showViewers(next.viewers);
  if (first) { $("messages").replaceChildren(); shown = new Map(); lastToast = next.chat.toast?.id ?? null; }
  showMessages(next.chat);
  showKeyboard(next.chat);
  showMenu(next.chat.commands);
  showPin(next.chat.pinned);
  showToast(next.chat.toast);
  settle();
  if (first) {
    $("messages").scrollTop = $("messages").scrollHeight;
    showUnseen();
    document.body.dataset.ready = String(chatId);
    if (!$("start").hidden) $("start").focus();
  }
}

function watch(id) {
  stream?.close();
  chatId = id;
  stream = new EventSource(id === null ? "/chat/events" : `/chat/events?chat_id=${id}`);
  stream.onmessage = (event) => show(JSON.parse(event.data));
  stream.onerror = () => toast("Sin conexión con la demostración…");
}

function fold() {
  for (const [box, button] of [["menu", "open-menu"], ["attachments", "open-attachments"]]) {
    $(box).hidden = true;
    $(button).setAttribute("aria-expanded", "false");
  }
}

function unfoldable(box, button) {
  $(button).addEventListener("click", () => {
    const open = $(box).hidden;
    fold();
    $(box).hidden = !open;
    $(button).setAttribute("aria-expanded", String(open));
    if (open) {
      for (const item of $(box).children) item.hidden = false;
      $(box).querySelector("button")?.focus();
    }
  });
}

unfoldable("menu", "open-menu");
unfoldable("attachments", "open-attachments");
for (const item of $("attachments").querySelectorAll("[data-kind]")) {
  item.addEventListener("click", () => { fold(); post("media", { kind: item.dataset.kind }); $("text").focus(); });
}
const MOST_BYTES = 20 * 1024 * 1024; // as Telegram lets bots fetch

/** The file's bytes in base64, without the data URL's head. */
function content(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

$("choose-file").addEventListener("click", () => { fold(); $("file").click(); });
$("file").addEventListener("change", async () => {
  for (const file of $("file").files) {
    if (file.size > MOST_BYTES) toast("El archivo es demasiado grande.");
    else await post("document", { name: file.name, mime: file.type, body: await content(file) });
  }
  $("file").value = "";
  $("text").focus();
});
/** While a command is being typed, the menu shows those that begin so. */
function suggest() {
  const typed = /^\/(\w*)$/.exec($("text").value)?.[1];
  for (const item of $("menu").children) item.hidden = typed === undefined || !item.dataset.command.startsWith(typed);
  $("menu").hidden = ![...$("menu").children].some((item) => !item.hidden);
}

/** Arrow keys walk through the open menu, from the text too. */
function walk(event) {
  const box = ["menu", "attachments"].map($).find((one) => !one.hidden);
  if (!box || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  if (document.activeElement === $("text") && !event.key.startsWith("Arrow")) return;
  const items = [...box.children].filter((one) => !one.hidden);
  const at = items.indexOf(document.activeElement);
  const last = items.length - 1;
  const next = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, Home: 0, End: last }[event.key];
  items[next]?.focus();
  event.preventDefault();
}

$("text").addEventListener("input", suggest);
document.addEventListener("keydown", (event) => {
  walk(event);
  if (event.key !== "Escape" || ($("menu").hidden && $("attachments").hidden)) return;
  fold();
  $("text").focus();
});
$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("text").value.trim();
  fold();
  if (text) post("say", { text });
  $("text").value = "";
});
$("messages").addEventListener("scroll", showUnseen);
$("below").addEventListener("click", () => scrollTo(shown.get(unseen[0]).node));
$("start").addEventListener("click", () => { act.say("/start"); $("text").focus(); });
$("next-day").addEventListener("click", () => post("advance", { days: 1 }));
$("toggle-keyboard").addEventListener("click", () => { keyboardOpen = !keyboardOpen; showKeyboard(state.chat); });
watch(null);
