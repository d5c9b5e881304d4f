"""A tray for tests: owns org.kde.StatusNotifierWatcher and prints what registers, one item a line."""

from gi.repository import Gio, GLib

NAME = "org.kde.StatusNotifierWatcher"
INTERFACE = f"""
<node>
  <interface name="{NAME}">
    <method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
    <method name="RegisterStatusNotifierHost"><arg type="s" direction="in"/></method>
    <property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
    <property name="ProtocolVersion" type="i" access="read"/>
    <property name="RegisteredStatusNotifierItems" type="as" access="read"/>
  </interface>
</node>
"""

items = []


def on_call(_connection, sender, _path, _interface, method, parameters, invocation):
    (given,) = parameters.unpack()
    if method == "RegisterStatusNotifierItem":
        service, path = (sender, given) if given.startswith("/") else (given, "/StatusNotifierItem")
        items.append(service + path)
        print("registered", service, path, flush=True)
    invocation.return_value(None)


def on_get(_connection, _sender, _path, _interface, name):
    return {
        "IsStatusNotifierHostRegistered": GLib.Variant("b", True),
        "ProtocolVersion": GLib.Variant("i", 0),
        "RegisteredStatusNotifierItems": GLib.Variant("as", items),
    }[name]


def on_bus(connection, _name):
    interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
    connection.register_object("/StatusNotifierWatcher", interface, on_call, on_get, None)


Gio.bus_own_name(
    Gio.BusType.SESSION,
    NAME,
    Gio.BusNameOwnerFlags.NONE,
    on_bus,
    lambda *_: print("ready", flush=True),
    lambda *_: print("lost", flush=True),
)
GLib.MainLoop().run()
