/* What a request by script finds when the session has ended meanwhile, and how it goes on after signing in again
   in another tab. */

const SIGNED_OUT = 401;

function words() {
  return document.getElementById("signed-out-toast").content;
}

/** Whether the answer is the sign-in page, to which the browser followed unseen, or says that it is needed. */
export function isSignedOut(response) {
  const signIn = words().querySelector("a").getAttribute("href");
  return response.status === SIGNED_OUT || (response.redirected && new URL(response.url).pathname === signIn);
}

/** Says that the session has ended, with a way to sign in; once, however often it is found. */
export function saySignedOut() {
  const area = document.getElementById("messages");
  area.querySelectorAll('[data-said="signed-out-toast"]').forEach((toast) => toast.remove());
  const toast = words().cloneNode(true).querySelector(".toast");
  toast.dataset.said = "signed-out-toast";
  area.append(toast);
  window.bootstrap.Toast.getOrCreateInstance(toast).show();
}

/** The token of the cookie, which is newer than the page after signing in again; `token` where there is none. */
export function freshToken(token) {
  return document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? token;
}
