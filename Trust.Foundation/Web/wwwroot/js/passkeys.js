// Asks the authenticator before a form is sent that needs it: <form data-passkey="/account/staff/…" data-act data-reference data-kind>.
// The answer travels in the form's field Assertion; without WebAuthn the form is sent as it is and the server says what is missing.

const encode = text => btoa(String.fromCharCode(...new TextEncoder().encode(text))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

async function ask(form) {
  const body = new URLSearchParams({ __RequestVerificationToken: form.elements.__RequestVerificationToken.value });
  for (const name of ['act', 'reference', 'kind']) {
    if (form.dataset[name]) body.set(name, form.dataset[name]);
  }
  const answer = await fetch(form.dataset.passkey, { method: 'POST', body, credentials: 'same-origin', headers: { accept: 'application/json' } });
  if (answer.status === 204) return '';
  if (!answer.ok) throw new Error(String(answer.status));
  const question = await answer.json();
  const options = question.options;
  const credential = form.dataset.enrol !== undefined
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return `${question.id}.${encode(JSON.stringify(credential))}`;
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) continue;
  let ready = false;
  form.addEventListener('submit', async event => {
    if (ready) return;
    event.preventDefault();
    const button = event.submitter;
    const note = form.querySelector('[data-passkey-note]');
    try {
      form.elements.Assertion.value = await ask(form);
      ready = true;
      form.requestSubmit(button);
    } catch {
      if (note) note.hidden = false;
    }
  }, { capture: true });
}
