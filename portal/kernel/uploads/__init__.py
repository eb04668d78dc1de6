"""What people send: pictures and archives. Nothing of them is decoded in a process that serves.

`receiving` is the door. `child` runs in a process of its own, which knows no secret, opens no file and no
connection, and has little time and memory; `pictures` and `archives` are what it does there.
"""
