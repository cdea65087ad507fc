#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
"""A service over TLS that resumes TLS sessions, which GIO's servers do not.

    tls-server.py CERTIFICATE-AND-KEY.pem

Prints its port, then answers each request with a new task and closes the
connection. `task_info.estimated_time` is the number of connections on which
anything of a request has come, `progress` is 100 where the TLS session was a
resumed one. Ends with its standard input.
"""
import json
import os
import socket
import ssl
import sys
import threading


def read_request(stream):
    """The head and the body of a request; None if nothing of one comes."""
    head = stream.readline()
    if not head:
        return None
    length = 0
    while (line := stream.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return head + stream.read(length)


def answer(connection, n_requests):
    """One task, as JSON in an HTTP answer."""
    body = json.dumps({
        "id": "task-unified-1",
        "status": "pending",
        "progress": 100 if connection.session_reused else 0,
        "task_info": {"estimated_time": n_requests},
    }).encode()
    connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
                       b"Content-Length: %d\r\n\r\n" % len(body) + body)


def serve(listener, context):
    """Accepts one connection after the other."""
    n_requests = 0
    while True:
        plain, _ = listener.accept()
        try:
            with context.wrap_socket(plain, server_side=True) as connection:
                if read_request(connection.makefile("rb")) is not None:
                    n_requests += 1
                    answer(connection, n_requests)
        except OSError:
            pass


def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1])
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=serve, args=(listener, context),
                     daemon=True).start()
    sys.stdin.read()
    os._exit(0)


main()
