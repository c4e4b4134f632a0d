/* Drop zone: drag and drop, size and kind checked before anything is sent, progress while sending. */
(function () {
  "use strict";

  function megabytes(size) { return size < 1048576 ? Math.max(1, Math.round(size / 1024)) + " KB" : (size / 1048576).toFixed(1) + " MB"; }

  function wrong(zone, file) {
    var limit = Number(zone.dataset.maxMb);
    var endings = zone.dataset.accept.split(",").map(function (e) { return e.trim().toLowerCase(); }).filter(Boolean);
    var name = file.name.toLowerCase();
    if (file.size === 0) return "“" + file.name + "”是空文件，请重新选择。";
    if (file.size > limit * 1048576) return "“" + file.name + "”有 " + megabytes(file.size) + "，超过 " + limit + " MB。请压缩图片或拆分后再传。";
    if (endings.length && !endings.some(function (e) { return name.slice(-e.length) === e; })) return "“" + file.name + "”不是可以读取的格式。请换成 " + endings.join("、") + " 文件。";
    return "";
  }

  /* Of several files those that are wrong are left out and named; the others stay chosen. */
  function sift(zone, input) {
    var kept = new DataTransfer(), wrongs = [];
    Array.prototype.forEach.call(input.files, function (file) {
      var message = wrong(zone, file);
      if (message) wrongs.push(message);
      else kept.items.add(file);
    });
    if (wrongs.length) input.files = kept.files;
    if (wrongs.length && kept.files.length) wrongs.push("其余" + kept.files.length + "个文件已选好，可以上传。");
    return wrongs.join("");
  }

  function show(zone) {
    var input = zone.querySelector("input[type=file]");
    var message = sift(zone, input);
    var box = zone.querySelector("[data-drop-error]");
    box.textContent = message;
    box.className = message ? "errorlist" : "";
    zone.classList.toggle("wrong", Boolean(message));
    var names = Array.prototype.map.call(input.files, function (file) { return file.name + "（" + megabytes(file.size) + "）"; });
    zone.querySelector("[data-drop-chosen]").textContent = names.join("、");
    zone.classList.toggle("filled", names.length > 0);
  }

  function prepare(zone) {
    if (zone.classList.contains("drop-ready")) return;
    var input = zone.querySelector("input[type=file]");
    var label = document.createElement("label");
    label.className = "button";
    label.htmlFor = input.id;
    label.textContent = zone.dataset.button || "选择文件";
    label.setAttribute("aria-hidden", "true");
    input.insertAdjacentElement("afterend", label);
    zone.querySelector("[data-drop-hint]").hidden = false;
    zone.classList.add("drop-ready");
    input.addEventListener("change", function () { show(zone); });
    ["dragenter", "dragover"].forEach(function (kind) {
      zone.addEventListener(kind, function (event) { event.preventDefault(); zone.classList.add("over"); });
    });
    ["dragleave", "drop"].forEach(function (kind) {
      zone.addEventListener(kind, function (event) { event.preventDefault(); if (kind === "drop" || !zone.contains(event.relatedTarget)) zone.classList.remove("over"); });
    });
    zone.addEventListener("drop", function (event) {
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      show(zone);
    });
  }

  function prepareAll(root) { Array.prototype.forEach.call(root.querySelectorAll("[data-drop]"), prepare); }

  /* A file dropped beside the zone would otherwise replace the page, and with it what was typed. */
  ["dragover", "drop"].forEach(function (kind) {
    document.addEventListener(kind, function (event) { if (document.querySelector("[data-drop]")) event.preventDefault(); });
  });
  document.addEventListener("htmx:xhr:progress", function (event) {
    var zone = event.target.querySelector && event.target.querySelector("[data-drop]");
    if (!zone || !event.detail.lengthComputable) return;
    var percent = Math.floor(100 * event.detail.loaded / event.detail.total);
    zone.querySelector("[data-drop-progress]").hidden = false;
    zone.querySelector("progress").value = percent;
    zone.querySelector("[data-drop-percent]").textContent = percent < 100 ? percent + "%" : "已传完，正在处理…";
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var zone = event.detail.requestConfig.elt.querySelector("[data-drop]");
    if (zone) zone.querySelector("[data-drop-progress]").hidden = true;
  });
  document.addEventListener("DOMContentLoaded", function () { prepareAll(document); });
  document.addEventListener("htmx:afterSettle", function (event) { prepareAll(event.target); });
})();
