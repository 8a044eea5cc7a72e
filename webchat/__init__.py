"""The customer's chat: the server side of the socket, its files, and the widget's script."""
