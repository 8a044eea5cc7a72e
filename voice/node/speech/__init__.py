"""Speech: what is heard becomes text, text becomes speech; engines run in processes of their own."""
