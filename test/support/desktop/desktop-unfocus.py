"""Takes the keyboard's focus from every window of the display, as when a person works elsewhere."""

import ctypes

x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
display = ctypes.c_void_p(x11.XOpenDisplay(None))
nothing, revert_to_nothing, now = ctypes.c_ulong(0), 0, ctypes.c_ulong(0)
x11.XSetInputFocus(display, nothing, revert_to_nothing, now)
x11.XSync(display, 0)
