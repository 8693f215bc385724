"""Stands in for systemd: prints what comes to the notify socket named as argument, a line each."""
import socket
import sys

receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind(sys.argv[1])
print("listening", flush=True)
while True:
    data, ancillary, _, _ = receiver.recvmsg(4096, 256)
    for line in data.decode().splitlines():
        print(line, flush=True)
