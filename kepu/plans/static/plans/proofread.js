/* The proofreading page: one current item, its tools, its place in the text; what was saved, by whom, and undone. */
(function () {
  "use strict";
  var proof = (window.proof = window.proof || {});
  var page, known, undo, busy = 0, heard = 0, kept = [], nameAt = 0;

  function get(id) { return document.getElementById(id); }
  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }
  function shown(element) { return element.offsetParent !== null; }
  proof.say = function (words) { get("said").textContent = words; };

  /* Scroll only the pane, never the page, unless the pane does not scroll by itself. */
  proof.into = function (pane, element) {
    if (!element || !shown(element)) return;
    var scrolls = pane.scrollHeight > pane.clientHeight + 4 && getComputedStyle(pane).overflowY !== "visible";
    if (!scrolls) { element.scrollIntoView({ block: "center" }); return; }
    var box = element.getBoundingClientRect();
    var frame = pane.getBoundingClientRect();
    if (box.top >= frame.top + 48 && box.bottom <= frame.bottom - 16) return;
    pane.scrollTop += box.top - frame.top - Math.min(frame.height / 3, 160);
  };

  /* Items. */
  proof.items = function () {
    var inside = proof.view() === "names" ? "#names" : "#pane-structure";
    return all(inside + " [data-item]").filter(shown);
  };
  proof.current = function () { return document.querySelector("[data-item][aria-current]"); };
  function byKey(key) { return get(key === "add" ? "add" : "i-" + key); }

  proof.setCurrent = function (item, how) {
    var before = proof.current();
    var options = how || {};
    if (before && before !== item) {
      before.removeAttribute("aria-current");
      before.tabIndex = -1;
      all(".tools", before).forEach(function (tools) { tools.remove(); });
    }
    if (!item) return;
    item.setAttribute("aria-current", "true");
    item.tabIndex = 0;
    if (!item.querySelector(".tools") && item.matches("article")) addTools(item);
    if (options.focus !== false && !item.contains(document.activeElement)) item.focus({ preventScroll: true });
    if (options.scroll !== false) proof.into(item.closest(".pane"), item);
    if (options.text !== false) light(item.dataset.key, item.dataset.start);
  };

  function addTools(item) {
    var tools = get("tools").content.firstElementChild.cloneNode(true);
    all("[data-for]", tools).forEach(function (button) {
      if (button.dataset.for.split(" ").indexOf(item.dataset.item) < 0) button.remove();
      else if (button.dataset.do === "text" && !item.dataset.start) button.remove();
    });
    if (tools.children.length) item.appendChild(tools);
  }

  proof.move = function (by) {
    var items = proof.items();
    var index = items.indexOf(proof.current());
    if (!items.length) return;
    proof.setCurrent(items[Math.min(items.length - 1, Math.max(0, index < 0 ? 0 : index + by))]);
  };

  proof.moveRemark = function (by) {
    proof.show("structure");
    var open = all('#structure [data-item="remark"][data-state="open"]');
    if (!open.length) { proof.say("没有未处理的提示"); return; }
    var index = open.indexOf(proof.current());
    proof.setCurrent(open[(index < 0 ? (by > 0 ? 0 : open.length - 1) : index + by + open.length) % open.length]);
  };

  /* Text and structure find each other. */
  function light(key, start) {
    var item = key && byKey(key);
    var wide = item && (item.dataset.item === "task" || item.dataset.item === "part") ? "lit-wide" : "lit";
    all("#text .lit, #text .lit-wide").forEach(function (piece) { piece.classList.remove("lit", "lit-wide"); });
    if (!key) return;
    var pieces = all('#text [data-k~="' + key + '"]');
    pieces.forEach(function (piece) { piece.classList.add(wide); });
    if (pieces.length) proof.into(get("pane-text"), pieces[0]);
    if (start) proof.sentenceAt(Number(start));
  }

  function flash(element) {
    element.classList.remove("flash");
    void element.offsetWidth;
    element.classList.add("flash");
  }

  proof.find = function (keys) {
    for (var i = keys.length - 1; i >= 0; i -= 1) {
      var chip = document.querySelector('#structure [data-chip="' + keys[i] + '"]');
      var item = byKey(keys[i]) || (chip && chip.closest("[data-item]"));
      if (item) {
        proof.show("structure");
        proof.setCurrent(item, { text: false });
        flash(chip || item);
        light(keys[i]);
        return true;
      }
    }
    return false;
  };

  proof.toText = function (item) {
    proof.show("text");
    var start = item && item.dataset.start;
    if (item) light(item.dataset.key, start);
    get("text").focus({ preventScroll: true });
    if (start) proof.moveSentence(0, false);
  };

  proof.fromText = function () {
    var chosen = proof.selected();
    var line = all("#text p").filter(function (p) { return chosen && Number(p.dataset.start) <= chosen.start; }).pop();
    var keys = line ? line.dataset.k.split(" ") : [];
    if (line) all("[data-k]", line).forEach(function (piece) {
      if (window.getSelection().containsNode(piece, true)) keys = keys.concat(piece.dataset.k.split(" "));
    });
    if (proof.find(keys.filter(Boolean))) return;
    proof.show("structure");
    proof.setCurrent(proof.current() || proof.items()[0]);
  };

  /* Panes. */
  proof.view = function () { return page.dataset.view; };
  proof.wide = function () { return window.matchMedia("(min-width: 1000px)").matches; };
  proof.show = function (view) {
    if (view === "text" && proof.wide()) return;
    page.dataset.view = view;
    all("[data-show]").forEach(function (tab) { tab.setAttribute("aria-selected", String(tab.dataset.show === view)); });
    if (view === "names" && !get("names").hasAttribute("data-loaded")) send("GET", "names/", {}, get("names"));
  };
  function jump(code) {
    if (code === "names") { proof.show("names"); return; }
    proof.show("structure");
    if (code === "remarks") { proof.moveRemark(1); return; }
    var section = code === "frame" ? get("i-frame") : get("sec-" + code);
    var item = section && (section.matches("[data-item]") ? section : section.querySelector("[data-item]"));
    if (item) proof.setCurrent(item);
  }

  /* Requests. */
  function send(method, path, values, target) {
    return htmx.ajax(method, page.dataset.base + path, { values: values, target: target || get("structure"), swap: "outerHTML" });
  }
  function address(item) { return item.dataset.item === "frame" ? "frame/" : item.dataset.item + "/" + item.dataset.key + "/"; }
  function revision(item) { return { revision: item.dataset.rev }; }

  proof.act = {
    edit: function (item) { if (item.matches("article") && item.dataset.item !== "remark" && item.dataset.item !== "name") send("GET", address(item), {}, item); },
    close: function (item) { kepu.flush(); send("GET", address(item) + "?card=1", {}, item).then(function () { settleOn(byKey(item.dataset.key)); }); },
    split: function (item) {
      var chosen = proof.selected();
      send("GET", address(item) + "split/" + (chosen ? "?at=" + chosen.start : ""), {}, item);
    },
    merge: function (item) {
      var tasks = all('#structure [data-item="task"]');
      var next = tasks[tasks.indexOf(item) + 1];
      if (!next) { kepu.toast("后面没有任务了。", "info"); return; }
      send("POST", address(item) + "merge/", { second: next.dataset.key, revision: item.dataset.rev, second_revision: next.dataset.rev });
    },
    remove: function (item) {
      var items = proof.items();
      var next = items[items.indexOf(item) + 1] || items[items.indexOf(item) - 1];
      send("POST", address(item) + "remove/", revision(item)).then(function () { settleOn(next && byKey(next.dataset.key)); });
    },
    settle: function (item, button, state) { send("POST", address(item), { revision: item.dataset.rev, state: state || button.dataset.state }, item); },
    text: function (item) { proof.toText(item); },
    "add-unit": function (item) { openAdd("responsibility", "task=" + item.dataset.key, item); },
    "remove-unit": function (item, button) {
      var row = button.closest(".unit-row");
      send("POST", "responsibility/" + row.dataset.key + "/remove/", { revision: row.dataset.rev });
    },
    restore: function (item, button) { send("POST", button.dataset.kind + "/" + button.dataset.key + "/restore/", { revision: button.dataset.rev }); },
    "find-name": function (item) {
      var name = item.dataset.name;
      var marks = all("#structure [data-chip]").filter(function (chip) { return nameOn(chip) === name; });
      if (marks.length) {
        nameAt = (nameAt + 1) % marks.length;
        light(marks[nameAt].dataset.chip || marks[nameAt].closest("[data-item]").dataset.key);
        if (!proof.wide()) proof.show("text");
      }
    },
    add: function () {
      var chosen = proof.selected();
      if (!chosen) { kepu.toast("请先在原文中选中文字。", "info"); return; }
      proof.show("structure");
      openAdd("target", "start=" + chosen.start + "&end=" + chosen.end);
    },
    "add-kind": function (item, button) {
      var field = function (name) { return get("add").querySelector("[name=" + name + "]").value; };
      openAdd(button.dataset.kind, "start=" + field("start") + "&end=" + field("end"));
    },
    "close-add": function () { get("adding").textContent = ""; proof.setCurrent(proof.current() || proof.items()[0]); },
    refresh: function () { get("problem").textContent = ""; send("GET", "structure/", {}); },
    dismiss: function () { get("problem").textContent = ""; },
    help: function () { get("keys").showModal(); },
    "next-remark": function () { proof.moveRemark(1); },
    "previous-remark": function () { proof.moveRemark(-1); },
    undo: function () {
      var what = undo;
      undo = null;
      if (!what) { proof.say("没有可以撤销的操作"); return; }
      all("#toasts .toast").forEach(function (toast) { toast.remove(); });
      send("POST", what.path, what.values);
    }
  };

  /* After an answer, unless the person has gone elsewhere meanwhile. */
  function settleOn(item) { if (item && !proof.current()) proof.setCurrent(item); }

  function openAdd(kind, query, item) {
    htmx.ajax("GET", page.dataset.base + "add/" + kind + "/?" + query, { target: get("adding"), swap: "innerHTML" });
    if (item) proof.setCurrent(item, { focus: false, scroll: false });
  }

  /* Answers. */
  document.addEventListener("proof", function (event) {
    var told = event.detail;
    var next = known + (told.steps === undefined ? 1 : told.steps);
    heard += 1;
    if (told.whole) get("elsewhere").hidden = true;
    else if (told.revision > next) get("elsewhere").hidden = false;
    known = told.revision;
    get("problem").textContent = "";
    if (told.added) get("adding").textContent = "";
    if (told.chips) redraw(told.chips);
    if (told.undo) undo = told.undo;
    if (told.toast) all("#toasts .toast:not(.error)").forEach(function (toast) { toast.remove(); });
    if (told.toast) kepu.toast(told.toast, "success", { act: told.undo && proof.act.undo });
    if (told.focus && byKey(told.focus)) proof.setCurrent(byKey(told.focus));
    if (!told.focus && proof.view() === "names") focusName();
  });

  function redraw(open) {
    all("#structure [data-chip]").forEach(function (chip) { chip.classList.toggle("unmatched", open.indexOf(nameOn(chip)) >= 0); });
  }
  function nameOn(chip) { return chip.querySelector(".song").textContent; }
  var namePlace = 0;
  function focusName() {
    var names = all("#names [data-item]");
    if (names.length) proof.setCurrent(names[Math.min(namePlace, names.length - 1)]);
  }

  document.addEventListener("htmx:beforeRequest", function (event) {
    busy += 1;
    var item = event.detail.elt.closest && event.detail.elt.closest("#names [data-item]");
    if (item) namePlace = all("#names [data-item]").indexOf(item);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    busy -= 1;
    var form = event.detail.requestConfig.elt.closest(".conflict form");
    if (form && event.detail.xhr.status < 400) localStorage.removeItem("kepu:keep:" + document.body.dataset.person + ":" + form.dataset.draft);
  });

  /* Forms that stand open are carried over into the new structure with what was typed. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (!event.detail.target || event.detail.target.id !== "structure" || !event.detail.shouldSwap) return;
    var own = event.detail.requestConfig.elt.closest(".editing");
    kept = all("#structure .editing").filter(function (form) { return form !== own; });
    kept.forEach(function (form) {
      form.focusedField = form.contains(document.activeElement) ? document.activeElement : null;
      form.remove();
    });
  });
  document.addEventListener("htmx:afterSwap", function () {
    if (!kept.length || !get("structure")) return;
    kept.forEach(function (form) {
      var place = byKey(form.dataset.key);
      if (place) place.replaceWith(form);
      else get("structure").insertBefore(form, get("structure").firstChild);
      if (form.focusedField) form.focusedField.focus();
    });
    kept = [];
  });

  document.addEventListener("htmx:afterSettle", function (event) {
    var made = event.detail.elt;
    if (!made || !made.matches) return;
    var form = made.matches(".editing") ? made : made.id === "adding" ? made.firstElementChild : null;
    if (form && !form.querySelector("[data-errors]")) {
      var field = form.querySelector("input[type=radio]:checked, input:not([type=hidden]), textarea, select");
      proof.setCurrent(form, { focus: !field });
      if (field) field.focus();
    }
    if (made.id === "names") focusName();
    if (!proof.current() && proof.items()[0]) proof.items()[0].tabIndex = 0;
  });

  /* Mouse and focus. */
  document.addEventListener("click", function (event) {
    var target = event.target;
    var button = target.closest("[data-do]");
    var item = target.closest("[data-item]");
    if (button) { event.preventDefault(); proof.act[button.dataset.do](item || proof.current(), button); return; }
    if (target.closest("[data-show]")) { proof.show(target.closest("[data-show]").dataset.show); return; }
    if (target.closest("[data-jump]")) { jump(target.closest("[data-jump]").dataset.jump); return; }
    if (target.closest("[data-go]")) { jump(target.closest("[data-go]").dataset.go); return; }
    var piece = target.closest("#text [data-k]");
    if (piece && window.getSelection().isCollapsed) {
      var line = target.closest("p");
      proof.sentenceAt(Number(line.dataset.start));
      proof.find((line.dataset.k + " " + piece.dataset.k).split(" ").filter(Boolean));
    }
  });
  /* An item becomes current when the button of the mouse is let go: becoming so moves the items, and a button that
     moves away under the pressed mouse would miss its click. */
  var pressed = false, focused = null;
  document.addEventListener("mousedown", function () { pressed = true; });
  document.addEventListener("mouseup", function () {
    pressed = false;
    setTimeout(function () {
      if (focused && focused.isConnected) makeCurrent(focused);
      focused = null;
    });
  });
  document.addEventListener("focusin", function (event) {
    var item = event.target.closest("[data-item]");
    if (pressed) focused = item;
    else makeCurrent(item);
  });
  function makeCurrent(item) { if (item && item !== proof.current()) proof.setCurrent(item, { focus: false, scroll: false }); }
  document.addEventListener("dblclick", function (event) {
    var item = event.target.closest("article[data-item]");
    if (item && !event.target.closest("button, input, select, summary")) proof.act.edit(item);
  });
  document.addEventListener("change", function (event) {
    var radio = event.target;
    if (radio.name !== "at_offset") return;
    radio.form.querySelector("[name=title]").value = radio.dataset.title;
  });

  /* Somebody else: ask now and then whether the draft is still as we know it. */
  function listen() {
    if (document.hidden || busy) return;
    var before = heard;
    fetch(page.dataset.base + "poll/", { credentials: "same-origin", headers: { Accept: "application/json" } }).then(function (answer) {
      if (answer.status === 404) { gone(); return null; }
      return answer.ok && !answer.redirected ? answer.json() : null;
    }).then(function (told) {
      if (told && told.revision > known && before === heard && !busy) get("elsewhere").hidden = false;
    }).catch(function () { /* no network: the next deed says so */ });
  }
  function gone() {
    get("elsewhere").hidden = false;
    get("elsewhere").firstElementChild.textContent = "这份校对稿已被采用或放弃，不能再修改。";
  }

  document.addEventListener("DOMContentLoaded", function () {
    page = get("proof");
    known = Number(page.dataset.revision);
    var wanted = location.hash.slice(1);
    if (wanted) jump(wanted);
    else if (proof.items()[0]) proof.setCurrent(proof.items()[0], { focus: false, scroll: false, text: false });
    setInterval(listen, 8000);
  });
})();
