"""`switchboard rasa`: trains models, keeps Rasa running, and changes models without a stall."""
