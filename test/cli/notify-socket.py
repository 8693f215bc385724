"""Stands in for systemd: prints what comes to the notify socket named as argument, a line each."""
import array
import os
import socket
import sys

receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind(sys.argv[1])
print("listening", flush=True)
while True:
    data, ancillary, _, _ = receiver.recvmsg(4096, 256)
    for line in data.decode().splitlines():
        print(line, flush=True)
    # systemd-notify waits until the descriptor that it sends along is closed.
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors = array.array("i")
            descriptors.frombytes(content[: len(content) - len(content) % descriptors.itemsize])
            for descriptor in descriptors:
                os.close(descriptor)
