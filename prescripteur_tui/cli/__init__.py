"""The command line: thin click commands over the services, and the interview line by line."""
