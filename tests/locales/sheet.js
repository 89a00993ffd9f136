// Written for old phones: no modules, no arrow functions, nothing fetched.
(function () {
  "use strict";
  var KEPT = "yuyachiq-revision";
  function all(where, what) { return Array.prototype.slice.call(where.querySelectorAll(what)); }
  function by(id) { return document.getElementById(id); }
  var cards = all(document, "article");

  // As answers.py tidies: one space between words, the plain apostrophe that phones replace.
  function tidy(text) { return text.replace(/[’‘ʼ´`]/g, "'").replace(/\s+/g, " ").trim(); }
  function plain(text) {
    var small = text.toLowerCase();
    return small.normalize ? small.normalize("NFD").replace(/[\u0300-\u036f]/g, "") : small;
  }
  function named(text) { return (text.match(/\{[a-z_]+\}/g) || []).filter(function (one, at, them) { return them.indexOf(one) === at; }); }
  function words(card) { return tidy(card.querySelector("textarea").value); }
  function right(card) { return card.querySelector(".right"); }
  function corrected(card) { var now = words(card); return now !== "" && now !== tidy(card.dataset.quechua); }
  function ticked(card) { return Boolean(right(card) && right(card).checked); }

  // What the bot would refuse: a {name} lost, or one that the Spanish has not.
  function fault(card) {
    if (!corrected(card)) return "";
    var wanted = named(JSON.parse(card.dataset.spanish).join(" ")), has = named(words(card));
    var lost = wanted.filter(function (one) { return has.indexOf(one) < 0; });
    var extra = has.filter(function (one) { return wanted.indexOf(one) < 0; });
    if (lost.length) return "Falta " + lost.join(" y ") + ": escríbalo igual, con sus llaves.";
    return extra.length ? "Sobra " + extra.join(" y ") + "." : "";
  }

  function show(card) {
    var changed = corrected(card), wrong = fault(card), tick = right(card);
    if (tick) {
      tick.disabled = changed;
      if (changed) tick.checked = false;
    }
    card.className = wrong ? "wrong" : changed || ticked(card) ? "done" : "";
    card.querySelector(".state").textContent = wrong || (changed ? "Corregido por usted." : "");
  }

  function count() {
    var signed = cards.filter(ticked).length, mended = cards.filter(corrected).length;
    tell("Está bien: " + signed + " · Corregidos: " + mended, false);
  }
  function tell(text, bad) { by("told").textContent = text; by("told").className = bad ? "bad" : ""; }

  function filter() {
    var subject = by("subject").value, looked = plain(tidy(by("search").value)), open = by("unsigned").checked, left = 0;
    cards.forEach(function (card) {
      var fits = !subject || (subject === "?" ? "asked" in card.dataset : card.parentNode.dataset.subject === subject);
      var text = plain(JSON.parse(card.dataset.spanish).join(" ") + " " + card.dataset.quechua + " " + card.dataset.key);
      card.hidden = !(fits && text.indexOf(looked) >= 0 && !(open && "signed" in card.dataset));
      left += card.hidden ? 0 : 1;
    });
    all(document, "section").forEach(function (one) { one.hidden = !one.querySelector("article:not([hidden])"); });
    by("none").hidden = left > 0;
  }

  // Closing the page loses nothing, where the browser lets a page remember.
  function keep() {
    var texts = {};
    cards.forEach(function (card) {
      if (ticked(card) || corrected(card)) texts[card.dataset.key] = { seen: seen(card), text: words(card) };
    });
    try { localStorage.setItem(KEPT, JSON.stringify({ initials: by("initials").value, place: by("place").value, texts: texts })); } catch (refused) { /* it works without */ }
  }
  function seen(card) { return card.dataset.spanish + card.dataset.quechua; }
  function restore() {
    var kept = {};
    try { kept = JSON.parse(localStorage.getItem(KEPT)) || {}; } catch (refused) { /* nothing was kept */ }
    by("initials").value = kept.initials || "";
    by("place").value = kept.place || "";
    cards.forEach(function (card) {
      var one = (kept.texts || {})[card.dataset.key];
      var same = one && one.seen === seen(card);
      card.querySelector("textarea").value = same ? one.text : card.dataset.quechua;
      card.querySelector("details").open = Boolean(same && corrected(card));
      if (right(card)) right(card).checked = Boolean(same && !corrected(card));
      show(card);
    });
    count();
  }

  function today() {
    var now = new Date(), two = function (n) { return (n < 10 ? "0" : "") + n; };
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  function refuse(text, field) { tell(text, true); field.scrollIntoView({ block: "center" }); field.focus(); }
  function whoIsMissing() {
    var letters = by("initials").value.replace(/[\s.]/g, "");
    if (letters.length < 2 || letters.length > 5) return ["Escriba sus iniciales, de 2 a 5 letras.", by("initials")];
    if (!/^\d{4}-\d{2}-\d{2}$/.test(by("day").value)) return ["Escriba la fecha, así: 2026-11-25.", by("day")];
    if (tidy(by("place").value).length < 2) return ["Escriba su lugar.", by("place")];
    return null;
  }

  function answers() {
    var texts = cards.filter(function (card) { return ticked(card) || corrected(card); }).map(function (card) {
      var one = { clave: card.dataset.key, castellano: JSON.parse(card.dataset.spanish), quechua: card.dataset.quechua };
      if (corrected(card)) one.correccion = words(card);
      return one;
    });
    return { hoja: document.body.dataset.sheet, iniciales: by("initials").value.replace(/[\s.]/g, "").toUpperCase(),
      fecha: by("day").value, lugar: tidy(by("place").value), textos: texts };
  }

  function save() {
    var told = answers(), missing = whoIsMissing(), bad = cards.filter(fault)[0];
    if (!told.textos.length) return tell("Todavía no marcó ningún texto.", true);
    if (missing) return refuse(missing[0], missing[1]);
    if (bad) { bad.hidden = bad.parentNode.hidden = false; return refuse(fault(bad), bad.querySelector("textarea")); }
    var content = JSON.stringify(told, null, 1), link = document.createElement("a");
    link.download = "yuyachiq-" + told.iniciales + "-" + told.fecha + ".json";
    link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
    document.body.appendChild(link);
    link.click();
    document.body.removeChild(link);
    by("content").value = content;
    by("copy").hidden = false;
    tell("Guardado: " + link.download + ". Envíelo a quien le dio esta hoja. ¡Gracias!", false);
  }

  function forget() {
    if (!window.confirm("¿Borrar todo lo que marcó y corrigió en este aparato?")) return;
    try { localStorage.removeItem(KEPT); } catch (refused) { /* nothing was kept */ }
    restore();
  }

  cards.forEach(function (card) {
    var changed = function () { show(card); count(); keep(); };
    card.addEventListener("input", changed);
    card.addEventListener("change", changed);
  });
  ["initials", "place"].forEach(function (id) { by(id).addEventListener("input", keep); });
  ["subject", "search", "unsigned"].forEach(function (id) {
    by(id).addEventListener("input", filter);
    by(id).addEventListener("change", filter);
  });
  by("save").addEventListener("click", save);
  by("forget").addEventListener("click", forget);
  by("close").addEventListener("click", function () { by("copy").hidden = true; });
  by("content").addEventListener("focus", function () { this.select(); });
  by("day").value = today();
  restore();
  by("still").hidden = true; // last: where anything above fails, the page still tells how to correct by hand
  all(document, ".live").forEach(function (one) { one.hidden = false; });
}());
