// Text with entities (offsets in UTF-16 units, as JavaScript counts) becomes nodes; never HTML from a string.

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", date_time: "time",
};
const WHEN = new Intl.DateTimeFormat("es-PE", { timeZone: "America/Lima", dateStyle: "full", timeStyle: "short" });
const SAFE = /^(https?|tg|mailto|tel|geo):/i;
const FOUND = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)»])|((?<![\p{L}\p{N}_/<>])\/[a-z0-9_]{1,64}(?:@\w{3,32})?(?![\p{L}\p{N}_/<>]))/giu;

export function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

export function link(url, label, act) {
  const node = element("a", { href: SAFE.test(url) ? url : "#", target: "_blank", rel: "noopener noreferrer" }, label);
  node.addEventListener("click", (event) => {
    if (act.open(url)) event.preventDefault();
  });
  return node;
}

function plain(text, act) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(FOUND)) {
    nodes.push(text.slice(at, found.index));
    at = found.index + found[0].length;
    if (found[1]) nodes.push(link(found[0], found[0], act));
    else {
      const command = element("button", { type: "button", className: "command" }, found[0]);
      command.addEventListener("click", () => act.say(found[0]));
      nodes.push(command);
    }
  }
  return [...nodes, text.slice(at)];
}

function wrapped(entity, inside, act) {
  if (entity.type === "text_link") {
    const node = link(entity.url, "", act);
    node.append(...inside);
    return node;
  }
  if (entity.type === "spoiler") {
    const node = element("button", { type: "button", className: "spoiler" }, ...inside);
    node.addEventListener("click", () => node.classList.add("seen"));
    return node;
  }
  const node = element(TAGS[entity.type] ?? "span", {}, ...inside);
  if (entity.type === "date_time") {
    const moment = new Date(entity.unix_time * 1000);
    node.dateTime = moment.toISOString();
    node.title = WHEN.format(moment);
  }
  return node;
}

/** Nodes for text[from, to) with these entities, outermost first. */
export function formatted(text, entities, act, from = 0, to = text.length) {
  const nodes = [];
  let at = from;
  const known = entities.filter((one) => one.type in TAGS || one.type === "text_link" || one.type === "spoiler");
  while (known.length) {
    const outer = known.shift();
    const end = outer.offset + outer.length;
    if (outer.offset < at || end > to) continue;
    const inner = [];
    while (known.length && known[0].offset + known[0].length <= end) inner.push(known.shift());
    nodes.push(...plain(text.slice(at, outer.offset), act));
    const literal = outer.type === "text_link" || outer.type === "code" || outer.type === "pre";
    const inside = literal && !inner.length
      ? [text.slice(outer.offset, end)]
      : formatted(text, inner, act, outer.offset, end);
    nodes.push(wrapped(outer, inside, act));
    at = TAGS[outer.type] === "blockquote" && text[end] === "\n" ? end + 1 : end; // a quote ends its own line
  }
  return [...nodes, ...plain(text.slice(at, to), act)];
}
