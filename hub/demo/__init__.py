"""The demo company Harbour & Pine: its set-up, knowledge, shop page and some history."""
