"""What leaves this machine and what is noted on it: the network's doors, the log, reports of crashes."""
