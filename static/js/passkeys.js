// Shows what needs a script, and says so when a passkey was not read (allauth's own scripts do the rest).
document.getElementById('passkey_needs_script').hidden = Boolean(window.PublicKeyCredential)
document.querySelectorAll('.passkey').forEach((form) => {
  form.hidden = !window.PublicKeyCredential
})
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  document.getElementById('passkey_error').hidden = false
})
