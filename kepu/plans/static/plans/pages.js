/* The printed text: the passage that the address names is lit as a whole; the print button appears. */
(function () {
  "use strict";

  function lit() {
    Array.prototype.forEach.call(document.querySelectorAll(".piece.here"), function (piece) { piece.classList.remove("here"); });
    var key = decodeURIComponent(location.hash).replace(/^#k-/, "");
    if (!key || !document.querySelector("[data-source]")) return;
    Array.prototype.forEach.call(document.querySelectorAll(".piece"), function (piece) {
      if ((piece.dataset.keys || "").split(" ").indexOf(key) >= 0) piece.classList.add("here");
    });
  }
  function prepare() {
    lit();
    Array.prototype.forEach.call(document.querySelectorAll("[data-print]"), function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
  }
  window.addEventListener("hashchange", lit);
  document.addEventListener("DOMContentLoaded", prepare);
})();
