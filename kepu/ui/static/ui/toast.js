/* Short words after a deed. An answer to an HTMX request may carry HX-Trigger: {"toast": {text, kind, undo}}. */
(function () {
  "use strict";
  var kepu = (window.kepu = window.kepu || {});

  kepu.csrf = function () {
    var found = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/);
    if (found) return decodeURIComponent(found[1]);
    var field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  };

  function button(text, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function post(url) {
    var form = document.createElement("form");
    form.method = "post";
    form.action = url;
    var token = document.createElement("input");
    token.type = "hidden";
    token.name = "csrfmiddlewaretoken";
    token.value = kepu.csrf();
    form.appendChild(token);
    document.body.appendChild(form);
    form.submit();
  }

  kepu.toast = function (text, kind, more) {
    var box = document.createElement("div");
    var words = document.createElement("span");
    var extra = more || {};
    box.className = "toast " + (kind || "success");
    words.textContent = text;
    box.appendChild(words);
    if (extra.undo) box.appendChild(button("撤销", function () { post(extra.undo); }));
    if (extra.act) box.appendChild(button("撤销", function () { box.remove(); extra.act(); }));
    if (extra.link) {
      var link = document.createElement("a");
      link.href = extra.link.url;
      link.textContent = extra.link.label;
      link.target = "_blank";
      box.appendChild(link);
    }
    box.appendChild(button("关闭", function () { box.remove(); }));
    document.getElementById("toasts").appendChild(box);
    if (kind !== "error") setTimeout(function () { if (!box.contains(document.activeElement)) box.remove(); }, extra.undo || extra.act ? 12000 : 6000);
  };

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-toast]");
    if (button) kepu.toast(button.dataset.toast, button.dataset.toastKind);
  });
  document.addEventListener("toast", function (event) {
    var told = event.detail || {};
    kepu.toast(told.text || "", told.kind, { undo: told.undo });
  });
})();
