"""stub"""


class Attendance: ...
