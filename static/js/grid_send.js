/* A request of the grid and what came of it: {kind: "offline" | "signedOut" | "answer", status, answer}. */

const NO_SERVER = [502, 503, 504];

export async function sendJson(method, url, body) {
  try {
    const response = await fetch(url, {
      method,
      redirect: "manual",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), Accept: "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await readAnswer(response);
    return { kind: kindOf(response, answer), status: response.status, answer };
  } catch {
    return { kind: "offline", status: 0, answer: {} };
  }
}

/* The cookie is newer than the page after signing in again in another tab. */
function csrfToken() {
  const cookie = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/);
  return cookie ? cookie[1] : JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}

async function readAnswer(response) {
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return isJson ? response.json() : {};
}

function kindOf(response, answer) {
  if (NO_SERVER.includes(response.status)) {
    return "offline";
  }
  const isSignedOut = response.type === "opaqueredirect" || response.status === 401;
  return isSignedOut || (response.status === 403 && !answer.message) ? "signedOut" : "answer";
}
