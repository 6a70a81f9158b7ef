// Following a log of events, through broken connections and hidden tabs.

const replayed = 700; // milliseconds after the start within which events are history
const longest = 10_000;

// follow calls show(event, live) for every event of a log, the kept ones first; live
// says that it happens now. connected is told true and false. An event may come
// twice: show must not mind. The function returned ends it.
export function follow(address, show, connected) {
  let source = null;
  let ended = false;
  let pause = 500;
  let again = 0;

  function open() {
    if (ended || source) return;
    const opened = performance.now();
    source = new EventSource(address);
    source.onopen = () => {
      pause = 500;
      connected(true);
    };
    source.onmessage = (message) => show(JSON.parse(message.data), performance.now() - opened > replayed);
    source.onerror = () => {
      connected(false);
      // The browser tries again by itself, except after an answer that is no stream.
      if (source?.readyState !== EventSource.CLOSED) return;
      close();
      again = setTimeout(open, pause);
      pause = Math.min(2 * pause, longest);
    };
  }

  function close() {
    source?.close();
    source = null;
    clearTimeout(again);
  }

  // A browser holds six connections to a host for all its tabs: a tab nobody looks
  // at gives its own back.
  function looked() {
    if (document.hidden) close();
    else open();
  }

  document.addEventListener('visibilitychange', looked);
  open();
  return () => {
    ended = true;
    document.removeEventListener('visibilitychange', looked);
    close();
  };
}
