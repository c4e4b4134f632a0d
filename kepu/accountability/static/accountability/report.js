/* Once the form of a report is sent by its button, nothing is saved behind it any more: all of it is on its way. */
(function () {
  "use strict";
  document.addEventListener("htmx:beforeRequest", function (event) {
    var form = event.detail.elt;
    if (form.id === "report-form" && form.dataset.sending) event.preventDefault();
  });
})();
