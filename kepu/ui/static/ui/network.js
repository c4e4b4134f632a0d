/* What to say when a request fails; forms keep what was typed. */
(function () {
  "use strict";
  var KEPT = "已填写的内容仍在本页。";
  var WORDS = {
    400: "提交的内容无法识别，没有保存。请刷新页面后重试。",
    403: "没有办理：您没有这项权限，或页面已失效。请刷新页面；仍不行请联系系统管理员。" + KEPT,
    404: "内容已不存在，可能已被他人删除。请刷新页面查看最新情况。",
    413: "文件超过了允许的大小，没有上传。请压缩或拆分后再传。",
    429: "操作太频繁，请稍等一分钟再试。" + KEPT
  };

  function wordsFor(status) {
    if (WORDS[status]) return WORDS[status];
    if (status === 502 || status === 503 || status === 504) return "系统正忙或正在维护，没有保存。请稍后再按一次。" + KEPT;
    return "系统出错，刚才的操作没有保存。请稍后再试；再次出错请告知系统管理员。" + KEPT;
  }

  document.addEventListener("htmx:beforeSwap", function (event) {
    var login = document.body.dataset.login;
    var url = event.detail.xhr.responseURL;
    if (!login || !url || new URL(url).pathname.indexOf(login) !== 0 || location.pathname.indexOf(login) === 0) return;
    event.detail.shouldSwap = false;
    event.detail.xhr.expired = true;
    kepu.toast("登录已过期，没有保存。请在新窗口重新登录，再回到本页提交。" + KEPT, "error", { link: { url: login, label: "重新登录" } });
  });
  document.addEventListener("htmx:responseError", function (event) {
    kepu.toast(wordsFor(event.detail.xhr.status), "error");
  });
  document.addEventListener("htmx:sendError", function () {
    kepu.toast("网络不通，没有提交。请检查网络后再按一次。" + KEPT, "error");
  });
  document.addEventListener("htmx:timeout", function () {
    kepu.toast("等候时间过长，不能确定是否已保存。请刷新页面核对后再提交。", "error");
  });

  /* Signing in again in another window changes the token: take the new one. */
  document.addEventListener("htmx:configRequest", function (event) {
    var token = window.kepu.csrf();
    if (!token) return;
    event.detail.headers["X-CSRFToken"] = token;
    if (event.detail.parameters.csrfmiddlewaretoken) event.detail.parameters.csrfmiddlewaretoken = token;
  });
})();
