/* Nothing typed is lost: <form data-keep="name" [data-version="7"]> saves as typed in this browser, for this person.
   The draft goes when the form was accepted, when the person discards it, and at sign-out. A draft begun on an older
   version of the record (data-version, else what the form held when it was opened) is offered, never put back by itself.
   Drafts older than 30 days are deleted. Every <form class="form" method="post"> without a file is kept by itself, under
   the address it is sent to, once the person is known; `data-nokeep` on the form leaves it out. */
(function () {
  "use strict";
  var MONTH = 30 * 24 * 3600 * 1000;
  var SKIP = { password: 1, file: 1, hidden: 1, submit: 1, button: 1 };

  function prefix() { return "kepu:keep:" + (document.body.dataset.person || "-") + ":"; }
  function read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch (error) { return null; } }
  function write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch (error) { /* full or forbidden: typing goes on */ } }
  function keyOf(form) { return prefix() + form.dataset.keep; }

  function secret(field) { return /one-time-code|current-password|new-password/.test(field.getAttribute("autocomplete") || ""); }
  function fields(form) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && !SKIP[field.type] && !secret(field) && !field.hasAttribute("data-nokeep");
    });
  }

  /* Give the ordinary forms their names. */
  function nameAll(root) {
    if (!document.body.dataset.person) return;
    var seen = {};
    Array.prototype.forEach.call(root.querySelectorAll("form.form[method=post]:not([data-keep]):not([data-nokeep])"), function (form) {
      if (form.getAttribute("enctype") === "multipart/form-data" || !fields(form).length) return;
      var goal = new URL(form.getAttribute("action") || location.href, location.href).pathname;
      seen[goal] = (seen[goal] || 0) + 1;
      form.dataset.keep = "form:" + goal + (seen[goal] > 1 ? "#" + seen[goal] : "");
    });
  }
  function versionOf(form) { return form.dataset.version || form.keptBase || ""; }
  function valueOf(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked;
    if (field.type === "select-multiple") return Array.prototype.map.call(field.selectedOptions, function (o) { return o.value; });
    return field.value;
  }
  function put(field, value) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = value;
    else if (field.type === "select-multiple") Array.prototype.forEach.call(field.options, function (o) { o.selected = value.indexOf(o.value) >= 0; });
    else field.value = value;
  }
  function snapshot(form) { return fields(form).map(function (field) { return [field.name, valueOf(field)]; }); }

  function restore(form, draft) {
    var list = fields(form);
    draft.values.forEach(function (pair, index) {
      if (list[index] && list[index].name === pair[0]) put(list[index], pair[1]);
    });
    form.dispatchEvent(new CustomEvent("kept", { bubbles: true }));
  }

  function button(text, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "link-button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function offer(form, draft, stale) {
    var box = document.createElement("div");
    var words = document.createElement("span");
    var when = new Date(draft.at);
    var clock = (when.getMonth() + 1) + "月" + when.getDate() + "日 " + when.getHours() + ":" + ("0" + when.getMinutes()).slice(-2);
    box.className = "notice kept" + (stale ? " warning" : "");
    box.setAttribute("role", "status");
    words.textContent = stale ? "您" + clock + "填写过但没有提交，此后内容已被更新。" : "已恢复您" + clock + "填写、尚未提交的内容。";
    box.appendChild(words);
    if (stale) box.appendChild(button("仍然恢复", function () { restore(form, draft); box.remove(); }));
    box.appendChild(button("放弃", function () {
      localStorage.removeItem(keyOf(form));
      if (!stale) form.reset();
      box.remove();
    }));
    form.insertBefore(box, form.firstChild);
  }

  function open(form) {
    if (form.dataset.keeping) return;
    form.dataset.keeping = "1";
    var draft = read(keyOf(form));
    form.keptBase = draft && failed(form) ? draft.version : JSON.stringify(snapshot(form));
    if (!draft || failed(form)) return;
    var stale = draft.version !== versionOf(form);
    if (!stale && JSON.stringify(draft.values) === JSON.stringify(snapshot(form))) return;
    if (!stale) restore(form, draft);
    offer(form, draft, stale);
  }

  function openAll(root) { nameAll(root); Array.prototype.forEach.call(root.querySelectorAll("form[data-keep]"), open); }
  function failed(form) { return Boolean(form && (form.querySelector("[data-errors]") || form.hasAttribute("data-failed"))); }
  function each(act) {
    Object.keys(localStorage).filter(function (key) { return key.indexOf(prefix()) === 0; }).forEach(function (key) {
      var draft = read(key);
      if (draft) act(key, draft);
    });
  }

  /* A form that was sent was accepted if the page that follows comes straight from it and shows neither a failure nor
     errors. In every other case (500, no network, back button) the draft stays. Errors may stand anywhere on the page:
     only one form is sent at a time, so they are that form's. */
  function settle() {
    var entry = performance.getEntriesByType("navigation")[0];
    var follows = !document.body.classList.contains("failed") && (!entry || entry.type === "navigate");
    each(function (key, draft) {
      if (Date.now() - draft.at > MONTH) { localStorage.removeItem(key); return; }
      if (!draft.sent) return;
      var form = document.querySelector('form[data-keep="' + key.slice(prefix().length) + '"]');
      if (form && document.querySelector("[data-errors]")) form.setAttribute("data-failed", "");
      if (follows && document.referrer === draft.sent && !failed(form)) { localStorage.removeItem(key); return; }
      delete draft.sent;
      write(key, draft);
    });
  }

  var waiting, unsaved;
  function save(event) {
    var form = event.target.form || event.target;
    if (!form || !form.dataset || !form.dataset.keep) return;
    if (unsaved !== form) flush();
    clearTimeout(waiting);
    unsaved = form;
    waiting = setTimeout(flush, 300);
  }
  /* What was typed in the last moments: at once, when the page or the form goes away. */
  function flush() {
    clearTimeout(waiting);
    if (unsaved) keep(unsaved);
    unsaved = null;
  }
  window.addEventListener("pagehide", flush);
  (window.kepu = window.kepu || {}).flush = flush;
  window.kepu.forget = function (form) { flush(); localStorage.removeItem(keyOf(form)); };

  /* The form page that a service worker keeps for when there is no network shows whose it is: it goes with that person. */
  function forgetPage() {
    localStorage.removeItem("kepu:form-of");
    if (window.caches) caches.keys().then(function (names) { names.forEach(function (name) { if (name.indexOf("kepu-form-") === 0) caches.delete(name); }); });
    if (navigator.serviceWorker) navigator.serviceWorker.getRegistrations().then(function (all) { all.forEach(function (one) { one.unregister(); }); });
  }
  function forgetOthersPage() {
    var whose = localStorage.getItem("kepu:form-of");
    if (whose && document.body.dataset.person && whose !== document.body.dataset.person) forgetPage();
  }
  function keep(form) {
    write(keyOf(form), { at: Date.now(), version: versionOf(form), values: snapshot(form) });
  }

  document.addEventListener("input", save);
  document.addEventListener("change", save);
  document.addEventListener("submit", function (event) {
    var form = event.target;
    flush();
    if (form.hasAttribute("data-sign-out")) { each(function (key) { localStorage.removeItem(key); }); forgetPage(); }
    if (!form.dataset.keep) return;
    keep(form);
    var draft = read(keyOf(form));
    if (draft) { draft.sent = location.href.split("#")[0]; write(keyOf(form), draft); }
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = event.detail.requestConfig.elt.closest("form[data-keep]");
    var draft = form && read(keyOf(form));
    if (!draft) return;
    if (event.detail.xhr.status > 0 && event.detail.xhr.status < 400 && !event.detail.xhr.expired) localStorage.removeItem(keyOf(form));
    else { delete draft.sent; write(keyOf(form), draft); }
  });
  document.addEventListener("DOMContentLoaded", function () { forgetOthersPage(); nameAll(document); settle(); openAll(document); });
  document.addEventListener("htmx:afterSettle", function (event) { openAll(event.target); });
})();
