/** SharedWorker: all tabs of a browser, one stream (HTTP/1.1 allows a site only six). */

import { Hub } from "./live-hub";
import { Stream } from "./live-stream";

type Wish = { kind: "want"; topics: string[] } | { kind: "here"; lock: string };

const hub = new Hub<MessagePort>();
let open = true;

const stream = new Stream({
  topics(topics) {
    for (const [port, mine] of hub.deliver(topics)) port.postMessage({ kind: "topics", topics: mine });
  },
  state(now) {
    open = now;
    for (const port of hub.pages()) port.postMessage({ kind: "state", open });
  },
});

function leave(port: MessagePort): void {
  hub.leave(port);
  stream.ask(hub.wanted());
}

function wish(port: MessagePort, message: Wish): void {
  if (message.kind === "want") {
    const missed = hub.want(port, message.topics);
    if (missed.length) port.postMessage({ kind: "topics", topics: missed });
    stream.ask(hub.wanted());
    return;
  }
  // a port does not tell that its tab is gone: the lock the tab held is free then
  navigator.locks?.request(message.lock, () => leave(port));
}

addEventListener("connect", (event) => {
  const port = (event as MessageEvent).ports[0];
  if (!port) return;
  port.onmessage = (message: MessageEvent<Wish>) => wish(port, message.data);
  hub.want(port, []);
  port.postMessage({ kind: "state", open });
});
