// Fills forms with what an authenticator has signed (WebAuthn level 3). Without support for passkeys the forms stay hidden.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const listed = (credentials = []) => credentials.map((credential) => ({ ...credential, id: bytes(credential.id) }));

function creation(options) {
  if (PublicKeyCredential.parseCreationOptionsFromJSON) return PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: listed(options.excludeCredentials),
  };
}

function request(options) {
  if (PublicKeyCredential.parseRequestOptionsFromJSON) return PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return { ...options, challenge: bytes(options.challenge), allowCredentials: listed(options.allowCredentials) };
}

function json(credential) {
  try {
    return JSON.stringify(credential.toJSON());
  } catch {
    // Old browsers have no toJSON, and that of some password managers throws.
    return JSON.stringify(byHand(credential));
  }
}

function byHand(credential) {
  const { id, rawId, type, authenticatorAttachment, response } = credential;
  const parts = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = text(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  if (response.getAuthenticatorData) parts.authenticatorData = text(response.getAuthenticatorData());
  if (response.getPublicKey?.()) parts.publicKey = text(response.getPublicKey());
  if (response.getPublicKeyAlgorithm) parts.publicKeyAlgorithm = response.getPublicKeyAlgorithm();
  return { id, rawId: text(rawId), type, authenticatorAttachment, response: parts, clientExtensionResults: credential.getClientExtensionResults() };
}

async function answer(form) {
  const token = form.elements["__RequestVerificationToken"].value;
  const response = await fetch(form.dataset.options, { method: "POST", headers: { RequestVerificationToken: token } });
  if (!response.ok) throw new Error(`The server answered with status ${response.status}.`);
  const options = await response.json();
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey: creation(options) })
    : navigator.credentials.get({ publicKey: request(options) });
}

function words(error) {
  switch (error.name) {
    case "NotAllowedError":
    case "AbortError":
      return "The browser gave no passkey: it was cancelled, or took too long.";
    case "InvalidStateError":
      return "This device holds a passkey for you already.";
    case "SecurityError":
      return "Passkeys do not work at this address. Open it by its name, over https or as localhost.";
    default:
      return `The passkey did not work. ${error.message}`;
  }
}

for (const form of window.PublicKeyCredential && navigator.credentials ? document.querySelectorAll("[data-passkey]") : []) {
  const button = form.querySelector("button");
  const error = form.querySelector("[data-passkey-error]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.textContent = "";
    button.disabled = true;
    try {
      form.elements["credential"].value = json(await answer(form));
      form.submit();
    } catch (reason) {
      error.textContent = words(reason);
      button.disabled = false;
    }
  });
}
