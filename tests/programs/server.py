# SPDX-License-Identifier: GPL-2.0-or-later
"""A search server, reduced to loading: accepts index templates and bulk requests, with the strictest checks."""
import fnmatch
import http.server
import json
import threading

import mapping


def complaints_of(value, rule, dynamic, path=""):
    """What the mapping does not allow in a document. A name that is not in the mapping is allowed only where the
    mapping is dynamic, and a string there is a keyword."""
    if isinstance(value, list):
        return [line for each in value for line in complaints_of(each, rule, dynamic, path)]
    if value is None:
        return []
    if "properties" in rule or (isinstance(value, dict) and dynamic):
        if not isinstance(value, dict):
            return [f"{path}: {value!r} is no object"]
        inner = rule.get("dynamic", dynamic)
        known = rule.get("properties", {})
        return [line for name, below in value.items() for line in
                ([f"{path}.{name}: not in the mapping"] if name not in known and not inner else
                 complaints_of(below, known.get(name, {}), inner, f"{path}.{name}"))]
    kind = rule.get("type", "keyword")
    return [] if mapping.obeys(kind, value) else [f"{path}: {value!r} is no {kind}"]


class Server:
    """Runs until it is stopped. Keeps what it received: templates, documents by id, sizes of bulk requests, complaints."""

    def __init__(self):
        self.templates, self.documents, self.bulks, self.complaints = {}, {}, [], []
        self.refused = set()  # ids that are refused whatever the documents contain
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_PUT(self):
                self.respond(outer.put(self.path, self.headers, self.body()))

            def do_POST(self):
                self.respond(outer.bulk(self.path, self.headers, self.body()))

            def body(self):
                return self.rfile.read(int(self.headers["Content-Length"])).decode()

            def respond(self, content):
                text = json.dumps(content or {"error": "refused"}).encode()
                self.send_response(200 if content else 400)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def stop(self):
        self.http.shutdown()
        self.http.server_close()

    def wrong(self, what):
        self.complaints.append(what)

    def put(self, path, headers, body):
        template = json.loads(body)
        if not path.startswith("/_index_template/") or headers["Content-Type"] != "application/json":
            return self.wrong(f"PUT {path} of {headers['Content-Type']}")
        if set(template) != {"index_patterns", "template"} or set(template["template"]) != {"settings", "mappings"}:
            return self.wrong(f"a template with {sorted(template)} and {sorted(template.get('template', {}))}")
        self.templates[path.rpartition("/")[2]] = template
        return {"acknowledged": True}

    def bulk(self, path, headers, body):
        if path != "/_bulk" or headers["Content-Type"] != "application/x-ndjson" or not body.endswith("\n"):
            return self.wrong(f"POST {path} of {headers['Content-Type']}, ending {body[-1:]!r}")
        lines = [json.loads(line) for line in body.splitlines()]
        if len(lines) % 2:
            return self.wrong(f"{len(lines)} lines in a bulk request")
        self.bulks.append(len(lines))
        items = [self.index(action, document) for action, document in zip(lines[::2], lines[1::2])]
        return {"errors": any("error" in item["index"] for item in items), "items": items}

    def index(self, action, document):
        if set(action) != {"index"} or set(action["index"]) != {"_index", "_id"}:
            self.wrong(f"action {action}")
        index, name = action["index"]["_index"], action["index"]["_id"]
        rules = [t["template"]["mappings"] for t in self.templates.values()
                 if any(fnmatch.fnmatchcase(index, pattern) for pattern in t["index_patterns"])]
        found = complaints_of(document, rules[0], False) if rules else ["no template for " + index]
        for line in found:
            self.wrong(f"{name}: {line}")
        if found or name in self.refused:
            return {"index": {"_id": name, "status": 400, "error": {"reason": "; ".join(found)}}}
        self.documents[name] = document
        return {"index": {"_id": name, "status": 201}}
