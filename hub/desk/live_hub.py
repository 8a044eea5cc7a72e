"""stub"""


class LiveHub: ...
