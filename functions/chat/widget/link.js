// The page of a one-time link to a conversation. With script it goes on in the frame,
// where what is said comes by itself; without, the form leads to the page of forms. What
// stands behind # reaches no server and no log, and the frame takes it away at once.

const form = document.querySelector('form');
form.addEventListener('submit', (event) => {
  event.preventDefault();
  location.replace(`/chat/frame?lang=${document.documentElement.lang}#${form.elements.link.value}`);
});
