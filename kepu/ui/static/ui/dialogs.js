/* Confirm sheets become dialogs; Ctrl-K or ⌘-K opens the search; menus close as expected. */
(function () {
  "use strict";
  var canShow = typeof HTMLDialogElement === "function" && HTMLDialogElement.prototype.showModal;

  function ask(details) {
    var sheet = details.querySelector(".confirm-sheet");
    var dialog = document.createElement("dialog");
    var close = sheet.querySelector("[data-close]");
    dialog.setAttribute("aria-label", sheet.querySelector("h2").textContent);
    dialog.appendChild(sheet);
    close.hidden = false;
    document.body.appendChild(dialog);
    close.onclick = function () { dialog.close(); };
    dialog.addEventListener("close", function () {
      close.hidden = true;
      details.appendChild(sheet);
      dialog.remove();
      details.querySelector("summary").focus();
    });
    dialog.showModal();
  }

  document.addEventListener("click", function (event) {
    var summary = event.target.closest("details[data-confirm] > summary");
    if (summary && canShow) { event.preventDefault(); ask(summary.parentElement); return; }
    Array.prototype.forEach.call(document.querySelectorAll("details.menu[open]"), function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  function search() {
    var dialog = document.getElementById("search");
    if (dialog && canShow) { if (!dialog.open) dialog.showModal(); dialog.querySelector("input").select(); return; }
    var field = document.getElementById("top-q");
    if (field) field.focus();
  }

  function step(dialog, by) {
    var stops = [dialog.querySelector("input")].concat(Array.prototype.slice.call(dialog.querySelectorAll(".search-results a")));
    var at = stops.indexOf(document.activeElement);
    stops[Math.min(stops.length - 1, Math.max(0, at + by))].focus();
  }

  document.addEventListener("keydown", function (event) {
    var dialog = document.getElementById("search");
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      search();
    } else if (dialog && dialog.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      step(dialog, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      var menu = document.querySelector("details.menu[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    }
  });
  document.addEventListener("click", function (event) {
    var dialog = document.getElementById("search");
    if (dialog && event.target === dialog) dialog.close();
  });
})();
