/* 工作记录 without network: what is typed and its photographs wait in this browser (IndexedDB) under the person who typed
   it, and are handed in once when the network is back. The form's mark and words make it one record, however often it is
   sent. A service worker keeps the form page itself; keep.js clears that at sign-out and when another person signs in. */
(function () {
  "use strict";
  var STORE = "outbox", PATIENCE = 5000;
  var person = document.body.dataset.person, list, busy = false, sent = [];

  function opened() {
    return new Promise(function (done, fail) {
      var asked = indexedDB.open("kepu", 1);
      asked.onupgradeneeded = function () { asked.result.createObjectStore(STORE, { keyPath: "once" }); };
      asked.onsuccess = function () { done(asked.result); };
      asked.onerror = function () { fail(asked.error); };
    });
  }
  function ask(mode, act) {
    return opened().then(function (base) {
      return new Promise(function (done, fail) {
        var deal = base.transaction(STORE, mode), asked = act(deal.objectStore(STORE));
        deal.oncomplete = function () { base.close(); done(asked.result); };
        deal.onerror = deal.onabort = function () { base.close(); fail(deal.error); };
      });
    });
  }
  function put(entry) { return ask("readwrite", function (store) { return store.put(entry); }); }
  function remove(once) { return ask("readwrite", function (store) { return store.delete(once); }); }
  function mine() {
    return ask("readonly", function (store) { return store.getAll(); }).then(function (all) {
      return all.filter(function (entry) { return entry.person === person; }).sort(function (a, b) { return a.at - b.at; });
    });
  }

  function reachable() {
    var stop = new AbortController(), clock = setTimeout(function () { stop.abort(); }, PATIENCE);
    return fetch(list.dataset.worker, { method: "HEAD", cache: "no-store", redirect: "manual", signal: stop.signal }).then(
      function (answer) { return answer.type === "basic" && answer.status < 502; }, function () { return false; }
    ).finally(function () { clearTimeout(clock); });
  }

  function entryOf(form) {
    var entry = { person: person, url: list.dataset.goal, at: Date.now(), fields: [], files: [] };
    new FormData(form).forEach(function (value, name) {
      if (value instanceof File) { if (value.size) entry.files.push(value); }
      else if (name === "once") entry.once = value;
      else if (name !== "csrfmiddlewaretoken") entry.fields.push([name, value]);
    });
    return entry;
  }
  function valueOf(entry, name) { return (entry.fields.find(function (pair) { return pair[0] === name; }) || ["", ""])[1]; }
  function fresh() {
    return Array.prototype.map.call(crypto.getRandomValues(new Uint8Array(16)), function (n) { return ("0" + n.toString(16)).slice(-2); }).join("");
  }

  function later(form) {
    mine().then(function (entries) {
      var entry = entryOf(form);
      if (entries.some(function (one) { return one.once === entry.once; })) entry.once = fresh();  // the kept page came twice
      return put(entry);
    }).then(function () {
      form.reset();
      form.elements.once.value = fresh();
      Array.prototype.forEach.call(form.querySelectorAll("input[type=file]"), function (input) { input.dispatchEvent(new Event("change", { bubbles: true })); });
      kepu.forget(form);
      kepu.toast("现在交不上去，已存在本机。联网后打开本页会自动上传。", "success");
      show().then(flush);
    }, function () {
      kepu.toast("现在交不上去，本机也没有存下（空间不足或浏览器不允许）。填写的内容还在本页，请联网后再提交。", "error");
    }).finally(function () { kepu.rest(form); });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!list || !form.hasAttribute("data-outbox") || event.defaultPrevented) return;
    event.preventDefault();
    reachable().then(function (yes) {
      if (yes) form.submit();
      else later(form);
    });
  });

  function body(entry) {
    var made = new FormData();
    entry.fields.forEach(function (pair) { made.append(pair[0], pair[1]); });
    entry.files.forEach(function (file) { made.append("photos", file, file.name); });
    made.set("once", entry.once);
    made.set("csrfmiddlewaretoken", kepu.csrf());
    return made;
  }

  function told(entry, answer) {
    if (answer.type === "opaqueredirect" || answer.status === 401) return put(Object.assign(entry, { state: "login" }));
    if (answer.status >= 502) return put(Object.assign(entry, { state: "" }));
    if (answer.ok) return answer.json().then(function (told) { sent.push(told); return remove(entry.once); });
    if (answer.status === 422 || answer.status === 413) return answer.json().then(function (told) { return put(Object.assign(entry, { state: "wrong", problem: told.problems.join("") })); });
    return put(Object.assign(entry, { state: "wrong", problem: "没有上传：目前登录的人没有这项权限，或页面已失效。请刷新页面后重试。" }));
  }
  function send(entry) {
    return fetch(entry.url, { method: "POST", body: body(entry), redirect: "manual", headers: { Accept: "application/json" } }).then(
      function (answer) { return told(entry, answer); }
    );
  }
  function flush() {
    if (busy || !list) return Promise.resolve();
    busy = true;
    return mine().then(function (entries) {
      return entries.filter(function (entry) { return entry.state !== "wrong"; }).reduce(function (before, entry) {
        return before.then(function () { return send(entry); });
      }, Promise.resolve());
    }).catch(function () { /* still no network: they wait */ }).then(function () { busy = false; return show(); });
  }

  function button(text, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "link-button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }
  function line(text, link) {
    var made = document.createElement("li");
    made.appendChild(document.createTextNode(text));
    if (link) { var a = document.createElement("a"); a.href = link[1]; a.textContent = link[0]; made.appendChild(a); }
    return made;
  }
  function stand(entry) {
    if (entry.state === "login") return "登录已过期，登录后自动上传。";
    if (entry.state === "wrong") return "没有上传，需要改正：" + entry.problem;
    return "等待网络。";
  }
  function waiting(entry) {
    var pictures = entry.files.length ? "，照片" + entry.files.length + "张" : "";
    var made = line(valueOf(entry, "day") + "　" + valueOf(entry, "what") + "，" + valueOf(entry, "person_times") + "人次" + pictures + "。" + stand(entry) + " ",
      entry.state === "login" ? ["登录", document.body.dataset.login + "?next=" + encodeURIComponent(list.dataset.goal)] : null);
    if (form()) made.appendChild(button("取回修改", function () { takeBack(entry); }));
    made.appendChild(button("删除", function () { if (confirm("这条记录还没有上传，删除后不能恢复。确定删除吗？")) remove(entry.once).then(show); }));
    return made;
  }
  function form() { return document.querySelector("form[data-outbox]"); }

  /* Put an entry back into the form, with its photographs. */
  function takeBack(entry) {
    var goal = form(), chosen = new DataTransfer(), input = goal.querySelector("#id_photos");
    Array.prototype.forEach.call(goal.querySelectorAll("[name=partners]"), function (box) {
      box.checked = entry.fields.some(function (pair) { return pair[0] === "partners" && pair[1] === box.value; });
    });
    entry.fields.forEach(function (pair) {
      var field = goal.elements[pair[0]];
      if (field && pair[0] !== "partners" && pair[0] !== "person") field.value = pair[1];
    });
    entry.files.forEach(function (file) { chosen.items.add(file); });
    if (input) { input.files = chosen.files; input.dispatchEvent(new Event("change", { bubbles: true })); }
    goal.elements.once.value = entry.once;
    remove(entry.once).then(show);
  }

  function show() {
    return mine().then(function (entries) {
      var rows = entries.map(waiting).concat(sent.map(function (one) { return line("已上传。" + one.told, ["查看", one.url]); }));
      list.querySelector("ul").replaceChildren.apply(list.querySelector("ul"), rows);
      list.querySelector("[data-outbox-count]").textContent = entries.length ? "待上传" + entries.length + "条" : "都已上传";
      list.querySelector("[data-outbox-now]").hidden = !entries.length;
      list.hidden = !rows.length;
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    list = document.querySelector("[data-outbox-list]");
    if (!list || !person || !window.indexedDB) { list = null; return; }
    list.querySelector("[data-outbox-now]").addEventListener("click", flush);
    if (navigator.serviceWorker && form()) {
      localStorage.setItem("kepu:form-of", person);
      navigator.serviceWorker.register(list.dataset.worker).catch(function () { /* the form works, only not without network */ });
    }
    window.addEventListener("online", flush);
    show().then(flush, function () { list = null; });
  });
})();
