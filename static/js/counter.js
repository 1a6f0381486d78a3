// Counts the characters of a text while it is typed, in the words that the page brings.
document.querySelectorAll('[data-count-of]').forEach((place) => {
  const field = document.querySelector(`[data-counted="${place.dataset.countOf}"]`)
  const show = () => { place.textContent = place.dataset.words.replace('{count}', [...field.value].length) }
  field.addEventListener('input', show)
  show()
})
