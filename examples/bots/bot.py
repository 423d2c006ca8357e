"""A bot that answers whoever mentions it. Python 3.9 or later:
pip install -r examples/bots/requirements.txt
python3 examples/bots/bot.py ws://localhost:8787/room/tea Echo
"""
import json, os, random, sys, threading, time
from contextlib import suppress
from urllib.parse import quote
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import connect

url, name, file = sys.argv[1:] + ["ws://localhost:8787/room/tea", "Echo", None][len(sys.argv) - 1 :]
file = file or f"bot-{quote(name, safe='')}.json"


def answer_to(text):
    return f"You said: {text}"


# Who we are, and how far we have read. Without the token we would be a stranger whose name is taken.
kept = json.load(open(file)) if os.path.exists(file) else {}
unsent = {}  # cid -> an answer, until its echo comes
MOST_UNSENT = 100  # who is asked for more than can be said leaves it out
pause = 0.5
free, gap = 0, 0.2  # when the next answer may go, and how long after it another


def keep(**news):
    kept.update(news)
    with open(os.open(f"{file}.new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(kept, out)
    os.replace(f"{file}.new", file)  # whole or not at all, whenever we are stopped


def say(cid, send, wait=0):
    global free
    now = time.monotonic()
    free = max(free + gap, now + wait)
    threading.Timer(free - now, lambda: cid in unsent and send(unsent[cid])).start()


def is_for_us(kind, cid, text):
    # What a bot like this one answers is not answered: two of them would never stop.
    return kind == "message" and not cid.startswith("re-") and f"@{name}".lower() in text.lower()


def hear(event, send):
    global pause, gap
    kind, seq, cid, text = event["type"], event.get("seq"), event.get("cid"), event.get("text", "")
    if kind == "welcome":
        after = kept["after"] if event["recovered"] else seq
        keep(id=event["you"]["id"], token=event["you"]["token"], epoch=event["epoch"], after=after)
        pause, gap = 0.5, 1 / event["limits"]["per_second"]
    elif kind == "mark":
        send({"type": "seen", "seq": kept["after"], "n": event["n"]})
    elif kind == "error" and event["retryable"]:
        say(cid, send, event.get("retry_after_ms", 1000) / 1000)
    elif kind == "error":
        print(event["message"], file=sys.stderr)
        if not unsent.pop(cid, None):
            sys.exit(1)  # the name is taken, for one
    elif seq and "from" in event:
        if event["from"]["id"] == kept["id"]:
            unsent.pop(cid, None)
        elif is_for_us(kind, cid, text) and len(unsent) < MOST_UNSENT:
            # Its cid is made of what it answers: said again after a crash, it still stands there once.
            cid = f"re-{seq}"
            unsent[cid] = {"type": "say", "cid": cid, "text": answer_to(text), "reply_to": seq}
            say(cid, send)
        # With an answer on its way we do not count as having read on, so a resume brings what it answers again.
        if not unsent:
            keep(after=max(seq, kept["after"]))


def talk(socket):
    def send(frame):
        with suppress(ConnectionClosed):  # a resume brings again what is to be answered
            socket.send(json.dumps(frame, ensure_ascii=False))  # escaped, a long text makes too large a frame

    send({"type": "hello", "v": 1, "name": name, **kept})
    while True:
        try:
            data = socket.recv(timeout=30)
        except TimeoutError:
            data = "pong"
            socket.send("ping")
        for event in json.loads(data) if data != "pong" else []:
            hear(event, send)


while True:
    code = None
    try:
        with connect(url, compression=None) as socket:
            talk(socket)
    except ConnectionClosed as end:
        code = end.rcvd and end.rcvd.code
    except (OSError, WebSocketException):
        pass  # the server is away
    if code in (4400, 4401, 4403, 4410):
        sys.exit(1)  # trying again would not help
    time.sleep((10 if code == 4429 else 0) + random.random() * pause)
    pause = min(pause * 2, 30)
