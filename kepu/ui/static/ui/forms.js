/* Forms: one click is one deed; errors come into view; a token renewed in another window is taken over. */
(function () {
  "use strict";

  function rest(form) {
    delete form.dataset.sending;
    Array.prototype.forEach.call(form.querySelectorAll(".busy"), function (button) {
      button.classList.remove("busy");
      button.removeAttribute("aria-disabled");
    });
  }

  (window.kepu = window.kepu || {}).rest = rest;

  document.addEventListener("submit", function (event) {
    var form = event.target;
    var token = form.querySelector("input[name=csrfmiddlewaretoken]");
    if (form.method === "dialog") return;
    if (form.dataset.sending) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    if (token && window.kepu.csrf()) token.value = window.kepu.csrf();
    if (form.method !== "post" && !form.hasAttribute("hx-post")) return;
    form.dataset.sending = "1";
    var button = event.submitter || form.querySelector("button:not([type=button])");
    if (button) { button.classList.add("busy"); button.setAttribute("aria-disabled", "true"); }
    setTimeout(function () { rest(form); }, 20000);
  }, true);

  document.addEventListener("htmx:afterRequest", function (event) {
    var form = event.detail.requestConfig.elt.closest("form");
    if (form) rest(form);
  });
  window.addEventListener("pageshow", function () {
    Array.prototype.forEach.call(document.querySelectorAll("form[data-sending]"), rest);
  });

  function showErrors(root) {
    var summary = root.querySelector("[data-errors]");
    if (summary) summary.focus();
  }
  document.addEventListener("DOMContentLoaded", function () { showErrors(document); });
  document.addEventListener("htmx:afterSwap", function (event) { showErrors(event.target); });
})();
