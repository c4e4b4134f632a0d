/* A text ready to be pasted elsewhere. Where the browser does not let a page copy (no TLS, no permission) the text is
   selected and the reader presses Ctrl-C; the button says so. Without script the text is a field to select by hand. */
(function () {
  "use strict";

  function say(button, text) { window.kepu.toast(text); button.dataset.copied = "1"; }

  function bySelection(field, button) {
    field.focus();
    field.select();
    field.setSelectionRange(0, field.value.length);
    var copied = false;
    try { copied = document.execCommand("copy"); } catch (error) { /* forbidden: the text stays selected */ }
    say(button, copied ? "已复制，可以粘贴到工作群。" : "已选中全文，请按 Ctrl-C（手机上长按）复制。");
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) return;
    var field = button.closest(".copy").querySelector("textarea");
    if (!navigator.clipboard || !window.isSecureContext) { bySelection(field, button); return; }
    navigator.clipboard.writeText(field.value).then(
      function () { field.select(); say(button, "已复制，可以粘贴到工作群。"); },
      function () { bySelection(field, button); }
    );
  });
  document.addEventListener("DOMContentLoaded", function () {
    Array.prototype.forEach.call(document.querySelectorAll("[data-copy]"), function (button) { button.hidden = false; });
  });
})();
