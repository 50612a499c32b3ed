"""A headless Chromium, driven through its DevTools protocol; no foreign host can be reached."""
import asyncio
import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request

from tornado.websocket import websocket_connect

PATIENCE = 90
MEGABYTES = 200


class Browser:
    """A browser with one page; a context manager."""

    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="dmu-chromium-")
        self.loop = asyncio.new_event_loop()
        self.errors = []  # what the console of the page has shown as an error, as (text, address)
        self.asked = []  # every address that the page has asked for
        self.numbers = 0
        self.socket = None
        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", f"--user-data-dir={self.profile}",
             "--window-size=1100,1400", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
             "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.socket = self.loop.run_until_complete(self._connect())
            for domain in ("Page", "Runtime", "Log", "Network"):
                self.command(f"{domain}.enable")
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.close()

    def close(self):
        self.loop.run_until_complete(self._disconnect())
        self.process.kill()
        self.process.wait()
        self.loop.close()
        shutil.rmtree(self.profile, ignore_errors=True)

    async def _disconnect(self):
        if self.socket is not None:
            self.socket.close()
            await self.socket.read_message()  # None, when it is closed

    async def _connect(self):
        ports = os.path.join(self.profile, "DevToolsActivePort")
        end = time.monotonic() + PATIENCE
        lines = []
        while len(lines) < 2:
            if time.monotonic() > end or self.process.poll() is not None:
                raise AssertionError("chromium does not start")
            await asyncio.sleep(0.05)
            if os.path.exists(ports):
                with open(ports, encoding="ascii") as file:
                    lines = file.read().split("\n")
        port = lines[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
            page = next(target for target in json.load(answer) if target["type"] == "page")
        return await websocket_connect(page["webSocketDebuggerUrl"], max_message_size=MEGABYTES << 20)

    def command(self, method, **parameters):
        """Asks the browser something; what the page reports meanwhile is noted."""
        return self.loop.run_until_complete(self._command(method, parameters))

    async def _command(self, method, parameters):
        self.numbers += 1
        number = self.numbers
        await self.socket.write_message(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            text = await asyncio.wait_for(self.socket.read_message(), PATIENCE)
            message = json.loads(text)
            if message.get("id") == number:
                if "error" in message:
                    raise AssertionError(f"{method}: {message['error']}")
                return message["result"]
            self._note(message.get("method"), message.get("params"))

    def _note(self, event, details):
        if event == "Runtime.exceptionThrown":
            thrown = details["exceptionDetails"]
            self.errors.append((thrown.get("exception", {}).get("description", thrown["text"]), thrown.get("url", "")))
        elif event == "Runtime.consoleAPICalled" and details["type"] == "error":
            words = [str(argument.get("value", argument.get("description"))) for argument in details["args"]]
            self.errors.append((" ".join(words), ""))
        elif event == "Log.entryAdded" and details["entry"]["level"] == "error":
            self.errors.append((details["entry"]["text"], details["entry"].get("url", "")))
        elif event == "Network.requestWillBeSent":
            self.asked.append(details["request"]["url"])

    def open(self, address):
        self.errors.clear()
        self.asked.clear()
        self.command("Page.navigate", url=address)
        self.wait_for("document.readyState == 'complete'")

    def evaluate(self, expression):
        answer = self.command("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise AssertionError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait_for(self, condition, seconds=PATIENCE):
        end = time.monotonic() + seconds
        while not self.evaluate(f"!!({condition})"):
            if time.monotonic() > end:
                raise AssertionError(f"never true: {condition}; errors {self.errors}")
            time.sleep(0.1)

    def picture(self, file):
        """The whole page as a PNG."""
        size = self.command("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 12_000), "scale": 1}
        data = self.command("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)["data"]
        with open(file, "wb") as out:
            out.write(base64.b64decode(data))

    def foreign(self):
        """Addresses that the page has asked for on other machines."""
        here = ("http://127.0.0.1", "http://localhost", "ws://127.0.0.1", "ws://localhost", "data:", "file:", "blob:", "about:",
                "chrome")
        return [address for address in self.asked if not address.startswith(here)]
